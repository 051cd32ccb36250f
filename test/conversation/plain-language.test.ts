import { expect, test } from 'vitest';
import { bot } from '../support/bot.ts';

const wordsPerSentenceMax = 14;
type Text = readonly [where: string, text: string];

function* textsIn(value: unknown, path: string): Generator<Text> {
  if (typeof value === 'string') yield [path, value];
  else
    for (const [key, inner] of Object.entries(value ?? {})) yield* textsIn(inner, `${path}.${key}`);
}
const replies = (['id', 'en'] as const).flatMap((language) => {
  const { commands, months, ...texts } = bot.replies[language];
  return [...textsIn(texts, language)];
});
const questions = bot.questions.flatMap(({ id, ask, choices }) => [
  ...textsIn(ask, id),
  ...choices.flatMap((c) => [...textsIn(c.label, id)]),
]);

test('sentences have at most fourteen words', () => {
  const long = [...replies, ...questions].flatMap(([where, text]) =>
    text
      .split(/[.!?:](?:\s+|$)|\n/)
      .filter(
        (sentence) => (sentence.match(/[\p{L}\p{N}{}'-]+/gu) ?? []).length > wordsPerSentenceMax,
      )
      .map((sentence) => `${where}: ${sentence}`),
  );
  expect(long).toEqual([]);
});

test('nobody is called a victim, and no law is quoted', () => {
  const hard = replies.filter(([, text]) => /korban|victim|TPPO|pasal|undang-undang/i.test(text));
  expect(hard).toEqual([]);
});

test('"aman" is said of replying now, or denied; never of an offer', () => {
  const rest = replies
    .filter(([where]) => where.startsWith('id'))
    .map(([where, text]) => `${where}: ${text.replace(/belum berarti aman|Bila aman, tulis/g, '')}`)
    .filter((text) => /\baman\b/i.test(text));
  expect(rest).toEqual([]);
});

test('people are addressed as "Anda" everywhere', () => {
  const familiar = [...replies, ...questions].filter(([, text]) =>
    /\b(kamu|lo|lu|kalian)\b/i.test(text),
  );
  expect(familiar).toEqual([]);
});

test('hotline numbers stand in data/hotlines.yaml only', () => {
  expect(replies.filter(([, text]) => /\d{3,}/.test(text.replace(/2026/g, '')))).toEqual([]);
});
