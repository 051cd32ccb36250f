import { join } from 'node:path';
import { z } from 'zod';
import { DataFileError, readText } from './data-file.ts';

const buckets = 32_768;
const headSchema = z.strictObject({
  bias: z.number(),
  /** A weight is its byte times this, in nats. */
  scale: z.number().positive(),
  /** One signed byte for each bucket, in base64. */
  weights: z.base64().transform((text) => new Int8Array(Buffer.from(text, 'base64'))),
});
const tableSchema = z.strictObject({
  'made-by': z.string(),
  danger: headSchema,
  emergency: headSchema,
});

export type OpinionHead = z.infer<typeof headSchema>;
/** The trained weights of the second opinion. */
export type OpinionTable = { readonly danger: OpinionHead; readonly emergency: OpinionHead };

export const opinionBuckets = buckets;
export const opinionFile = 'second-opinion.json';

/** @throws {DataFileError} where data/second-opinion.json is missing or damaged */
export function loadOpinionTable(dataDir: string): OpinionTable {
  const text = readText(join(dataDir, opinionFile));
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new DataFileError(`${opinionFile}: not JSON: make it anew with npm run train-opinion`);
  }
  const checked = tableSchema.safeParse(content);
  const heads = checked.success ? [checked.data.danger, checked.data.emergency] : [];
  if (!checked.success || heads.some((h) => h.weights.length !== buckets)) {
    throw new DataFileError(`${opinionFile}: damaged: make it anew with npm run train-opinion`);
  }
  return checked.data;
}
