import { expect, test } from 'vitest';
import { bot } from '../../support/bot.ts';

const payOf = (text: string) => {
  const { pay } = bot.analyse(text).facts;
  return pay && `${pay.min}-${pay.max} ${pay.currency} ${pay.per}`;
};
const feesOf = (text: string) =>
  bot.analyse(text).facts.fees.map((f) => `${f.amount} ${f.currency}`);

test.each([
  ['Loker Taiwan, gaji 29500 sebulan', '29500-29500 TWD month'],
  ['Loker Hongkong gaji 5.100 dolar', '5100-5100 HKD month'],
  ['Kerja Kamboja gaji 1.200 dolar', '1200-1200 USD month'],
  ['Loker Qatar gaji 1.800 riyal', '1800-1800 QAR month'],
  ['Kerja Arab Saudi gaji 1.500 real', '1500-1500 SAR month'],
  ['Loker Bahrain gaji 120 dinar', '120-120 BHD month'],
  ['Kerja Malaysia gaji 1.700', '1700-1700 MYR month'],
  ['Tukang 200rb kenek 150rb sehari', '150000-200000 IDR day'],
  ['Waiter USD 1.100, cleaner USD 800', '800-1100 USD month'],
  ['Butuh kuli, upah 170/hr', '170000-170000 IDR day'],
  ['gaji pokok 5jt, lembur 8jt', '5000000-5000000 IDR month'],
  ['ajak teman dapat 2 juta, gaji 4 juta', '4000000-4000000 IDR month'],
])('reads the pay of "%s"', (text, pay) => expect(payOf(text)).toBe(pay));

test.each([
  ['a fee alone', 'Masuk pabrik lewat orang dalam, bayar 5 juta'],
  ['pocket money for the family', 'Keluarga pegang uang saku 10 juta sebelum terbang'],
  ['an amount beside a fee, without a word', '3,5jt masuk, DP 1jt dulu, sisanya 2jt'],
  ['a name that ends like a currency', 'Butuh drafter AutoCAD 3D'],
])('reads no pay in %s', (_, text) => expect(payOf(text)).toBe(null));

test('fees keep the currency that is written, and the place does not change it', () => {
  expect(feesOf('Job Canada, biaya visa bond USD 900')).toEqual(['900 USD']);
  expect(feesOf('Loker Taiwan, biaya proses Rp 78.000.000')).toEqual(['78000000 IDR']);
  expect(feesOf('dana medical Rp 1.900.000 ke rekening saya')).toEqual(['1900000 IDR']);
});
