import { join } from 'node:path';
import { z } from 'zod';
import { readData } from './data-file.ts';

const text = z.string().min(3);
const storedSchema = z.strictObject({
  tables: z.record(
    z.string(),
    z.strictObject({ why: text, keeps: text, columns: z.record(z.string(), text) }),
  ),
  files: z.array(z.strictObject({ name: text, holds: text, keeps: text, why: text })),
});

/** Everything the program keeps, how long and why. */
export type StoredData = z.infer<typeof storedSchema>;

/** @throws {DataFileError} where data/stored.yaml has a fault */
export const loadStoredData = (dataDir: string): StoredData =>
  readData(join(dataDir, 'stored.yaml'), storedSchema);
