import { join } from 'node:path';
import { z } from 'zod';
import { readData } from './data-file.ts';

const means = [
  'deception',
  'coercion',
  'force',
  'abuse-of-vulnerability',
  'payments',
  'none',
] as const;
const purposes = [
  'forced-labour',
  'forced-criminality',
  'domestic-servitude',
  'sexual-exploitation',
  'forced-marriage',
  'organ-removal',
  'unknown',
  'none',
] as const;
const icTipSchema = z.strictObject({
  standard: z.string().min(10),
  source: z.string().min(10),
  note: z.string().min(10),
  flags: z.record(z.string(), z.strictObject({ means: z.enum(means), purpose: z.enum(purposes) })),
});

/** Our flags in the terms of the UN's classification of data on trafficking in persons. */
export type IcTipMapping = z.infer<typeof icTipSchema>;

/** @throws {DataFileError} where data/ic-tip.yaml has a fault */
export const loadIcTip = (dataDir: string): IcTipMapping =>
  readData(join(dataDir, 'ic-tip.yaml'), icTipSchema);
