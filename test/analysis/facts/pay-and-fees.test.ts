import { expect, test } from 'vitest';
import { bot } from '../../support/bot.ts';

const payOf = (text: string) => {
  const { pay } = bot.analyse(text).facts;
  return pay && `${pay.min}-${pay.max} ${pay.currency} ${pay.per}`;
};
const feesOf = (text: string) =>
  bot.analyse(text).facts.fees.map((f) => `${f.amount} ${f.currency}`);

test.each([
  ['in pictures', '💵 15jt - 25jt, Laos', '15000000-25000000 IDR month'],
  ['carried home', 'sebulan bisa bawa pulang dua belas juta', '12000000-12000000 IDR month'],
  ['with an upper end told apart', 'Gaji 5jt + bonus sampai 10jt', '5000000-10000000 IDR month'],
  ['by the day where nobody says so', 'Butuh orang panen, upah 120 ewu', '120000-120000 IDR day'],
  ['by the piece where nobody says so', 'Tiap tugas dibayar 8 ribu', '8000-8000 IDR task'],
  ['of a body, once', 'butuh pendonor ginjal, dibayar 200jt', '200000000-200000000 IDR task'],
  ['said in two digits', 'gajinya satu delapan, pasar lama', '1800000-1800000 IDR month'],
  ['of a day in hundreds', 'dibayar 80 + nasi kotak', '80000-80000 IDR day'],
  ['in a range of tenths', 'Kasir toko. 2,5–3,5. Libur Jumat', '2500000-3500000 IDR month'],
  ['half a range in tenths', 'HR Officer. 7–8,5. Melamar', '7000000-8500000 IDR month'],
  ['through a portal', 'Loker admin gudang 4,1jt via JobStreet', '4100000-4100000 IDR month'],
  ['of work with a knife', 'Job Australia potong domba 2.500 dolar', '2500-2500 AUD month'],
  ['not of the training', 'Training dibayar 50rb/hari. Gaji 2,8 jt', '2800000-2800000 IDR month'],
  ['beside a bonus', 'Feeder tambak. 2,7jt + bonus panen', '2700000-2700000 IDR month'],
  ['beside an incentive', 'gapok 2,6 + insentif 2 jt', '2600000-2600000 IDR month'],
  ['per half a day', 'Juru bahasa, 300rb setengah hari', '300000-300000 IDR day'],
  ['behind a number of times', 'cerita 10x sehari, 2 jt, makan', '2000000-2000000 IDR month'],
  ['before a word like a currency', 'Gajih 1,5 + sare + dahar', '1500000-1500000 IDR month'],
  ['in dollars nobody names', 'Gaji 800-1200 dibantu lembur', '800-1200 USD month'],
  [
    'of more than a month abroad',
    'Bangkok, promosi aplikasi, 22 jt',
    '22000000-22000000 IDR month',
  ],
  ['of two people', 'Gajine 1.5 juta loro wong', '1500000-1500000 IDR month'],
  ['in the weeks of a school', 'Magang SMK, uang transport 35rb/hari', '35000-35000 IDR day'],
  ['of a student abroad', 'Magang di Penang, allowance RM900', '900-900 MYR month'],
  ['least in Sundanese', 'Gajih pangleutikna SAR 1.500', '1500-null SAR month'],
  ['in Jawa Serang beside "I"', 'Sawah kite, sedina satus ewu', '100000-100000 IDR day'],
])('reads pay %s', (_, text, pay) => expect(payOf(text)).toBe(pay));

test.each([
  ['what a recruiter gets for each', 'Sponsor dapat fee 3 jt/kepala'],
  ['what a father gets', 'Bapak dapat dua puluh juta'],
  ['what the husband is given', 'Kuwait. Uang suami 7jt'],
  ['what is left for the family', 'Duit keur nu ditinggalkeun 8 juta'],
  ['rent', 'Gaji UMK, mess 150rb sebulan'],
  ['a discount', 'malam ini dapat diskon 5jt'],
  ['what a deposit yields', 'modal RM200 dapat balik RM320'],
  ['a share', 'jaga parkir, bagi hasil 60. Daftar'],
  ['a course', 'kursus bahasa Jepang N4 4 bulan Rp 4,2 jt'],
  ['the price of a place', 'Mlebu pabrik jalur ormas, 15 juta'],
])('takes %s for no pay', (_, text) => expect(payOf(text)).toBeNull());

test.each([
  ['a price before its first part', 'Limang juta, dipanjer sejuta', '5000000 IDR,1000000 IDR'],
  ['the whole and its first part', 'Total 65 jt, DP 20 jt', '65000000 IDR,20000000 IDR'],
  ['now and later', '1,5jt di depan sisanya 3 jt', '1500000 IDR,3000000 IDR'],
  ['prices by sex', 'Lanang 8 yute, wadon 5 yute', '8000000 IDR,5000000 IDR'],
  ['a sum, not its instalments', 'Kos RM1,500 potong gaji RM300 x 5', '1500 MYR'],
  ['an answer to a question', 'Biaya? 58jt', '58000000 IDR'],
  ['what is paid to the one who offers', 'Sama saya 13 jt aja', '13000000 IDR'],
  ['millions that are left out', 'Bayar ke saya 40, lunas', '40000000 IDR'],
  ['an order in English', 'Pay USD 450 embassy processing', '450 USD'],
  ['millions in English', 'Total you spend around 30M', '30000000 IDR'],
  ['what "only" asks after all', 'cukup ganti uang rokok 2,5 jt', '2500000 IDR'],
  ['what must be paid', 'harus ditutup dulu 1.850.000', '1850000 IDR'],
  ['a thing before a bracket', 'beli kit (sepatu, rompi) Rp 475.000', '475000 IDR'],
  ['a course by the week', 'Training 1 minggu bayar 28 jt', '28000000 IDR'],
  ['what has to be paid to leave', 'setahun kudu mbayar selawe juta', '25000000 IDR'],
  ['what the applicant bears', 'tiket 9,5 jt ditanggung mhs', '9500000 IDR'],
  ['the price of a place at work', 'formasi titipan. 35 juta', '35000000 IDR'],
  ['sixty in Javanese', 'Bayar swidak juta', '60000000 IDR'],
  ['behind pay by the hour', 'Pay $15 per hour, deposit $200', '200 USD'],
])('reads as fee %s', (_, text, fees) => expect(feesOf(text).join(',')).toBe(fees));

test.each([
  ['what is paid back', 'ongkos bis 700rb diganti'],
  ['what an office takes', 'sekitar 9-11 jt dibayar ke instansi'],
  ['what the boss pays', 'bos bayar 6 juta di depan'],
  ['what the one who offers puts by', 'saya udah siapin uangnya lima juta'],
  ['what the mother is given', 'tiket ditanggung, dikasih 500$ buat ibu'],
  ['no sum', 'yang minta bayar ratusan juta itu tipu'],
  ['what comes to an account', 'RM15 masuk akaun'],
  ['the way in', 'dua belas juta masuknya lewat pelabuhan'],
  ['a denied sale of a place', 'PPIC 7,5 jt. tidak menerima titipan lamaran'],
  ['a penalty', 'AED 15,000 penalty'],
  ['a bonus of a time', 'Pupuk 30 kg per petak, sedina 100rb'],
])('takes %s for no fee', (_, text) => expect(feesOf(text)).toEqual([]));
