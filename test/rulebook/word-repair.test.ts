import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WordRepair } from '#rulebook/word-repair.ts';

const repair = new WordRepair(
  [
    ['paspor', 10],
    ['kamboja', 11],
    ['berangkat', 12],
    ['penampungan', 13],
    ['hilang', 14],
    ['hidang', 15],
    ['gaji', 16],
  ],
  ['kambola'],
);
const symbols = (word: string) =>
  Uint8Array.from(word, (c) => (c === '?' ? 0 : c.charCodeAt(0) - 96));
const find = (word: string) => repair.find(symbols(word), word.length);

test('one letter lost, added, swapped or struck beside still gives the word', () => {
  expect(['pspor', 'paaspor', 'paspro', 'paspot', 'pasporr'].map(find)).toEqual([
    10, 10, 10, 10, 10,
  ]);
  expect(['kmboja', 'kamnoja', 'kambioja'].map(find)).toEqual([11, 11, 11]);
});

test('a word between two known ones stays unknown, and so does one that is everyday', () => {
  expect(find('hiang')).toBe(0);
  expect(find('kambola')).toBe(0);
  expect(find('kambolanya')).toBe(0);
});

test('short words are only repaired where letters look alike', () => {
  expect(find('gajl')).toBe(16);
  expect(find('gaju')).toBe(0);
});

test('masked letters give the only word that fits', () => {
  const matching = (word: string) => repair.matching(symbols(word), word.length);
  expect(matching('k?mboja')).toBe(11);
  expect(matching('p?sp?r')).toBe(10);
  expect(matching('hi?ang')).toBe(0);
  expect(matching('x?mboja')).toBe(0);
});

test('the same word gives the same answer, first and later, whatever came between', () => {
  const words = fc.stringMatching(/^[a-z]{1,30}$/);
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (list) => {
      const fresh = list.map((w) =>
        new WordRepair([['paspor', 10]], []).find(symbols(w), w.length),
      );
      const one = new WordRepair([['paspor', 10]], []);
      expect(list.map((w) => one.find(symbols(w), w.length))).toEqual(fresh);
      expect(list.map((w) => one.find(symbols(w), w.length))).toEqual(fresh);
    }),
    { numRuns: 50 },
  );
});
