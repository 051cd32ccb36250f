import { expect, test } from 'vitest';
import { readPhrase } from '#rulebook/phrase-notation.ts';

const classes = new Map([['pay', ['gaji', 'uang lembur']]]);
const read = (phrase: string) => readPhrase(phrase, classes);

test('expands alternatives of several words and optional words', () => {
  expect(read('bayar (dulu|di muka)').length).toBe(2);
  expect(read('uang (saku)? fit').map((s) => s.length)).toEqual([3, 2]);
  expect(read('$pay <money>').map((s) => s.length)).toEqual([2, 3]);
});

test.each([
  ['', 'an empty phrase'],
  ['_ bayar', 'begins or ends with a gap'],
  ['bayar _', 'begins or ends with a gap'],
  ['a1 _ __ b1', 'two gaps'],
  ['(a|b', 'brackets do not match'],
  ['a b)', 'brackets do not match'],
  ['(a|)', 'an empty choice'],
  ['$nothing', 'no word class "$nothing"'],
  ['<amount>', 'no token "<amount>"'],
  ['ba,yar', 'cannot read "ba,yar"'],
  ['(a)?', 'may be empty'],
])('refuses %j and says why', (phrase, message) => {
  expect(() => read(phrase)).toThrow(message);
});
