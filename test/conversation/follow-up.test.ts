import { expect, test } from 'vitest';
import { showQuote } from '#conversation/compose-reply.ts';
import { readAnswer } from '#conversation/follow-up.ts';
import { bot } from '../support/bot.ts';

const question = (id: string) => bot.questions.find((q) => q.id === id)!;

test.each([
  ['already-gave', '1', '1'],
  ['already-gave', 'Sudah', '1'],
  ['already-gave', 'udah kak', '1'],
  ['already-gave', 'belum.', '2'],
  ['already-gave', 'tidak tahu', '3'],
  ['already-gave', 'gak tau min', '3'],
  ['pays-anything', 'ya', '1'],
  ['pays-anything', 'tidak ada', '3'],
  ['which-visa', 'visa umroh', '2'],
  ['which-visa', 'visa kerja', '1'],
  ['age', '16', '1'],
  ['safe-now', 'tidak aman', '2'],
  ['already-gave', 'hmm', null],
  ['already-gave', 'ini ada lowongan baru di Taiwan gajinya besar, gimana?', null],
])('the answer to %s "%s" is understood as choice %s', (id, text, choice) => {
  expect(readAnswer(question(id), text)?.id ?? null).toBe(choice);
});

test('a quote is one short line without markup, numbers to call and links', () => {
  expect(showQuote('bayar *dulu*\nke 0812-3456-7890 atau wa.me/6281234')).toBe(
    'bayar dulu ke … atau …',
  );
  expect(showQuote('kata '.repeat(60)).length).toBeLessThanOrEqual(81);
  expect(showQuote('gaji 15.000.000')).toBe('gaji 15.000.000');
});
