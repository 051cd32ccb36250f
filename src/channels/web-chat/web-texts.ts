import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const text = z.string().min(1);
const pageTexts = z.strictObject({
  title: text,
  name: text,
  tagline: text,
  welcome: text,
  input: text,
  placeholder: text,
  send: text,
  you: text,
  bot: text,
  typing: text,
  try: text,
  failed: text,
  again: text,
  'other-language': text,
  leave: text,
  left: text,
  'side-title': text,
  'side-text': text,
  'privacy-title': text,
  'privacy-text': text,
  'help-title': text,
  'help-text': text,
  'too-long': text,
  'too-many': text,
  'bad-request': text,
  examples: z.array(z.strictObject({ label: text, text })).min(1),
});
export type PageTexts = z.infer<typeof pageTexts>;

const webTexts = z.strictObject({ id: pageTexts, en: pageTexts });
export const pageLanguages = ['id', 'en'] as const;
export type PageLanguage = (typeof pageLanguages)[number];
/** Texts of the page by language. */
export type WebTexts = Readonly<Record<PageLanguage, PageTexts>>;

/** A fault in data/replies/web.yaml, told in one line. */
export class WebTextsError extends Error {
  override name = 'DataFileError';
}

/**
 * Reads data/replies/web.yaml.
 * @throws {WebTextsError} naming the field
 */
export function loadWebTexts(dataDir: string): WebTexts {
  let content: unknown;
  try {
    content = parse(readFileSync(join(dataDir, 'replies', 'web.yaml'), 'utf8'));
  } catch {
    throw new WebTextsError('web.yaml: the file is missing or cannot be read');
  }
  const checked = webTexts.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new WebTextsError(`web.yaml: ${issue?.path.join('.')}: ${issue?.message}`);
}
