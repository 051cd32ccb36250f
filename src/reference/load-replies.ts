import { join } from 'node:path';
import { z } from 'zod';
import { DataFileError, readData } from './data-file.ts';

/** Languages whose replies are complete; a message in another is answered in Indonesian. */
export const replyLanguages = ['id', 'en'] as const;
export type ReplyLanguage = (typeof replyLanguages)[number];

const textsSchema = z.record(
  z.string().regex(/^[a-z][a-z-]*(\.[a-z-]+)*$/),
  z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
);
export type ReplyTexts = z.infer<typeof textsSchema>;
/** What the bot says, by language and key, with `{placeholders}`. */
export type ReplyBook = Readonly<Record<ReplyLanguage, ReplyTexts>>;

const placeholders = (text: string | readonly string[]): string =>
  [
    ...new Set(
      [text]
        .flat()
        .join(' ')
        .match(/\{[a-z]+\}/g) ?? [],
    ),
  ]
    .sort()
    .join(' ');

/**
 * Reads data/replies.
 * @throws {DataFileError} where a language lacks a key or uses other placeholders
 */
export function loadReplies(dataDir: string): ReplyBook {
  const read = (language: ReplyLanguage) =>
    readData(join(dataDir, 'replies', `${language}.yaml`), textsSchema);
  const book = { id: read('id'), en: read('en') };
  for (const key of new Set([...Object.keys(book.id), ...Object.keys(book.en)])) {
    const [id, en] = [book.id[key], book.en[key]];
    if (id === undefined) throw new DataFileError(`id.yaml: ${key}: missing`);
    if (en === undefined) throw new DataFileError(`en.yaml: ${key}: missing`);
    if (placeholders(id) !== placeholders(en)) {
      throw new DataFileError(`en.yaml: ${key}: placeholders differ from id.yaml`);
    }
  }
  return book;
}
