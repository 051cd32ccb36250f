import { expect, test } from 'vitest';
import type { Pay, Place } from '#domain/offer.ts';
import { loadReference } from '#reference/load-reference.ts';
import { isMinimumWage, isMuchRupiahAbroad, judgePay } from '#reference/usual-pay.ts';

const { places, usualPay } = loadReference('data');
const span = { start: 0, end: 0 };

const placesOf = (...ids: string[]): Place[] =>
  ids.map((id) => {
    const place = places.find((p) => p.id === id);
    if (!place) throw new Error(`no place ${id}`);
    return { ...place, span };
  });

/** Pay as `IDR 5200000 month`; a range as `USD 800-1200 month`. */
const payOf = (text: string): Pay => {
  const [currency = '', amounts = '', per = 'month'] = text.split(' ');
  const [min = 0, max = min] = amounts.split('-').map(Number);
  return { min, max, currency, per: per as Pay['per'], span };
};

const judge = (pay: string, job: string | null, ...ids: string[]) =>
  judgePay(payOf(pay), job, placesOf(...ids), usualPay);

test.each([
  ['IDR 5178521 month', 'factory', 'cikande', 'usual'],
  ['IDR 5178521 month', 'factory', 'kab-serang', 'usual'],
  ['IDR 7500000 month', 'factory', 'kab-serang', 'usual'],
  ['IDR 8500000 month', 'factory', 'kab-serang', 'above-usual'],
  ['IDR 16000000 month', 'factory', 'kab-serang', 'far-above-usual'],
  ['IDR 1500000 month', 'factory', 'kab-serang', 'below-minimum'],
  ['IDR 200000 day', 'factory', 'serang-timur', 'usual'],
  ['IDR 1000000 day', null, 'kab-serang', 'far-above-usual'],
  ['IDR 5900000 month', 'factory', 'karawang', 'usual'],
  ['IDR 9000000 month', 'factory', 'kelapa-gading', 'usual'],
  ['IDR 6000000 month', 'plantation', 'west-kalimantan', 'usual'],
  ['IDR 2500000 month', 'shop', 'surakarta', 'usual'],
] as const)('%s for %s in %s is %s', (pay, job, place, judgement) => {
  expect(judge(pay, job, place)).toBe(judgement);
});

test.each([
  ['HKD 5100 month', 'household', 'hong-kong', 'usual'],
  ['HKD 3500 month', 'household', 'hong-kong', 'below-minimum'],
  ['TWD 29500 month', 'factory', 'taiwan', 'usual'],
  ['TWD 20000 month', 'caregiver', 'taiwan', 'usual'],
  ['TWD 20000 month', 'factory', 'taiwan', 'below-minimum'],
  ['MYR 1700 month', 'factory', 'johor', 'usual'],
  ['KRW 2300000 month', 'factory', 'south-korea', 'usual'],
  ['KRW 10320 hour', 'factory', 'south-korea', 'usual'],
  ['JPY 200000 month', 'caregiver', 'japan', 'usual'],
  ['EUR 2800 month', 'nurse', 'germany', 'usual'],
  ['SAR 5000 month', 'nurse', 'riyadh', 'usual'],
  ['SAR 5000 month', 'household', 'riyadh', 'above-usual'],
  ['SAR 1500 month', 'household', 'saudi-arabia', 'usual'],
  ['USD 800-1200 month', 'online-office', 'cambodia', 'far-above-usual'],
  ['USD 600 month', 'fishing', 'fiji', 'usual'],
  ['MYR 2800 month', 'factory', 'johor', 'top-of-usual'],
  ['MYR 57 day', 'factory', 'johor', 'usual'],
] as const)('%s for %s in %s is %s', (pay, job, place, judgement) => {
  expect(judge(pay, job, place)).toBe(judgement);
});

test('pay abroad in rupiah is converted: Korea is truly high, Cambodia is not', () => {
  expect(judge('IDR 25000000 month', 'factory', 'south-korea')).toBe('usual');
  expect(judge('IDR 25000000 month', 'online-office', 'cambodia')).toBe('far-above-usual');
  expect(judge('IDR 15000000 month', 'online-office', 'poipet')).toBe('above-usual');
  expect(judge('IDR 10500000 month', 'household', 'hong-kong')).toBe('usual');
});

