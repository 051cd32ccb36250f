import { expect, test } from 'vitest';
import { amountsOf } from '../../support/read.ts';

/** Every form of writing and saying money that the lexicon names, one amount a line. */
test.each([
  // digits and separators
  ['1.500.000', '1500000'],
  ['Rp1.500.000,-', '1500000 IDR'],
  ['Rp 5.088.000', '5088000 IDR'],
  ['1,5 juta', '1500000'],
  ['1.5jt', '1500000'],
  ['NT 28.590', '28590 TWD'],
  ['Rp. 4.000.000,00', '4000000 IDR'],
  // units
  ['500rb', '500000'],
  ['500 ribu', '500000'],
  ['500k', '500000'],
  ['lima ratus rebu', '500000'],
  ['limang atus ewu', '500000'],
  ['5 jt', '5000000'],
  ['5 jeti', '5000000'],
  ['limang yuta', '5000000'],
  ['1,2 milyar', '1200000000'],
  // words in four languages
  ['satu juta lima ratus', '1500000'],
  ['dua belas juta', '12000000'],
  ['tilu juta', '3000000'],
  ['telung yuta setengah', '3500000'],
  ['patang yuta', '4000000'],
  ['genep juta', '6000000'],
  ['limolas yuta', '15000000'],
  ['rolas yuta', '12000000'],
  ['selawe yuta', '25000000'],
  ['dalapan ratus rebu', '800000'],
  ['salapan juta', '9000000'],
  ['seket ewu', '50000'],
  ['sejuta', '1000000'],
  ['sajuta', '1000000'],
  ['satus ewu', '100000'],
  ['satengah juta', '500000'],
  ['fifteen million', '15000000'],
  ['puluhan juta', '10000000-'],
  ['belasan juta', '11000000-'],
  ['ratusan ribu', '100000-'],
  // slang
  ['goceng', '5000 IDR'],
  ['ceban', '10000 IDR'],
  ['noban', '20000 IDR'],
  ['goban', '50000 IDR'],
  ['cepek', '100000 IDR'],
  ['sejeti', '1000000 IDR'],
  // ranges: the unit of the end holds for the beginning
  ['3 - 5jt', '3000000-5000000'],
  ['8–10 jt', '8000000-10000000'],
  ['10 sampai 15 juta', '10000000-15000000'],
  ['10 nepi ka 15 juta', '10000000-15000000'],
  ['10 tekan 15 yuta', '10000000-15000000'],
  ['12jt s/d 15jt', '12000000-15000000'],
  ['empat setengah sampai lima juta', '4500000-5000000'],
  ['Rp 4.000.000 - Rp 5.000.000', '4000000-5000000 IDR'],
  // about, from, up to
  ['8jt-an', '8000000'],
  ['25 jutaan', '25000000'],
  ['mulai 5jt', '5000000-'],
  ['hingga 9 juta', '-9000000'],
  ['5jt ke atas lebih', '5000000'],
  // currencies
  ['5 juta 500 ribu perak', '5500000 IDR'],
  ['RM 1,700', '1700 MYR'],
  ['2.000 ringgit', '2000 MYR'],
  ['NT$28.590', '28590 TWD'],
  ['HK$ 5.100', '5100 HKD'],
  ['US$ 900', '900 USD'],
  ['800 USDT', '800 USD'],
  ['S$800', '800 SGD'],
  ['SAR 1.500', '1500 SAR'],
  ['1.500 dirham', '1500 AED'],
  ['2.100.000 won', '2100000 KRW'],
  ['185 ribu yen', '185000 JPY'],
  ['2.700 euro', '2700 EUR'],
  ['25.000 baht', '25000 THB'],
  ['฿25.000', '25000 THB'],
  ['KD 120', '120 KWD'],
  ['1.200 dolar', '1200 DOL'],
  ['1.000 real', '1000 RIY'],
])('reads %s', (text, wanted) => {
  const [amount, ...more] = amountsOf(`dapat ${text}`).amounts;
  expect(more).toEqual([]);
  const { min, max, currency } = amount!;
  const range = min === max ? `${min}` : `${min ?? ''}-${max ?? ''}`;
  expect(currency ? `${range} ${currency}` : range).toBe(wanted);
});

test.each([
  ['ages', 'usia 18 - 35 tahun'],
  ['heights', 'tinggi min 155 cm'],
  ['hours', 'jam 08.00-17.00'],
  ['dates', 'tanggal 12-01-2026 atau 12/1/26'],
  ['counts', 'butuh 25 orang, kuota 100'],
  ['neighbourhoods', 'RT 03/05 RW 12'],
  ['road kilometres', 'Jl. Raya Serang Km 71,5'],
  ['regulations', 'UU 18/2017 pasal 30, No. 118/HRD/2026'],
  ['shifts', '3 shift, 6 hari kerja'],
  ['phone numbers', 'wa 0812-9999-1234, +62 812 3456 7890'],
  ['years', 'gaji 2026 belum naik'],
  ['a share', 'dibayar 50 %'],
  ['days paid', 'digaji 26 hari'],
  ['digits of pay', 'gaji 2 digit'],
  ['a word that ends like a unit', '1.900 ke rekening'],
])('takes %s for no money', (_, text) => {
  expect(amountsOf(text).amounts).toEqual([]);
});

/** What the amount is for, and the period it is given for. */
test.each([
  ['gaji 5jt sebulan', 'pay month'],
  ['upah Rp 150.000,-/hari', 'pay day'],
  ['5jt bersih per bulan', 'pay month'],
  ['dibayar harian 120rb', 'pay day'],
  ['bayar 100rb sehari', 'pay day'],
  ['upah 170/hr', 'pay day'],
  ['gaji 7,5', 'pay –'],
  ['gaji 29500', 'pay –'],
  ['borongan 3.500 per kaos', 'pay task'],
  ['sekali datang 75rb', 'none task'],
  ['75rb sekali datang', 'none task'],
  ['1 dus 400rb', 'none task'],
  ['per pasang 85rb', 'none task'],
  ['1 hari 100rb', 'none day'],
  ['saminggu lima ratus rebu', 'none week'],
  ['biaya admin 3,5jt', 'fee –'],
  ['daftar 120rb', 'fee –'],
  ['bayar 2jt di muka', 'fee –'],
  ['3,5jt masuk', 'fee –'],
  ['Rp 850.000 bayar dimuka', 'fee –'],
  ['pendaftaran tigang juta setengah', 'fee –'],
  ['uang saku 5 juta', 'pocket –'],
  ['denda 50jt', 'penalty –'],
  ['kalau batal ganti 5 juta', 'penalty –'],
  ['ajak 2 teman dapat 5 juta', 'extra –'],
  ['lembur 20rb', 'extra –'],
])('tells what %s is for', (text, wanted) => {
  const { role, per } = amountsOf(text).amounts[0]!;
  expect(`${role} ${per ?? '–'}`).toBe(wanted);
});

test('what is added to pay is no fee, and a fee stays one beside pay', () => {
  const roles = (text: string) => amountsOf(text).amounts.map((a) => a.role);
  expect(roles('upah 125rb/hari + pulsa 50rb')).toEqual(['pay', 'extra']);
  expect(roles('gaji 5jt, biaya 2jt dulu')).toEqual(['pay', 'fee']);
  expect(roles('gaji 5jt potong 2jt')).toEqual(['pay', 'fee']);
});
