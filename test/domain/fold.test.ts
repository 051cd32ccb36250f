import { expect, test } from 'vitest';
import { codePointAt } from '#domain/fold.ts';

test('a pair is one character, half a pair stands alone', () => {
  const text = 'a🔥\ud835b\udd25';
  expect([0, 1, 3, 4, 5].map((i) => codePointAt(text, i))).toEqual([
    0x61, 0x1f525, 0xd835, 0x62, 0xdd25,
  ]);
});

// Often, because only compiled code read past the end; see the docstring of `codePointAt`.
test('a text cut within a pair ends there, however often it is read', () => {
  const cut = '𝐠𝐚𝐣𝐢 '.repeat(1_000).slice(0, 9 * 900 + 7);
  expect(cut.charCodeAt(cut.length - 1)).toBe(0xd835);
  for (let i = 0; i < 50_000; i++) {
    if (codePointAt(cut, i % 8_000) && codePointAt(cut, cut.length - 1) !== 0xd835) {
      throw new Error(`read past the end at run ${i}`);
    }
  }
});
