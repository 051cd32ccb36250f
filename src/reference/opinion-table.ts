import { join } from 'node:path';
import { z } from 'zod';
import { type Kind, kinds } from '#domain/message.ts';
import { DataFileError, readText } from './data-file.ts';

const buckets = 32_768;
const headSchema = z.strictObject({
  bias: z.number(),
  /** A weight is its byte times this, in nats. */
  scale: z.number().positive(),
  /** One signed byte for each bucket, in base64. */
  weights: z.base64().transform((text) => new Int8Array(Buffer.from(text, 'base64'))),
});
/** One number for each kind, in the order of `kinds`. */
const perKindSchema = z.array(z.number()).length(kinds.length);
const tableSchema = z.strictObject({
  'made-by': z.string(),
  danger: headSchema,
  kinds: z.strictObject(
    Object.fromEntries(kinds.map((kind) => [kind, headSchema])) as Record<Kind, typeof headSchema>,
  ),
  named: z.record(z.string(), perKindSchema),
});

export type OpinionHead = z.infer<typeof headSchema>;
/** The trained weights of the second opinion. */
export type OpinionTable = {
  readonly danger: OpinionHead;
  readonly kinds: Readonly<Record<Kind, OpinionHead>>;
  /** What a finding, cue or fact speaks for, in nats. */
  readonly named: Readonly<Record<string, readonly number[]>>;
};

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
  const heads = checked.success ? [checked.data.danger, ...Object.values(checked.data.kinds)] : [];
  if (!checked.success || heads.some((h) => h.weights.length !== buckets)) {
    throw new DataFileError(`${opinionFile}: damaged: make it anew with npm run train-opinion`);
  }
  return checked.data;
}
