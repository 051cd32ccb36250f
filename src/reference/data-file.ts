import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';

/** A fault in data/; the message is one line that names file, entry and field. */
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

/** A short text that people read, in every language of the bot. */
export function inEveryLanguage(lengthMin: number) {
  const text = z.string().min(lengthMin);
  return z.strictObject({ id: text, su: text, jv: text, en: text });
}

const faultsShownMax = 5;

/**
 * Reads a YAML file and checks it.
 * @throws {DataFileError} naming the file, the entry and the field
 */
export function readData<T extends z.ZodType>(file: string, schema: T): z.infer<T> {
  const name = basename(file);
  const text = readText(file);
  let content: unknown;
  try {
    content = load(text);
  } catch (error) {
    throw new DataFileError(`${name}: not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  const faults = checked.error.issues
    .slice(0, faultsShownMax)
    .map((issue) => `${fieldName(content, issue.path)}: ${issue.message}`);
  throw new DataFileError(`${name}: ${faults.join('; ')}`);
}

/** A path as people find it in the file: `riyadh.number` rather than `19.number`. */
function fieldName(content: unknown, path: readonly PropertyKey[]): string {
  const parts: string[] = [];
  let at = content;
  for (const key of path) {
    at = (at as Record<PropertyKey, unknown> | null | undefined)?.[key];
    const entry = at as { id?: unknown; name?: unknown } | null | undefined;
    const known = typeof key === 'number' ? (entry?.id ?? entry?.name) : undefined;
    parts.push(typeof known === 'string' ? known : String(key));
  }
  return parts.join('.') || 'file';
}

/**
 * Checks that no two entries carry the same id.
 * @throws {DataFileError} naming the file and the id
 */
export function requireUniqueIds(file: string, entries: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (seen.has(id)) throw new DataFileError(`${file}: ${id}: the id is there twice`);
    seen.add(id);
  }
}
