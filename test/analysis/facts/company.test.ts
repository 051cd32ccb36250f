import { expect, test } from 'vitest';
import { bot } from '../../support/bot.ts';

const companyOf = (text: string) => bot.analyse(text).facts.company?.name ?? null;

test.each([
  ['a legal form', 'Loker PT Maju Terus Jaya, Cikande', 'PT Maju Terus Jaya'],
  ['a legal form with a dot', 'HRD PT. Sinar Abadi membuka lowongan', 'PT. Sinar Abadi'],
  ['a legal form in a text without capitals', 'loker pt zetaprima, cikande', 'pt zetaprima'],
  ['capitals', 'DIBUTUHKAN SEGERA PT GARUDA KENCANA', 'PT GARUDA KENCANA'],
  ['a legal form at the end of a line', 'Transfer ke rekening a.n. CV Berkah\nSegera', 'CV Berkah'],
  ['a kind of firm and its name', 'Di warung nasi Ceu Onah butuh orang', 'warung nasi Ceu Onah'],
  ['a kind of two words', 'Toko bahan bangunan Mekar Sari', 'Toko bahan bangunan Mekar Sari'],
  ['a name in quotes', 'kedai kopi "Lain Waktu", Serang', 'kedai kopi "Lain Waktu'],
  [
    'a Malaysian ending',
    'hubungi Sazana Food Industries Sdn Bhd',
    'Sazana Food Industries Sdn Bhd',
  ],
  ['an English ending', 'shortlisted for Maple Orchard Fresh Ltd', 'Maple Orchard Fresh Ltd'],
  ['a hospital by its place', 'RSUD Serang buka lowongan', 'RSUD Serang'],
  [
    'the legal form before a shop',
    'Interview di Hotel Melati. HRD PT Chandra Jaya',
    'PT Chandra Jaya',
  ],
])('reads %s', (_, text, name) => expect(companyOf(text)).toBe(name));

test.each([
  ['a denied legal form', 'TANPA PT langsung majikan'],
  ['a denied way', 'ga lewat PT Indonesia, langsung bos'],
  ['a form before a bracket', 'warung nasi di Mekkah (bukan PT). Perlu 2 cewek'],
  ['a form in a list of papers', 'Bawa CV, KTP dan ijazah'],
  ['a hotel that is only placed', 'kerja di hotel Doha, bersih kamar'],
  ['a landmark', 'kumpul di warung Mak Iti, depan warung Pak RT'],
  ['a school somebody comes from', 'lulusan SMK Pertanian boleh daftar'],
  ['the end of a sentence', 'dokumen disimpan klinik. Nama ibu dirahasiakan'],
])('takes %s for no company', (_, text) => expect(companyOf(text)).toBeNull());
