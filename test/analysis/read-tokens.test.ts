import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseVocabulary, tokensOf, vocabularyWith } from '../support/read.ts';

const vocabulary = vocabularyWith(
  ...['gaji', 'potensi', 'paspor', 'ijazah', 'p3mi', 'orang', 'gratis', 'kamboja', 'bayar', 'dulu'],
  ...['kerja', 'lokasi', 'medis', 'dokumen', 'rumah', 'berangkat', 'penampungan', 'tahanan'],
);
/** Token texts whose word is known. */
function known(text: string): string[] {
  const tokens = tokensOf(text, vocabulary);
  return Array.from({ length: tokens.count }, (_, i) => i)
    .filter((i) => tokens.ids[i]! >= 8)
    .map((i) => tokens.slice(i, i));
}

test.each([
  ['capitals', 'GAJI'],
  ['an ending', 'gajinya'],
  ['repeated letters', 'gaaajiiii'],
  ['Cyrillic look-alikes', 'gаjі'],
  ['mathematical bold', '𝐠𝐚𝐣𝐢'],
  ['squared letters', '🅶🅰🅹🅸'],
  ['full width', 'ｇａｊｉ'],
  ['invisible characters', 'g\u200ba\u2060j\u00adi'],
  ['combining marks', 'g̶a̶j̶i̶'],
  ['digits for letters', 'g4j1'],
  ['letters set apart', 'g a j i'],
  ['dots between letters', 'g.a.j.i'],
  ['Greek, Armenian, Coptic and Lisu look-alikes', 'рαѕроr'],
  ['Armenian look-alikes', 'օrаոg'],
  ['a letter that is a sign of money elsewhere', 'g₳ji'],
  ['letters in brackets', '🄖🄐🄙🄘'],
  ['Greek letters in bold', 'g𝛂ji'],
  ['a masked vowel', 'k*mboja'],
  ['two masked letters', 'p*sp*r'],
  ['an at sign for a', 'g@ji'],
  ['a dollar sign for s', 'pa$por'],
  ['an exclamation mark for i', 'grat!s'],
  ['a digit first', '6aji'],
  ['a letter lost', 'kmboja'],
  ['two letters swapped', 'kabmoja'],
  ['the key beside', 'berangkar'],
  ['a letter too many', 'kambojja'],
  ['a slip before an ending', 'kmbojanya'],
  ['rn for m, as in a picture', 'rurnah'],
  ['cl for d, as in a picture', 'clokumen'],
  ['several letters misread', 'penarnpvngon'],
])('reads %s as the plain word and quotes it as written', (_, written) => {
  expect(known(`ada ${written} pada sini`)).toEqual([written]);
});

test('reads capital I and small l that OCR mixes up', () => {
  expect(known('GRATlS dan ljazah')).toEqual(['GRATlS', 'ljazah']);
});

test.each([
  ['a word with another first letter', 'vokasi'],
  ['an everyday word one letter away', 'tahapan'],
  ['a word two letters away', 'kembija'],
  ['a short word one letter away', 'bumah'],
  ['bold marks between words', '*gajian*ku*'],
])('leaves %s what it is', (_, written) => {
  expect(known(`ada ${written} pada sini`).filter((w) => w !== 'gajian')).toEqual([]);
});

test('reads words run together as the words they are, each with its own place', () => {
  expect(known('ayo bayardulu')).toEqual(['bayar', 'dulu']);
  expect(known('BayarGajiDulu')).toEqual(['Bayar', 'Gaji', 'Dulu']);
  expect(known('bayarxdulu')).toEqual([]);
});

test('line breaks between nearly all words are no pauses, nor is one inside an amount', () => {
  const pauses = (text: string) => [...tokensOf(text).pauses.slice(1, tokensOf(text).count)];
  const broken = 'gaji besar kerja di luar negeri tanpa syarat'.replaceAll(' ', '\n');
  expect(pauses(broken)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(pauses('gaji 5\njuta')).toEqual([0, 0]);
  expect(pauses('umur 25\nJuta')).toEqual([0, 1]);
});

test('keeps known words with digits and splits numbers from their units', () => {
  expect(known('p3mi orang2 8juta')).toEqual(['p3mi', 'orang2', 'juta']);
});

test('reads a passive written in two words as one, not the places that begin alike', () => {
  const passives = vocabularyWith('disekap', 'ditahan', 'dikasih', 'disini', 'dibawah', 'rumah');
  const quotes = (text: string) => {
    const tokens = tokensOf(text, passives);
    return Array.from({ length: tokens.count }, (_, i) => tokens.slice(i, i));
  };
  expect(quotes('dia di sekap')).toEqual(['dia', 'di sekap']);
  expect(quotes('paspor d tahan, g d ksh')).toEqual(['paspor', 'd tahan', 'g', 'd ksh']);
  expect(quotes('di sini di bawah di rumah')).toEqual(['di', 'sini', 'di', 'bawah', 'di', 'rumah']);
});

test.each([
  ['1.500.000', 1_500_000],
  ['30.0OO.000', 30_000_000],
  ['18', 18],
])('reads the number %s', (written, value) => {
  expect(tokensOf(written).values[0]).toBe(value);
});

test('ends sentences at full stops, empty lines and list marks, not at wrapped lines', () => {
  const pauses = (text: string) => [...tokensOf(text).pauses.slice(1, tokensOf(text).count)];
  expect(pauses('gaji besar. potong')).toEqual([0, 2]);
  expect(pauses('gaji\npotong')).toEqual([1]);
  expect(pauses('gaji\n\npotong')).toEqual([2]);
  expect(pauses('gaji\n✅ potong')).toEqual([2]);
  expect(pauses('gaji, potong')).toEqual([1]);
});

test('every token is a true slice of the text, in order, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const tokens = tokensOf(text, baseVocabulary);
      let end = 0;
      for (let i = 0; i < tokens.count; i++) {
        expect(tokens.starts[i]).toBeGreaterThanOrEqual(end);
        end = tokens.ends[i]!;
        expect(end).toBeGreaterThan(tokens.starts[i]!);
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 2_000 },
  );
});
