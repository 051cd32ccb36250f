import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Pay, Place } from '#domain/offer.ts';
import { hotlinesFor, yearToShow } from '#reference/hotline-directory.ts';
import { loadReference } from '#reference/load-reference.ts';
import { loadReplies } from '#reference/load-replies.ts';
import { checkCompany, isFamous } from '#reference/p3mi-registry.ts';
import { judgePay } from '#reference/usual-pay.ts';
import { bot, someDay } from '../support/bot.ts';

const { reference } = bot;
const kecamatan =
  'Anyar, Bandung, Baros, Binuang, Bojonegara, Carenang, Cikande, Cikeusal, Cinangka, Ciomas, Ciruas, Gunungsari, Jawilan, Kibin, Kopo, Kragilan, Kramatwatu, Lebakwangi, Mancak, Pabuaran, Padarincang, Pamarayan, Petir, Pontang, Pulo Ampel, Tanara, Tirtayasa, Tunjung Teja, Waringinkurung';

test('all 29 kecamatan of Kabupaten Serang are known', () => {
  const known = reference.places.filter((p) => p.groups.includes('kecamatan'));
  expect(known.length).toBe(29);
  for (const name of kecamatan.split(', ')) {
    const { facts } = bot.analyse(`Butuh karyawan toko di kecamatan ${name}, gaji 2 juta`);
    expect({ name, found: facts.places.some((p) => p.groups.includes('kab-serang')) }).toEqual({
      name,
      found: true,
    });
  }
});

test.each([
  ['kamboja', 'Cambodia', 'closed'],
  ['Poipet', 'Cambodia', 'closed'],
  ['sihanoukville', 'Cambodia', 'closed'],
  ['Mae Sot', 'Thailand', 'partly'],
  ['myawaddy', 'Myanmar', 'closed'],
  ['🇰🇭', 'Cambodia', 'closed'],
  ['arab saudi', 'Saudi Arabia', 'partly'],
  ['hongkong', 'Hong Kong', 'open'],
])('%s is read as %s, placement %s', (name, country, placement) => {
  const [place] = bot.analyse(`kerja di ${name} gaji besar`).facts.places;
  expect([place?.name, place?.placement]).toEqual([country, placement]);
});

test('a flower and an attack are no places', () => {
  expect(bot.analyse('jual bibit bunga kamboja').facts.places).toEqual([]);
  expect(bot.analyse('musuh serang benteng').facts.places).toEqual([]);
});

test.each([
  ['PT Agesa Asa Jaya', 'found'],
  ['pt. agesa  asa jaya', 'found'],
  ['ASA JAYA', 'found'],
  ['PT Annur Prima Jaya', 'found'],
  ['PT Annur Jaya Prima', 'similar'],
  ['PT Nusa Sinar Perkasaa', 'similar'],
  ['PT Agesa Asa Raya', 'similar'],
  ['PT Mencari Untung Bahagia', 'not-found'],
  ['PT', 'not-found'],
])('%s is %s in the list of companies', (name, outcome) => {
  expect(checkCompany(name, reference)).toMatchObject({ outcome, listDate: '2026-09-17' });
});

test('a look-alike of two listed names never counts as found', () => {
  for (const [a, b] of [
    ['ANNUR JAYA', 'ANNUR PRIMA JAYA'],
    ['NUSA SINAR MAKMUR', 'NUSA SINAR PERKASA'],
    ['PRIMA DUTA SEJATI', 'PRIMA DUTA PERSADA'],
  ] as const) {
    const blend = `${a.split(' ').slice(0, -1).join(' ')} ${b.split(' ').at(-1)}X`;
    expect({ blend, outcome: checkCompany(blend, reference).outcome }).not.toEqual({
      blend,
      outcome: 'found',
    });
  }
});

test('famous employers are recognised with their legal form', () => {
  expect(isFamous('PT Pertamina (Persero)', reference)).toBe(true);
  expect(isFamous('PT Maju Jaya', reference)).toBe(false);
});

const place = (country: string, id = 'x'): Place => ({
  id,
  name: id,
  country,
  placement: country === 'ID' ? 'domestic' : 'open',
  groups: [],
  span: { start: 0, end: 0 },
});
const pay = (amount: number, currency = 'IDR', per: Pay['per'] = 'month'): Pay => ({
  min: amount,
  max: amount,
  currency,
  per,
  span: { start: 0, end: 0 },
});

