import { expect, test } from 'vitest';
import { languages } from '#domain/message.ts';
import { bot } from '../support/bot.ts';

const wordsPerSentenceMax = 14;
type Text = readonly [where: string, text: string];

function* textsIn(value: unknown, path: string): Generator<Text> {
  if (typeof value === 'string') yield [path, value];
  else
    for (const [key, inner] of Object.entries(value ?? {})) yield* textsIn(inner, `${path}.${key}`);
}
const replies = languages.flatMap((language) => {
  const { months, ...texts } = bot.replies[language];
  return [...textsIn(texts, language)];
});
const questions = bot.questions.flatMap(({ id, ask, choices }) => [
  ...textsIn(ask, id),
  ...choices.flatMap((c) => [...textsIn(c.label, id)]),
]);
const { situations, procedures } = bot.reference.guides;
const guides = [...situations, ...procedures].flatMap(({ id, says }) => [...textsIn(says, id)]);
const reasons = [...bot.rulebook.rules.values()].flatMap(({ id, says }) => [...textsIn(says, id)]);

test('sentences have at most fourteen words', () => {
  const long = [...replies, ...questions, ...reasons, ...guides].flatMap(([where, text]) =>
    text
      .replace(/^(?:•|\d\.) /gm, '')
      .split(/[.!?:](?:\s+|$)|\n/)
      .filter(
        (sentence) => (sentence.match(/[\p{L}\p{N}{}'-]+/gu) ?? []).length > wordsPerSentenceMax,
      )
      .map((sentence) => `${where}: ${sentence}`),
  );
  expect(long).toEqual([]);
});

test('nobody is called a victim, and no law is quoted', () => {
  const hard = [...replies, ...guides].filter(([, text]) =>
    /korban|victim|TPPO|\bpasal|undang-undang/i.test(text),
  );
  expect(hard).toEqual([]);
});

const allowed =
  /(belum berarti|[cC]an tangtu|[dD]urung mesti) aman|(Bila|Mun|Lamon) aman, tulis|not make it safe|If it is safe, write/g;

test('"aman" is said of replying now, or denied; never of an offer', () => {
  const rest = [...replies, ...guides]
    .map(([where, text]) => [where, text.replace(allowed, '')] as const)
    .filter(([, text]) => /\baman\b|\bsafe\b/i.test(text));
  expect(rest).toEqual([]);
});

test('people are addressed politely everywhere', () => {
  const familiar = [...replies, ...questions, ...reasons, ...guides].filter(([, text]) =>
    /(?<!\p{L})(kamu|lo|lu|kalian|sia|maneh|aing|dia|kowe|koen|sire)(?!\p{L})/iu.test(text),
  );
  expect(familiar).toEqual([]);
});

test('hotline numbers stand in data/hotlines.yaml only', () => {
  expect(replies.filter(([, text]) => /\d{3,}/.test(text.replace(/2026/g, '')))).toEqual([]);
});
