import { expect, test } from 'vitest';
import { readAnswer } from '#conversation/read-answer.ts';
import { bot } from '../support/bot.ts';

const question = (id: string) => bot.questions.find((q) => q.id === id)!;
const choiceOf = (id: string, text: string) => readAnswer(question(id), text)?.choice.id ?? null;

test.each([
  ['already-gave', '1', '1'],
  ['already-gave', 'nomor 2', '2'],
  ['already-gave', 'Sudah', '1'],
  ['already-gave', 'udaaah kak', '1'],
  ['already-gave', 'iya', '1'],
  ['already-gave', 'iya belum kak', '2'],
  ['already-gave', 'belum bayar apa-apa', '2'],
  ['already-gave', 'sdh transfer 2jt kemarin', '1'],
  ['already-gave', 'tidak tahu', '3'],
  ['already-gave', 'gak tau min', '3'],
  ['already-gave', 'parantos', '1'],
  ['already-gave', 'durung', '2'],
  ['already-gave', 'not yet', '2'],
  ['pays-anything', 'ya', '1'],
  ['pays-anything', 'ngga ada', '3'],
  ['pays-anything', 'gratis kok', '3'],
  ['pays-anything', 'malah dikasih uang 5 juta', '2'],
  ['which-visa', 'pakai visa umroh', '2'],
  ['which-visa', 'bukan visa kerja, turis', '2'],
  ['which-visa', 'visa kerja', '1'],
  ['age', 'umur 16 tahun', '1'],
  ['age', '22', '2'],
  ['contract-before', 'ada', '1'],
  ['contract-before', 'tidak ada', '2'],
  ['safe-now', 'aman', '1'],
  ['safe-now', 'tidak aman', '2'],
  ['safe-now', 'ini untuk anak saya', '3'],
  ['country', 'di indonesia', '1'],
  ['country', 'luar negeri', '2'],
])('%s: "%s" is choice %s', (id, text, choice) => {
  expect(choiceOf(id, text)).toBe(choice);
});

test.each([
  ['already-gave', 'hmm'],
  ['already-gave', ''],
  ['already-gave', '🙏'],
  ['age', '7'],
  ['which-visa', 'tolong'],
  ['already-gave', 'kata '.repeat(30)],
])('%s: "%s" is no answer', (id, text) => {
  expect(choiceOf(id, text)).toBe(null);
});

test('of a longer text only the beginning answers', () => {
  expect(choiceOf('already-gave', 'sudah transfer tiga juta ke rekening bu sari kemarin')).toBe(
    '1',
  );
  expect(choiceOf('already-gave', 'ini lowongan baru di Taiwan gajinya besar belum tahu PT')).toBe(
    null,
  );
});

test('an answer is sure where the text is nothing else', () => {
  expect(readAnswer(question('already-gave'), 'belum')?.sure).toBe(true);
  expect(readAnswer(question('already-gave'), 'kayaknya belum')).toMatchObject({
    sure: false,
    first: false,
  });
});

test('every choice is chosen by its number and by its label in both languages', () => {
  for (const q of bot.questions) {
    for (const c of q.choices) {
      for (const text of [c.id, c.label.id, c.label.en, c.label.id.toUpperCase()]) {
        expect([q.id, text, readAnswer(q, text)?.choice.id]).toEqual([q.id, text, c.id]);
      }
    }
  }
});
