import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';

/** A fault in data/; the message is one line that names file and field. */
export class DataFileError extends Error {
  override name = 'DataFileError';
}

/** @throws {DataFileError} where the file is missing or cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new DataFileError(`${basename(file)}: the file is missing or cannot be read`);
  }
}

/**
 * Reads a YAML file and checks it.
 * @throws {DataFileError} naming the file, the entry and the field
 */
export function readData<T extends z.ZodType>(file: string, schema: T): z.infer<T> {
  const name = basename(file);
  const text = readText(file);
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new DataFileError(`${name}: not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  const faults = checked.error.issues
    .slice(0, 5)
    .map((i) => `${i.path.join('.') || 'file'}: ${i.message}`);
  throw new DataFileError(`${name}: ${faults.join('; ')}`);
}
