import { join } from 'node:path';
import { z } from 'zod';
import { readData } from './data-file.ts';

const both = z.strictObject({ id: z.string().min(3), en: z.string().min(3) });
const spoken = z.strictObject({
  id: z.string().min(5),
  su: z.string().min(5),
  jv: z.string().min(5),
  en: z.string().min(5),
});
const lureTextsSchema = z.record(
  z.string(),
  z.strictObject({
    name: both,
    advice: both,
    teach: both.describe('an exercise for a meeting'),
    poster: spoken.describe('one neutral question'),
  }),
);

/** Name, advice, exercise and poster of each flag, by the id of its rule. */
export type LureTexts = z.infer<typeof lureTextsSchema>;

/** @throws {DataFileError} where data/dashboard/lures.yaml has a fault */
export const loadLureTexts = (dataDir: string): LureTexts =>
  readData(join(dataDir, 'dashboard', 'lures.yaml'), lureTextsSchema);
