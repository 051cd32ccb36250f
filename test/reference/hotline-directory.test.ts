import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type HelpNeeded,
  type Hotline,
  hotlinesFor,
  oldAfterYears,
  yearToShow,
} from '#reference/hotline-directory.ts';
import { loadReference } from '#reference/load-reference.ts';

const { hotlines } = loadReference('data');
const now = new Date('2026-11-24');
const calm: HelpNeeded = { country: null, harm: null, emergency: false };
const danger: HelpNeeded = { ...calm, emergency: true };
const ids = (need: HelpNeeded, at?: Date) => hotlinesFor(hotlines, need, at).map((h) => h.id);
const byId = (id: string): Hotline => hotlines.find((h) => h.id === id)!;
const digits = (text: string) => text.replace(/\D/g, '');

test.each([
  ['kp2mi', '0800-1000'],
  ['kp2mi-abroad', '+62 21 2924 4800'],
  ['kemlu', '+62 812-9007-0027'],
  ['sapa', '129'],
  ['police', '110'],
  ['labour', '1500-630'],
  ['bank', 'iasc.ojk.go.id'],
  ['account-check', 'cekrekening.id'],
  ['taiwan-1955', '1955'],
  ['phnom-penh', '+855 12 813 282'],
])('%s is %s', (id, number) => {
  expect(byId(id).number).toBe(number);
});

test('a number that no page prints is not in the file at all', () => {
  const text = digits(readFileSync('data/hotlines.yaml', 'utf8').replace(/\d{4}-\d\d-\d\d/g, ' '));
  const fromMemory = [
    '0811-8080-141',
    '0857-7001-0048',
    '021-3903963',
    '9295 3964',
    '600590000',
    '6438 5122',
    '1644-0644',
  ];
  for (const number of fromMemory) expect(text).not.toContain(digits(number));
  const short = ['148', '999', '1288', '1191', '19911', '80084', '16008', '1345', '199', '1300'];
  for (const { number } of hotlines) expect(short).not.toContain(digits(number));
});

test('every entry has a source and a date that is past, and was tested or says that it was not', () => {
  for (const h of hotlines) {
    expect(h.source.length).toBeGreaterThan(4);
    expect(new Date(h['source-date']).getTime()).toBeLessThan(now.getTime());
    expect(h).toHaveProperty('last-verified');
  }
});

test('a WhatsApp link carries the number shown', () => {
  for (const { name, number, whatsapp } of hotlines) {
    if (whatsapp === undefined) continue;
    const own = digits(whatsapp).replace(/^62/, '');
    expect(digits(`${name.id} ${number}`)).toContain(own);
  }
});

test('a foreign number carries the calling code of its country', () => {
  const codes = { KH: 855, MM: 95, TH: 66, MY: 60, HK: 852, TW: 886, KR: 82, JP: 81, SA: 966 };
  for (const [country, code] of Object.entries(codes)) {
    const there = hotlines.filter((h) => h.country === country && h.number.startsWith('+'));
    expect(there.length).toBeGreaterThan(0);
    for (const h of there) expect(h.number.startsWith(`+${code} `)).toBe(true);
  }
});

test('an old number is shown with its year until somebody has tested it', () => {
  expect(yearToShow(byId('riyadh'), now)).toBe(2020);
  expect(yearToShow(byId('police'), now)).toBeNull();
  expect(yearToShow(byId('police'), new Date('2028-10-26'))).toBe(2025);
  expect(yearToShow({ ...byId('riyadh'), 'last-verified': '2026-10-01' }, now)).toBeNull();
  expect(oldAfterYears).toBe(3);
});

test('in danger abroad: the mission there, the ministry, then lines there and KP2MI', () => {
  expect(ids({ ...danger, country: 'KH' }, now)).toEqual([
    'phnom-penh',
    'kemlu',
    'kp2mi-abroad',
    'cambodia-117',
  ]);
  expect(ids({ ...danger, country: 'TW' }, now)).toEqual([
    'kemlu',
    'taipei',
    'taiwan-1955',
    'kp2mi-abroad',
  ]);
  expect(ids({ ...danger, country: 'MY' }, now).slice(0, 2)).toEqual(['kuala-lumpur', 'kemlu']);
});

test('a mission number that may be dead comes behind the ministry', () => {
  expect(ids({ ...danger, country: 'SA' }, now).slice(0, 2)).toEqual(['kemlu', 'riyadh']);
  expect(ids({ ...danger, country: 'SA' }, new Date('2021-01-01'))[0]).toBe('riyadh');
  expect(ids({ ...danger, country: 'SA' })[0]).toBe('riyadh');
});

test('in danger in a country without a known mission the ministry is first', () => {
  expect(ids({ ...danger, country: 'LA' }, now)).toEqual(['kemlu', 'kp2mi-abroad']);
});

test('in danger at home the police is first and the line for women and children second', () => {
  expect(ids({ ...danger, country: 'ID' })).toEqual(['police', 'sapa', 'kp2mi']);
  expect(ids(danger)).toEqual(['kemlu', 'police', 'sapa']);
  expect(ids({ ...danger, minorOrWoman: true })).toEqual(['kemlu', 'sapa', 'police']);
});

test('without danger: KP2MI for trafficking, the police and the bank for fraud', () => {
  expect(ids({ ...calm, country: 'ID', harm: 'trafficking' })).toEqual(['kp2mi', 'sapa', 'police']);
  expect(ids({ ...calm, country: 'ID', harm: 'fraud' })).toEqual(['police', 'bank', 'labour']);
  expect(ids({ ...calm, country: 'KR', harm: 'fraud' })).toEqual(['police', 'bank', 'kp2mi']);
  expect(ids({ ...calm, country: 'KH', harm: 'both' })[0]).toBe('kp2mi');
  expect(ids({ ...calm, country: 'ID', harm: 'trafficking', minorOrWoman: true })[0]).toBe('sapa');
  expect(ids(calm)[0]).toBe('kp2mi');
});

test('there is always somebody to call', () => {
  const countries = [null, 'ID', 'KH', 'LA', 'ZZ', 'XX'];
  for (const country of countries) {
    for (const harm of [null, 'trafficking', 'fraud', 'both'] as const) {
      for (const emergency of [true, false]) {
        for (const minorOrWoman of [true, false]) {
          const found = hotlinesFor(hotlines, { country, harm, emergency, minorOrWoman }, now);
          expect(found.length).toBeGreaterThan(1);
          expect(new Set(found).size).toBe(found.length);
        }
      }
    }
  }
});
