import { expect, test } from 'vitest';
import { amountsOf } from '../../support/read.ts';

test.each([
  ['gaji 3 - 5jt', '3000000-5000000 – – pay'],
  ['8–10 jt/bln', '8000000-10000000 – month none'],
  ['10 sampai 15 juta per bulan', '10000000-15000000 – month none'],
  ['4,5jt-6jt', '4500000-6000000 – – none'],
  ['12jt s/d 15jt', '12000000-15000000 – – none'],
  ['8jt-an', '8000000-8000000 – – none'],
  ['5 juta 500 ribu', '5500000-5500000 – – none'],
  ['satu juta lima ratus', '1500000-1500000 – – none'],
  ['dua juta setengah', '2500000-2500000 – – none'],
  ['satu setengah juta', '1500000-1500000 – – none'],
  ['dua koma lima juta', '2500000-2500000 – – none'],
  ['Rp 1.500.000,-', '1500000-1500000 IDR – none'],
  ['Rp5.000.000/bulan', '5000000-5000000 IDR month none'],
  ['NT$28.590', '28590-28590 TWD – none'],
  ['gapok 800 s/d 1.200 USD', '800-1200 USD – pay'],
  ['puluhan juta', '10000000-? – – none'],
  ['2.500.000', '2500000-2500000 – – none'],
  ['biaya 3,5 jt transfer dulu', '3500000-3500000 – – fee'],
  ['seratus lima puluh ribu', '150000-150000 – – none'],
  ['saminggu lima ratus rebu', '500000-500000 – week none'],
  ['bayarane telung yuta', '3000000-3000000 – – pay'],
  ['Rp 30.0OO.000/ BLN', '30000000-30000000 IDR month none'],
  ['HOK 100.000/hari', '100000-100000 – day pay'],
  ['RM 1,700', '1700-1700 MYR – none'],
  ['1.118 yen per jam', '1118-1118 JPY hour none'],
  ['10,320 won/hour', '10320-10320 KRW hour none'],
  ['gaji 250 ribu per hari', '250000-250000 – day pay'],
  ['5jt potong gaji 6x', '5000000-5000000 – – fee'],
  ['15rb per like', '15000-15000 – task none'],
  ['gopek', '500-500 IDR – none'],
])('reads %s', (text, wanted) => {
  const [amount, ...more] = amountsOf(text).amounts;
  expect(more).toEqual([]);
  const { min, max, currency, per, role } = amount!;
  expect(`${min}-${max ?? '?'} ${currency ?? '–'} ${per ?? '–'} ${role}`).toBe(wanted);
});

test.each([
  ['an age', 'umur 18-35 tahun'],
  ['a head count', 'butuh 10 orang'],
  ['a regulation', 'UU 18/2017'],
  ['an address', 'jl raya Serang km 14 no 5'],
  ['a phone number', 'hubungi 0812-3456-7890 atau 081234567890'],
  ['a time', 'jam 07.30 sampai 16.00'],
  ['a height', 'tinggi 160cm'],
  ['a shift', '3 shift 8 jam'],
])('takes %s for no money', (_, text) => {
  expect(amountsOf(text).amounts).toEqual([]);
});

test('joins an amount into one token that quotes it whole', () => {
  const { tokens, amounts } = amountsOf('gajinya lima setengah juta sebulan ya');
  expect(tokens.slice(amounts[0]!.token, amounts[0]!.token)).toBe('lima setengah juta');
});

test.each([
  ['O821 7733 O916', 'phone'],
  ['+855 12 813 282', 'phone'],
  ['0857.1234.5678', 'phone'],
  ['wa.me/6281234567890', 'chat-link'],
  ['https://t.me/kerja_bagus', 'chat-link'],
  ['bit.ly/abc', 'link'],
  ['hrd@pabrik.co.id', 'email'],
  ['@studi_start', 'handle'],
  ['siskop2mi.bp2mi.go.id', 'link'],
])('reads the contact %s whole', (text, kind) => {
  const { contacts } = amountsOf(`Hubungi ${text} ya`);
  expect(contacts.map((c) => [c.kind, c.text])).toEqual([[kind, text]]);
});

test('a full stop without a space is no link', () => {
  expect(amountsOf('gaji 5jt per bulan.Minat hubungi').contacts).toEqual([]);
});

test.each([
  ['tele budi_kerja77', 'budi_kerja77'],
  ['IG ladang.nihon01', 'ladang.nihon01'],
  ['kerja-enak.example/id', 'kerja-enak.example/id'],
])('reads the name in "%s" as a contact', (text, contact) => {
  expect(amountsOf(`hubungi ${text} ya`).contacts.map((c) => c.text)).toEqual([contact]);
});

test('a price each and a known word behind a service are no contacts', () => {
  expect(amountsOf('2 malam @125rb').contacts).toEqual([]);
  expect(amountsOf('buka akun SISKOP2MI dulu').contacts).toEqual([]);
});