test.each([
  ['the minimum wage in Serang', pay(5_178_521), 'factory', [place('ID', 'kab-serang')], 'usual'],
  [
    '25 million for a factory job at home',
    pay(25_000_000),
    'factory',
    [place('ID', 'kab-serang')],
    'far-above-usual',
  ],
  [
    '9 million for a factory job at home',
    pay(9_000_000),
    'factory',
    [place('ID', 'kab-serang')],
    'above-usual',
  ],
  [
    '9 million for a welder at home',
    pay(9_000_000),
    'craftsman',
    [place('ID', 'kab-serang')],
    'usual',
  ],
  ['NT$29,500 in Taiwan', pay(29_500, 'TWD'), 'factory', [place('TW')], 'usual'],
  ['NT$15,000 in Taiwan', pay(15_000, 'TWD'), 'factory', [place('TW')], 'below-minimum'],
  ['2.1 million won in Korea', pay(2_156_880, 'KRW'), 'factory', [place('KR')], 'usual'],
  ['10,320 won an hour in Korea', pay(10_320, 'KRW', 'hour'), 'factory', [place('KR')], 'usual'],
  [
    '25 million for a maid in Malaysia',
    pay(25_000_000),
    'household',
    [place('MY')],
    'far-above-usual',
  ],
  ['pay for one task', pay(15_000, 'IDR', 'task'), 'clicks', [], null],
  ['an unknown currency', pay(500, 'XXX'), 'factory', [place('MY')], null],
])('%s is judged by job and place', (_, amount, job, places, judgement) => {
  expect(judgePay(amount, job, places, reference.usualPay)).toBe(judgement);
});

test('every hotline has a source, a date and a number that a phone can call', () => {
  for (const h of reference.hotlines) {
    expect(h.number.replace(/\D/g, '').length).toBeGreaterThanOrEqual(3);
    expect(`${h.source} ${h.confidence}`).not.toMatch(/memory/i);
    expect(new Date(h['source-date']).getTime()).toBeLessThan(someDay.getTime());
  }
});

test('the nearest help comes first', () => {
  const ids = (country: string | null, harm: 'trafficking' | 'fraud' | null, emergency: boolean) =>
    hotlinesFor(reference.hotlines, { country, harm, emergency }).map((h) => h.id);
  expect(ids('KH', null, true).slice(0, 2)).toEqual(['phnom-penh', 'kemlu']);
  expect(ids('TW', null, true)).toContain('taiwan-1955');
  expect(ids('ID', null, true).slice(0, 2)).toEqual(['police', 'sapa']);
  expect(ids(null, null, true)[0]).toBe('kemlu');
  expect(ids('PW', null, true)[0]).toBe('kemlu');
  expect(ids('ID', 'fraud', false)[0]).toBe('police');
  expect(ids('MY', 'trafficking', false)[0]).toBe('kp2mi');
});

test('a number printed more than three years ago shows its year', () => {
  const kuwait = reference.hotlines.find((h) => h.id === 'kuwait')!;
  expect(yearToShow(kuwait, someDay)).toBe(2020);
  expect(yearToShow({ ...kuwait, 'last-verified': '2026-10-01' }, someDay)).toBe(null);
});

test('a chat spelling stands for one word only', () => {
  const variants = reference.spellings.map(([variant]) => variant);
  expect(new Set(variants).size).toBe(variants.length);
  expect(variants.length).toBeGreaterThanOrEqual(250);
});

const folder = mkdtempSync(join(tmpdir(), 'data-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['places.yaml', '- id: x\n', /places\.yaml: 0\.name/],
  ['hotlines.yaml', '- { id: x, nummber: 1 }\n', /hotlines\.yaml: 0\./],
  ['p3mi.csv', 'name,number\n', /p3mi\.csv: the first line/],
  ['spellings.yaml', 'tidak: [ga]\nbukan: [ga]\n', /spellings\.yaml: bukan: "ga" is tidak already/],
  ['usual-pay.yaml', '[', /usual-pay\.yaml: not YAML/],
])('a broken %s is told in one line', (name, content, message) => {
  cpSync('data', folder, { recursive: true });
  writeFileSync(join(folder, name), content);
  expect(() => loadReference(folder)).toThrow(message);
});

test('a missing data file is told by name', () => {
  cpSync('data', folder, { recursive: true });
  rmSync(join(folder, 'p3mi.csv'));
  expect(() => loadReference(folder)).toThrow('p3mi.csv: the file is missing');
});

test('both languages say everything, with the same placeholders', () => {
  const { id, en } = loadReplies('data');
  expect(Object.keys(en).sort()).toEqual(Object.keys(id).sort());
  cpSync('data', folder, { recursive: true });
  writeFileSync(join(folder, 'replies', 'en.yaml'), "hello: 'Hi {nobody}'\n");
  expect(() => loadReplies(folder)).toThrow(/en\.yaml/);
});