test('skilled work at home may pay a multiple of the minimum wage', () => {
  expect(judge('IDR 15000000 month', 'craftsman', 'cilegon')).toBe('usual');
  expect(judge('IDR 15000000 month', 'cleaning', 'cilegon')).toBe('above-usual');
});

test('a week, a year and an hour are counted as months', () => {
  expect(judge('IDR 1200000 week', 'factory', 'kab-serang')).toBe('usual');
  expect(judge('AUD 60000 year', 'farm', 'australia')).toBe('usual');
  expect(judge('AUD 28 hour', 'farm', 'australia')).toBe('usual');
});

test('what cannot be known is not guessed', () => {
  expect(judge('IDR 20000000 contract', 'fishing', 'kab-serang')).toBeNull();
  expect(judge('IDR 500000 task', 'clicks')).toBeNull();
  expect(judge('IDR 20000000 month', null, 'abroad')).toBeNull();
  expect(judge('USD 3000 month', 'seafarer', 'japan')).toBeNull();
  expect(judge('USD 1500 month', 'factory')).toBeNull();
  expect(judge('EUR 1500 month', 'factory', 'mongolia')).toBeNull();
  expect(judgePay({ ...payOf('IDR 1'), min: null, max: null }, null, [], usualPay)).toBeNull();
});

test('a currency that only one country has stands for the country', () => {
  expect(judge('MYR 1800 month', 'factory')).toBe('usual');
  expect(judge('TWD 29500 month', 'factory')).toBe('usual');
  expect(judge('MYR 9000 month', 'plantation')).toBe('far-above-usual');
});

test('of a route the country without placement decides, else the best-paying', () => {
  expect(judge('IDR 20000000 month', null, 'malaysia', 'cambodia')).toBe('far-above-usual');
  expect(judge('IDR 20000000 month', null, 'malaysia', 'south-korea')).toBe('usual');
});

test('the table names only known places, families and currencies', () => {
  const families = new Set(usualPay.jobs.map((j) => j.id));
  const known = new Set(places.map((p) => p.id));
  const countries = new Set(places.map((p) => p.country));
  const wages = [...usualPay['minimum-wage'].keys(), ...usualPay['province-minimum'].keys()];
  for (const id of wages) expect(known).toContain(id);
  for (const [code, { currency, any, ...rows }] of Object.entries(usualPay.pay)) {
    expect(countries).toContain(code);
    expect(usualPay.rates['to-idr']).toHaveProperty(currency);
    expect(any.source).toBeTruthy();
    for (const family of Object.keys(rows)) expect(families).toContain(family);
  }
});

test('a word names one family of work', () => {
  const words = usualPay.jobs.flatMap((j) => j.words);
  expect(words.filter((w, i) => words.indexOf(w) !== i)).toEqual([]);
});

test.each([
  ['IDR 5200000 month', 'factory', 'cikande', true],
  ['IDR 5178521-6000000 month', 'factory', 'kab-serang', true],
  ['IDR 7500000 month', 'factory', 'kab-serang', false],
  ['IDR 3000000 month', 'factory', 'kab-serang', false],
  ['HKD 5100 month', 'household', 'hong-kong', true],
  ['TWD 20000 month', 'caregiver', 'taiwan', true],
  ['TWD 20000 month', 'factory', 'taiwan', false],
  ['KRW 10320 hour', 'factory', 'south-korea', true],
  ['USD 5100 month', 'household', 'hong-kong', false],
  ['IDR 5178521 contract', 'factory', 'kab-serang', false],
] as const)('%s for %s in %s is the minimum wage: %s', (pay, job, place, expected) => {
  expect(isMinimumWage(payOf(pay), job, placesOf(place), usualPay)).toBe(expected);
});

test.each([
  ['IDR 18000000 month', 'japan', true],
  ['IDR 9000000 month', 'malaysia', true],
  ['IDR 6000000 month', 'riyadh', false],
  ['IDR 18000000 month', 'kab-serang', false],
  ['JPY 180000 month', 'japan', false],
  ['IDR 60000000 task', 'thailand', false],
] as const)('%s in %s is much rupiah for work abroad: %s', (pay, place, expected) => {
  expect(isMuchRupiahAbroad(payOf(pay), placesOf(place), usualPay)).toBe(expected);
});
