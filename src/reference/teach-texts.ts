import { join } from 'node:path';
import { z } from 'zod';
import { readData } from './data-file.ts';

const text = z.string().min(3);
const posterSchema = z.strictObject({
  title: text,
  lead: text,
  steps: z.array(text).length(3),
  how: text,
  promise: text,
  'scan-hint': text,
  'hotlines-title': text,
  footer: text,
});
const teachSchema = z.strictObject({
  id: posterSchema,
  su: posterSchema,
  jv: posterSchema,
  en: posterSchema,
});

/** @throws {DataFileError} where data/dashboard/teach.yaml has a fault or lacks a language */
export const loadTeachTexts = (dataDir: string): z.infer<typeof teachSchema> =>
  readData(join(dataDir, 'dashboard', 'teach.yaml'), teachSchema);
