import { expect, test } from 'vitest';
import {
  bubble,
  fill,
  fitReasons,
  numbered,
  quoteLengthMax,
  replyLengthMax,
  showQuote,
} from '#conversation/compose-reply.ts';

test('a quote is one short line', () => {
  expect(showQuote('bayar\ndulu\n\n sekarang')).toBe('bayar dulu sekarang');
  expect(showQuote('kata '.repeat(60)).length).toBeLessThanOrEqual(quoteLengthMax);
  expect(showQuote('kata '.repeat(60))).toMatch(/kata…$/);
  expect(showQuote('a'.repeat(500)).length).toBeLessThanOrEqual(quoteLengthMax);
});

test('markup in a quote cannot change the reply', () => {
  expect(showQuote('*bayar* _dulu_ ~~`x`~~ "aman" <b>')).toBe('bayar dulu x aman b');
  expect(showQuote('a\u202eb\u200bc\u0000d')).not.toMatch(/\p{C}/u);
});

test.each([
  'wa.me/6281234567890',
  'https://bit.ly/loker-x',
  'www.kerja-bagus.xyz',
  'kerja-jerman-id.com',
  'hrd@pertamina-karir.com',
  '0812-3456-7890',
  '+62 812 3456 7890',
  '0812.3456.7890',
  '081234567890',
  '1234567890',
  '@admin_kerja',
])('%s is not passed on', (contact) => {
  expect(showQuote(`daftar ke ${contact} ya`)).toBe('daftar ke … ya');
});

test.each([
  'gaji 15.000.000',
  'Rp 5.000.000 - 7.000.000',
  'umur 18-35',
  'bayar 2,5 juta',
  'PT. Maju',
])('a quote keeps "%s"', (quote) => expect(showQuote(quote)).toBe(quote));

test('a template without its value is a bug, not a hole in the text', () => {
  expect(fill('Tanya {hotline}.', { hotline: 'KP2MI' })).toBe('Tanya KP2MI.');
  expect(() => fill('Tanya {hotline}.')).toThrow(RangeError);
});

test('values are put in as they are', () => {
  expect(fill('"{quote}"', { quote: '{says} $1 $&' })).toBe('"{says} $1 $&"');
});

test('steps are numbered, empty parts are left out', () => {
  expect(numbered(['Simpan {x}.', 'Tanya.'], { x: 'pesan' })).toBe('1. Simpan pesan.\n2. Tanya.');
  expect(bubble('a', '', 'b')).toBe('a\n\nb');
});

test('long reasons give way until the whole answer fits, steps do not', () => {
  const question = { text: 'x'.repeat(200), choices: [] };
  const [answer, ask] = fitReasons((count) => `langkah ${'r'.repeat(300 * count)}`, question);
  expect(answer?.text).toBe(`langkah ${'r'.repeat(600)}`);
  expect(answer!.text.length + ask!.text.length).toBeLessThanOrEqual(replyLengthMax);
});
