import fc from 'fast-check';
import { expect, test } from 'vitest';
import { marked, piecesOf } from '#dashboard/marked.ts';

test('spans that overlap or lie in each other are cut at their borders', () => {
  const spans = [
    { start: 0, end: 5 },
    { start: 3, end: 8 },
    { start: 4, end: 5 },
  ];
  expect(piecesOf('abcdefghij', spans)).toEqual([
    { text: 'abc', spans: [0] },
    { text: 'd', spans: [0, 1] },
    { text: 'e', spans: [0, 1, 2] },
    { text: 'fgh', spans: [1] },
    { text: 'ij', spans: [] },
  ]);
});

test('each number stands once, behind the end of its span, and text stays text', () => {
  const { markup } = marked('<b> dan &', [
    { start: 0, end: 3 },
    { start: 0, end: 9 },
  ]);
  expect(markup).toContain('&lt;b&gt;');
  expect(markup.match(/#temuan-1"/g)).toHaveLength(1);
  expect(markup.match(/#temuan-2"/g)).toHaveLength(1);
  expect(markup.indexOf('#temuan-1"')).toBeLessThan(markup.indexOf(' dan '));
});

test('no letter is lost or doubled, whatever the spans', () => {
  const span = fc
    .tuple(fc.nat(30), fc.nat(12))
    .map(([start, n]) => ({ start, end: start + n + 1 }));
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.array(span, { maxLength: 8 }), (text, spans) => {
      const pieces = piecesOf(text, spans);
      expect(pieces.map((p) => p.text).join('')).toBe(text);
      for (const { text: words, spans: holding } of pieces) {
        if (words) expect(new Set(holding).size).toBe(holding.length);
      }
    }),
  );
});
