import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { Language } from '#domain/message.ts';

const text = z.string().trim().min(1);
const pageTexts = z.strictObject({
  title: text,
  name: text,
  tagline: text,
  'tap-for-info': text,
  'to-composer': text,
  notice: text,
  welcome: text,
  try: text,
  examples: z
    .array(z.strictObject({ label: text, text }))
    .min(4)
    .max(6),
  today: text,
  input: text,
  placeholder: text,
  send: text,
  attach: text,
  camera: text,
  pick: text,
  chosen: text,
  drop: text,
  remove: text.includes('{name}'),
  sending: text,
  reading: text,
  'file-too-large': text.includes('{name}').includes('{max}'),
  'files-too-many': text.includes('{max}'),
  you: text,
  bot: text,
  typing: text,
  sent: text,
  failed: text,
  again: text,
  'other-language': text,
  'other-language-short': text,
  leave: text,
  'left-title': text,
  'left-text': text,
  'missing-title': text,
  'missing-text': text,
  'side-title': text,
  'side-text': text,
  'privacy-title': text,
  'privacy-text': text,
  'help-title': text,
  'help-text': text,
  back: text,
  empty: text,
  'too-long': text.includes('{max}'),
  'too-many': text,
  'bad-request': text,
  broken: text,
});
/** Texts of the page in one language. */
export type PageTexts = z.infer<typeof pageTexts>;

const webTexts = z.strictObject({
  id: pageTexts,
  su: pageTexts,
  jv: pageTexts,
  en: pageTexts,
} satisfies Record<Language, typeof pageTexts>);
/** Texts of the page by language. */
export type WebTexts = Readonly<Record<Language, PageTexts>>;

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
    content = load(readFileSync(join(dataDir, 'replies', 'web.yaml'), 'utf8'));
  } catch {
    throw new WebTextsError('web.yaml: the file is missing or cannot be read');
  }
  const checked = webTexts.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new WebTextsError(`web.yaml: ${issue?.path.join('.')}: ${issue?.message}`);
}
