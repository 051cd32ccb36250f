import { expect, test } from 'vitest';
import { sayDebt } from '#conversation/debt.ts';
import { bot, someDay } from '../support/bot.ts';

const voice = {
  language: 'id' as const,
  texts: bot.replies.id,
  rulebook: bot.rulebook,
  hotlines: bot.reference.hotlines,
  now: someDay,
};
const debtIn = (text: string) => sayDebt(voice, bot.analyse(text), text);

test.each([
  ['gaji 10 juta per bulan, potong gaji 7 bulan', 'Rp10 juta × 7 bulan = Rp70 juta'],
  [
    'gaji 8 juta sebulan, dipotong 2 juta per bulan selama 9 bulan',
    'Rp2 juta × 9 bulan = Rp18 juta',
  ],
  ['gaji RM1700 sebulan, potong RM500 sebulan 6 bulan', 'MYR 500 × 6 bulan = MYR 3.000'],
  ['gaji 12 juta sebulan, biaya 60 juta bisa dicicil', 'Rp60 juta itu sekitar 5 bulan gaji'],
])('%s', (offer, says) => {
  expect(debtIn(`Kerja di Taiwan, ${offer}, hubungi bu Sari`)).toContain(says);
});

test.each([
  'Kerja di Taiwan, potong gaji 7 bulan, hubungi bu Sari',
  'Kerja di Taiwan gaji 10 juta per bulan, kontrak 3 tahun, hubungi bu Sari',
  'Kerja di Taiwan gaji 10 juta per bulan, tidak ada potongan gaji, hubungi bu Sari',
  'Toko sembako, gaji 2 juta sebulan, seragam 100 ribu',
])('nothing is computed of "%s"', (offer) => expect(debtIn(offer)).toBe(''));
