import { expect, test } from 'vitest';
import type { Voice } from '#conversation/compose-reply.ts';
import {
  linesFor,
  listHotlines,
  nameBest,
  nameById,
  nameHotline,
  nameUrgent,
} from '#conversation/name-hotlines.ts';
import type { Case } from '#conversation/session.ts';
import { languages } from '#domain/message.ts';
import { bot, someDay } from '../support/bot.ts';

const { rulebook, reference } = bot;
const voice: Voice = {
  language: 'id',
  texts: bot.replies.id,
  rulebook,
  hotlines: reference.hotlines,
  now: someDay,
};
const case_ = (change: Partial<Case>): Case => ({
  kind: 'offer',
  evidence: [],
  atoms: [],
  risk: 'danger',
  harm: 'trafficking',
  country: null,
  asked: [],
  ...change,
});

test('a hotline inside a sentence has a short name, its number and what it costs', () => {
  expect(nameBest(voice, null)).toBe('KP2MI *0800-1000* (gratis, 24 jam)');
  expect(nameById(voice, 'bank')).toBe('*iasc.ojk.go.id*');
});

test('a name that holds the number does not say it twice', () => {
  expect(nameById(voice, 'sapa')).toMatch(/^SAPA \*129\*/);
});

test('every line of the directory can be named, in every language', () => {
  for (const language of languages) {
    for (const h of reference.hotlines)
      expect(nameHotline({ ...voice, language }, h)).toContain(`*${h.number}*`);
  }
});

test('trafficking goes to KP2MI, fraud to the police, a false broker at home to the police', () => {
  expect(nameBest(voice, case_({}))).toContain('0800-1000');
  expect(nameBest(voice, case_({ harm: 'fraud' }))).toContain('*110*');
  expect(nameBest(voice, case_({ harm: 'both', country: 'ID' }))).toContain('*110*');
  expect(nameBest(voice, case_({ harm: 'both', atoms: ['place:abroad'] }))).toContain('0800-1000');
});

test('a mere doubt is not sent to the police', () => {
  expect(nameBest(voice, case_({ risk: 'caution', harm: 'fraud', country: 'ID' }))).toContain(
    '1500-630',
  );
  expect(nameBest(voice, case_({ risk: 'caution', harm: 'fraud' }))).toContain('0800-1000');
});

test('in danger the mission comes first, at home police and the line for women and children', () => {
  const ids = (country: string | null) =>
    linesFor(voice, case_({ kind: 'emergency', country }), true).map((h) => h.id);
  expect(ids('KH')[0]).toMatch(/phnom-penh/);
  expect(ids('ID').slice(0, 2)).toEqual(['police', 'sapa']);
  expect(ids(null)[0]).toBe('kemlu');
  expect(nameUrgent(voice)).toMatch(/\*110\*.* atau .*\*129\*/);
});

test('a child at home is in better hands with SAPA', () => {
  const child = case_({ atoms: ['age:under-18'], country: 'ID' });
  expect(nameBest(voice, child)).toContain('*129*');
});

test('an old number is listed with its year', () => {
  const old = reference.hotlines.filter((h) => h['source-date'] < '2021');
  expect(old.length).toBeGreaterThan(0);
  expect(listHotlines(voice, old.slice(0, 1))).toMatch(/nomor tahun 20(1\d|20)/);
});
