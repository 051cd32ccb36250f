import { join } from 'node:path';
import { z } from 'zod';
import { DataFileError, readData } from './data-file.ts';

const textsSchema = z.record(z.string(), z.string().min(1));
type Texts = z.infer<typeof textsSchema>;

/**
 * Every sentence of the dashboard in both languages, by key.
 * @throws {DataFileError} where a language lacks a key of the other or uses other placeholders
 */
export function loadDashboardTexts(dataDir: string): Readonly<Record<'id' | 'en', Texts>> {
  const read = (language: string) =>
    readData(join(dataDir, 'dashboard', `${language}.yaml`), textsSchema);
  const book = { id: read('id'), en: read('en') };
  requireSame(book.id, book.en, 'en.yaml');
  requireSame(book.en, book.id, 'id.yaml');
  return book;
}

function requireSame(one: Texts, other: Texts, file: string): void {
  for (const [key, text] of Object.entries(one)) {
    const translated = other[key];
    if (translated === undefined) throw new DataFileError(`dashboard/${file}: ${key}: missing`);
    if (placeholders(text) !== placeholders(translated)) {
      throw new DataFileError(`dashboard/${file}: ${key}: placeholders differ`);
    }
  }
}

const placeholders = (text: string): string =>
  [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');
