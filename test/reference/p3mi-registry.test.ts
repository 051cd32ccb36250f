import { expect, test } from 'vitest';
import { loadReference } from '#reference/load-reference.ts';
import { checkCompany, isFamous, plainCompanyName } from '#reference/p3mi-registry.ts';

const reference = loadReference('data');
const check = (name: string) => checkCompany(name, reference);

test('legal form, capitals, dots and spaces do not matter', () => {
  for (const name of [
    'PT. PRIMA DUTA SEJATI',
    'pt prima duta sejati',
    'P.T. Prima  Duta Sejati',
    'PT.Prima Duta Sejati (P3MI)',
    'Primaduta Sejati',
  ]) {
    expect(check(name)).toEqual({
      outcome: 'found',
      name: 'PT. PRIMA DUTA SEJATI',
      number: '9120109350345',
      listDate: '2026-09-17',
    });
  }
  expect(plainCompanyName('CV. Maju-Jaya, Tbk')).toBe('maju jaya');
});

test('every name of the list is found as itself', () => {
  for (const { name } of reference.p3mi) {
    const found = check(name);
    expect(found.outcome).toBe('found');
    expect(plainCompanyName(found.name!)).toBe(plainCompanyName(name));
  }
});

test.each([
  ['ASA JAYA', 'AGESA ASA JAYA'],
  ['ANNUR JAYA', 'ANNUR PRIMA JAYA'],
  ['BUMI MAS CITRA MANDIRI', 'BUMI MAS ANTARNUSA'],
  ['MILLENIUM MUDA MAKMUR', 'MILLENIUM MUDA MANDIRI'],
  ['NUSA SINAR MAKMUR', 'NUSA SINAR PERKASA'],
  ['PRIMA DUTA SEJATI', 'PRIMA DUTA PERSADA'],
  ['PUTRI MANDIRI ABADI', 'AINI PUTRI MANDIRI ABADI'],
  ['AHWA INTERNATIONAL RESOURCE', 'AHWA GLOBAL SUKSES'],
])('%s and %s are two companies and never vouch for each other', (one, other) => {
  for (const name of [one, other]) {
    const found = check(name);
    if (found.outcome !== 'found') continue;
    expect(plainCompanyName(found.name!)).toBe(plainCompanyName(name));
  }
  expect([check(one).outcome, check(other).outcome]).toContain('found');
});

test.each([
  'PT Annur Makmur Jaya',
  'PT Millenium Muda Mandir',
  'PT Nusa Sinar Perkasa Abadi',
  'PT Prima Duta Sejati Cabang Serang',
  'PT Bumi Mas Citra',
  'PT Aiko Negara Dahha',
])('%s is only similar, without a number', (name) => {
  const found = check(name);
  expect(found.outcome).toBe('similar');
  expect(found).not.toHaveProperty('number');
});

test('a name that is nothing like the list is not found', () => {
  for (const name of ['PT Karangan Sendiri Belaka', 'PT', '', '🙂', 'Nikomas']) {
    expect(check(name)).toEqual({ outcome: 'not-found', listDate: '2026-09-17' });
  }
});

test('a listed company without a number gives none', () => {
  expect(check('PT Amalia Rozikin Jaya')).toMatchObject({ outcome: 'found' });
  expect(check('PT Amalia Rozikin Jaya')).not.toHaveProperty('number');
  // Printed twice with two numbers: neither is told.
  expect(check('PT Daya Heldia Abadi')).not.toHaveProperty('number');
});

test('a revoked or suspended licence is told, also of a company in the list', () => {
  expect(check('PT Multi Intan Amanah Internasional').revoked).toEqual({
    what: {
      id: 'izin penempatan dicabut',
      su: 'ijin panempatanana dicabut',
      jv: 'izin penempatane dicabut',
      en: 'placement licence revoked',
    },
    date: '2026-01-29',
  });
  expect(check('Setia Mulia Kridatama')).toMatchObject({
    outcome: 'found',
    revoked: { what: { id: 'izin dibekukan sebagian' } },
  });
  expect(check('PT Putri Samawa').revoked?.date).toBe('2025-07-08');
});

test('famous names are known in their usual forms', () => {
  for (const name of [
    'PT Pertamina (Persero)',
    'PT KAI',
    'Kereta Api Indonesia',
    'PT Nikomas Gemilang',
    'PT Krakatau Steel Tbk',
    'BCA',
    'PT Djarum Kudus',
    'Chandra Asri',
    'PT Bank Mandiri',
    'Garuda',
  ]) {
    expect(isFamous(name, reference), name).toBe(true);
  }
});

test('a name that only shares an ordinary word with a famous one is not famous', () => {
  for (const name of ['PT Mandiri Jaya', 'CV Garuda Mas', 'PT Astra Kencana', 'Toko Maju', '']) {
    expect(isFamous(name, reference), name).toBe(false);
  }
});

test('the list is the copy of 17 September 2026 with 526 companies', () => {
  expect(reference.p3mi).toHaveLength(526);
  for (const { listDate } of reference.p3mi) expect(listDate).toBe('2026-09-17');
});
