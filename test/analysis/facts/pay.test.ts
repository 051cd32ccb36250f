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
  ['Gaji telung yuto setengah, saben wulan dikirimi sejuta', '3500000-3500000 IDR month'],
  ['Gaji 400 dolar: 100 buat pegangan, 300 disimpan', '400-400 USD month'],
  ['gaji 2,8 - 3jt, potong gaji bulan pertama 500rb', '2800000-3000000 IDR month'],
  ['Agent fee 1500 OMR. Salary 90 OMR', '90-90 OMR month'],
  ['Fee mengajar 200rb/jam asal beli akun mentor 399 rb', '200000-200000 IDR hour'],
  ['Kasir karaoke keluarga, tutup jam 10. 2,4. Pake seragam', '2400000-2400000 IDR month'],
  ['gaji 3jt-3,8', '3000000-3800000 IDR month'],
  ['Gapok UMK Cilegon 5,47 + komisi', '5470000-5470000 IDR month'],
  ['Makan 3x. 1,9jt sebulan', '1900000-1900000 IDR month'],
  ['Dicari orang masak, 1,9 sebulan', '1900000-1900000 IDR month'],
  ['Salary from Rp 5.6M', '5600000-null IDR month'],
  ['Gapok 900$ + komisi', '900-900 USD month'],
  ['RM3.OOO - RM5.OOO tiap bulan', '3000-5000 MYR month'],
  ['Bos cari tukang 180, kenek 140, makan ditanggung', '140000-180000 IDR day'],
  ['Bongkar pabrik, harian 170, nginep di proyek', '170000-170000 IDR day'],
  ['Setrika, sekilo 1200. Bisa pulang pergi', '1200-1200 IDR task'],
  ['petik melati, 12rb sekilo', '12000-12000 IDR task'],
  ['tenaga harian kantor, gajih 3,9', '3900000-3900000 IDR month'],
  ['Open admin olshop WFH jam bebas 3-5 jt', '3000000-5000000 IDR month'],
  ['Magang di dealer, uang saku 2jt, seragam', '2000000-2000000 IDR month'],
  ['700 ringgit sebulan, 3 bulan pertama dipotong', '700-700 MYR month'],
  ['Gajihna gede 8 juta mun daek lembur', '8000000-8000000 IDR month'],
])('reads the pay of "%s"', (text, pay) => expect(payOf(text)).toBe(pay));

test.each([
  ['a fee alone', 'Masuk pabrik lewat orang dalam, bayar 5 juta'],
  ['pocket money for the family', 'Keluarga pegang uang saku 10 juta sebelum terbang'],
  ['an amount beside a fee, without a word', '3,5jt masuk, DP 1jt dulu, sisanya 2jt'],
  ['money that the family is given', 'bapak digei duit limang juta disit'],
  ['money left with the parents', 'Kanggo wong tuwa ditinggali telung yuto'],
  ['money for somebody at home', 'ibu terima 3 juta buat anak'],
  ['a price', 'Paket 380jt garansi uang kembali'],
  ['what somebody brings', 'sudah siapin uangnya lima juta nanti sore saya antar'],
  ['money sent to a number', 'kartu kuning Rp 275rb ke 0857-8812-3300'],
  ['heads of households', 'terima penyadap, 15 kk'],
  ['a Javanese word like a currency', 'Sing tiga minggu takon kerja Taiwan'],
  ['a job that is named like a fee, without an amount', 'loker admin gudang'],
  ['a name that ends like a currency', 'Butuh drafter AutoCAD 3D'],
])('reads no pay in %s', (_, text) => expect(payOf(text)).toBe(null));

test.each([
  ['admin saya cuma 1,8.', ['1800000 IDR']],
  ['Paket 47 jt, DP 10 jt', ['47000000 IDR', '10000000 IDR']],
  ['processing fee USD 450 and visa bond USD 900', ['450 USD', '900 USD']],
  ['kartu kuning Rp 275rb ke 0857-8812-3300', ['275000 IDR']],
  ['Deposit jaminan tidak kabur 50jt', ['50000000 IDR']],
  ['potong gaji bulan pertama 500rb', ['500000 IDR']],
  ['biaya 55, bisa jaminan sertifikat', ['55000000 IDR']],
  ['kampus narik 12 juta utk visa', ['12000000 IDR']],
  ['boleh pulang asal ganti biaya keberangkatan 2.000 USD', []],
  ['kalo putus ganti 15jt', []],
  ['pulang dikasih modal usaha 6 juta', []],
  ['biaya 0 rupiah', []],
  ['Posisi admin rekam medis 5,6jt', []],
])('reads the fees of "%s"', (text, fees) => expect(feesOf(text)).toEqual(fees));

test('fees keep the currency that is written, and the place does not change it', () => {
  expect(feesOf('Job Canada, biaya visa bond USD 900')).toEqual(['900 USD']);
  expect(feesOf('Loker Taiwan, biaya proses Rp 78.000.000')).toEqual(['78000000 IDR']);
  expect(feesOf('dana medical Rp 1.900.000 ke rekening saya')).toEqual(['1900000 IDR']);
});
