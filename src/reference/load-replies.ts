import { join } from 'node:path';
import { z } from 'zod';
import { type Language, languages } from '#domain/message.ts';
import { risks } from '#domain/verdict.ts';
import { DataFileError, readData } from './data-file.ts';

const text = z.string().min(1);
/** More steps than three nobody follows. */
const steps = z.array(text).min(1).max(3);
const texts = <K extends string>(...keys: K[]) =>
  z.strictObject(Object.fromEntries(keys.map((k) => [k, text])) as Record<K, typeof text>);
const stepsOf = <K extends string>(...keys: K[]) =>
  z.strictObject(Object.fromEntries(keys.map((k) => [k, steps])) as Record<K, typeof steps>);

const replySchema = z.strictObject({
  verdict: texts('danger', 'danger-fraud', 'caution', 'low', 'low-with-signs'),
  word: texts('danger', 'caution', 'low'),
  reasons: text,
  'reasons-small': text,
  reason: text,
  debt: texts('months', 'monthly', 'share', 'million'),
  unclear: text,
  'unclear-home': text,
  'unclear-names': z.record(text, text),
  now: text,
  steps: stepsOf(
    'danger-trafficking',
    'danger-fraud',
    'danger-both',
    'danger-family',
    'caution-abroad',
    'caution-home',
    'caution-family',
    'low-abroad',
    'low-home',
  ),
  who: texts('child', 'spouse', 'sibling', 'parent'),
  ask: texts('choice', 'how', 'again'),
  changed: text,
  'changed-why': text,
  unchanged: text,
  'still-unsure': text,
  earlier: text,
  emergency: z.strictObject({
    ...texts('open', 'line', 'line-old', 'next', 'self', 'self-abroad', 'self-home').shape,
    ...texts('relative', 'where', 'again').shape,
    signs: texts(
      'suicidal',
      'phone-watched',
      'injured-ill',
      'money',
      'detained',
      'forced-scam',
      'passport-held',
      'minor',
      'missing-contact',
      'unpaid',
    ),
  }),
  safe: texts('calm', 'hidden', 'family'),
  more: texts('say', 'proof', 'watched', 'papers', 'ransom', 'dont'),
  family: texts('not-left', 'on-the-way'),
  procedure: texts('as-of', 'outside'),
  lesson: z.strictObject({
    ...texts('title', 'example', 'quote', 'honest', 'ask').shape,
    choices: texts('next', 'quiz', 'card'),
  }),
  quiz: z.strictObject({
    ...texts('title', 'right', 'wrong', 'because', 'end').shape,
    choices: texts(...risks),
  }),
  card: texts('title', 'visa', 'lure', 'steps', 'urgent'),
  already: texts('gave-trafficking', 'gave-fraud', 'not-yet', 'unknown'),
  'in-danger': text,
  agency: z.strictObject({
    ...texts('found', 'similar', 'not-found', 'home', 'contact', 'no-name').shape,
    ...texts('revoked', 'check', 'warning', 'number-found', 'number-unknown').shape,
    'in-offer': texts('found', 'similar', 'not-found'),
    ...stepsOf('steps', 'home-steps', 'contact-steps').shape,
  }),
  question: texts('closed', 'partly', 'young', 'abroad', 'home', 'who'),
  files: texts(
    ...(['unknown-type', 'too-large', 'damaged', 'locked', 'too-slow', 'busy', 'no-text'] as const),
    ...(['voice', 'video', 'unsure', 'pages-left', 'too-many', 'reading', 'no-country'] as const),
  ),
  ...texts('hello', 'help', 'thanks', 'other', 'empty', 'privacy', 'failed', 'or').shape,
  ...texts('erased', 'not-counted', 'counted-again', 'home-noted', 'home-unknown').shape,
  menu: z.strictObject({
    ...texts('open', 'close', 'send-offer').shape,
    items: texts('offer', 'agency', 'emergency', 'legal', 'learn', 'privacy'),
  }),
  ...texts('stop', 'enough', 'wrong-chat', 'alike').shape,
  'my-data': texts('open', 'language', 'judged', 'talk', 'question', 'nothing', 'close'),
  language: z.strictObject({ ...texts('ask', 'chosen').shape, names: texts(...languages) }),
  // What a channel could not hand over because it was too large or damaged is told by `files`.
  notice: texts(...(['gone', 'view-once', 'call', 'unknown'] as const)),
  months: z.array(text).length(12),
});

/** What the bot says in one language, with `{placeholders}`. */
export type ReplyTexts = z.infer<typeof replySchema>;
export type ReplyBook = Readonly<Record<Language, ReplyTexts>>;

/**
 * Reads data/replies.
 * @throws {DataFileError} where a language lacks a key or uses other placeholders
 */
export function loadReplies(dataDir: string): ReplyBook {
  const read = (language: Language) =>
    readData(join(dataDir, 'replies', `${language}.yaml`), replySchema);
  const book = { id: read('id'), su: read('su'), jv: read('jv'), en: read('en') };
  for (const language of languages) requireSame(book.id, book[language], `${language}.yaml`, []);
  return book;
}

const placeholders = (text: string): string =>
  [...new Set(text.match(/\{[a-z]+\}/g) ?? [])].sort().join(' ');

/** The schema holds the keys equal; this holds the placeholders equal, list entry by entry. */
function requireSame(one: unknown, other: unknown, file: string, path: readonly string[]): void {
  if (typeof one === 'string') {
    if (typeof other !== 'string') throw new DataFileError(`${file}: ${path.join('.')}: missing`);
    if (placeholders(one) === placeholders(other)) return;
    throw new DataFileError(`${file}: ${path.join('.')}: placeholders differ from id.yaml`);
  }
  const others = other as Record<string, unknown>;
  for (const [key, value] of Object.entries(one as object)) {
    requireSame(value, others[key], file, [...path, key]);
  }
}
