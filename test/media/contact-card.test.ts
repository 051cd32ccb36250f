import { expect, test } from 'vitest';
import { readContactCard } from '#media/contact-card.ts';

const card = (lines: string) =>
  readContactCard(new TextEncoder().encode(`BEGIN:VCARD\r\n${lines}\r\nEND:VCARD\r\n`));

test('name, company, numbers and notes of a card are told, its photo is not', () => {
  const reading = card(
    'VERSION:3.0\r\nN:Penyalur;Bu Sri;;;\r\nFN:Bu Sri Penyalur\r\nORG:PT Contoh;Cabang Serang\r\n' +
      'item1.TEL;type=CELL;waid=6281300000000:+62 813-0000-0000\r\nNOTE:Kirim KTP\\, KK\r\n dulu\r\nPHOTO;ENCODING=b:AAAA',
  );
  expect(reading).toMatchObject({
    ok: true,
    form: 'card',
    text: 'Bu Sri Penyalur\nPT Contoh Cabang Serang\n+62 813-0000-0000\nKirim KTP, KKdulu',
  });
});

test('an old card in quoted-printable is told with its accents', () => {
  expect(card('FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ag=C3=A9n =\r\nJaya')).toMatchObject({
    text: 'Agén Jaya',
  });
});

test('a card without anything to tell, and one as large as a book, are refused', () => {
  expect(card('VERSION:3.0')).toEqual({ ok: false, reason: 'damaged' });
  expect(card(`NOTE:${'x'.repeat(300_000)}`)).toEqual({ ok: false, reason: 'too-large' });
});
