import { expect, test } from 'vitest';
import { saidIn } from '#media/said-in.ts';

const poster = (text: string) => saidIn({ text, qr: [], form: 'poster' });

test('what a messenger writes around a conversation is left out', () => {
  const said = [
    'Bu Sari Loker',
    'Dibutuhkan ART ke Riyadh',
    'berangkat hari ini juga',
    'visa umroh',
  ];
  const [name, ...lines] = said;
  const screen = [
    '17.49',
    name,
    'terakhir dilihat hari ini pukul 08.41',
    'Hari ini',
    ...lines,
    '08:41',
    '9:05 PM',
    'online',
    'sedang mengetik…',
    'Ketik pesan',
    'Message',
  ];
  expect(poster(screen.join('\n'))).toBe(said.join('\n'));
});

test.each([
  'Interview hari ini jam 08.00 di kantor',
  'Pesan tiket online sekarang',
  'Gaji 17.49 juta',
  'Yang terakhir dilihat petugas kemarin itu paspor saya, sekarang dipegang agen',
  'berangkat kemarin',
])('"%s" is said by somebody and stays', (line) => {
  expect(poster(line)).toBe(line);
});

test('a QR code is told once, and documents keep all their lines', () => {
  const code = 'https://wa.me/6281300000000';
  expect(saidIn({ text: 'Hubungi', qr: [code, code], form: 'poster' })).toBe(`Hubungi\n${code}`);
  expect(saidIn({ text: `Hubungi ${code}`, qr: [code], form: 'poster' })).toBe(`Hubungi ${code}`);
  expect(saidIn({ text: 'Hari ini\n08.41', qr: [], form: 'pdf' })).toBe('Hari ini\n08.41');
});
