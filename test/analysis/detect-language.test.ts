import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileLanguageReader } from '#analysis/detect-language.ts';
import { heldOut, learnLanguages, spoken } from '#commands/learn-languages.ts';
import { bot } from '../support/bot.ts';

const read = compileLanguageReader(bot.reference.languages);
const sentencesMin = { id: 400, su: 400, jv: 400, en: 400, ms: 120 };

const sentences = spoken.flatMap((language) =>
  readFileSync(`test/corpus/languages/${language}.txt`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((text, line) => ({ language, text, line })),
);
const answerFor = (language: (typeof spoken)[number]) => (language === 'ms' ? 'id' : language);

describe('sentences that the table was not learned from', () => {
  const unseen = sentences.filter(heldOut);
  const shareOf = (list: typeof unseen) =>
    list.filter((s) => read(s.text).language === answerFor(s.language)).length / list.length;

  test('are told right in 96 of 100', () => {
    const answered = unseen.filter((s) => s.language !== 'ms');
    expect(answered.length).toBeGreaterThan(300);
    expect(shareOf(answered)).toBeGreaterThanOrEqual(0.96);
  });

  test.each(spoken)('are told right in 90 of 100 in %s', (language) => {
    expect(shareOf(unseen.filter((s) => s.language === language))).toBeGreaterThanOrEqual(0.9);
  });
});

test('no sentence is there twice, and every language has enough', () => {
  expect(new Set(sentences.map((s) => s.text)).size).toBe(sentences.length);
  for (const language of spoken) {
    const count = sentences.filter((s) => s.language === language).length;
    expect(count).toBeGreaterThanOrEqual(sentencesMin[language]);
  }
});

test('the table is the one that these sentences give', () => {
  expect(learnLanguages(sentences.filter((s) => !heldOut(s)))).toEqual(bot.reference.languages);
});

test.each(['', '12345', '🙏🙏', 'ok', 'loker', 'halo', 'wa.me/62812345', 'admin@the-work.com'])(
  '%j tells no language, so that the answer is Indonesian',
  (text) => expect(read(text)).toMatchObject({ language: 'id', isSure: false }),
);

test('capitals, doubled letters and marks change nothing', () => {
  expect(read('KUMAAAHA CARANAAA, teu acan dibayar!')).toEqual(
    read('kumaha carana, teu acan dibayar'),
  );
});

test('only the part asked for is read', () => {
  const text = 'kumaha ieu, bener teu?\nWe are hiring staff for our office';
  expect(read(text, 0, text.indexOf('\n')).language).toBe('su');
  expect(read(text, text.indexOf('\n')).language).toBe('en');
});

test.each([
  ['the first line', 'Punten kang, ieu tawaran bener atawa nipu?\n', ''],
  ['the last line', '', '\nPunten kang, ieu tawaran bener atawa nipu?'],
])('what somebody asks of an offer in %s tells the language', (_, before, after) => {
  const offer =
    'URGENT HIRING!\nCustomer service staff for our office in Phnom Penh, no experience needed.\nFree ticket, free housing, monthly salary 1,000 USD. Chat only.';
  expect(bot.analyse(offer).language).toBe('en');
  expect(bot.analyse(before + offer + after).language).toBe('su');
});

test('a text without end is read in little time and does not fail', () => {
  expect(read('teu '.repeat(20_000)).language).toBe('su');
  expect(read('x'.repeat(65_536)).language).toBe('id');
});
