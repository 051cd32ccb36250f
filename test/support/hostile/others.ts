import sharp from 'sharp';
import { type HostileFile, hostile } from './hostile-file.ts';

/** Begins like one thing and goes on like another. */
async function polyglots(): Promise<HostileFile[]> {
  const jpeg = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#fff' } })
    .jpeg()
    .toBuffer();
  const after = (text: string) => Buffer.concat([jpeg, Buffer.from(text, 'latin1')]);
  return [
    hostile('a JPEG with a program behind it', after('<?php system($_GET[0]); ?>'), 'no-text'),
    hostile('a JPEG with a zip behind it', after('PK\x03\x04\x14\0'), 'no-text'),
    hostile('a JPEG with a PDF behind it', after('%PDF-1.7\n1 0 obj\n'), 'no-text'),
    hostile(
      'a GIF that is a script',
      'GIF89a/*\0\0\0\0\0*/=1;alert(1)//',
      'damaged',
      'no-text',
      'too-large',
    ),
    hostile('a PDF that is a zip', '%PDF-1.4\nPK\x03\x04\x14\0', 'damaged'),
    hostile('a zip that is a PDF', 'PK\x03\x04%PDF-1.4\n', 'damaged'),
    hostile('a page that calls itself a PDF', '%PDF-<script>alert(1)</script>', 'damaged'),
    hostile(
      'a card that goes on as a PNG',
      'BEGIN:VCARD\n\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
      'damaged',
    ),
  ];
}

/** What we do not read, whatever it is called. */
const strange = (): HostileFile[] =>
  (
    [
      ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
      [
        'an SVG with a declaration',
        '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
      ],
      ['a page', '<!doctype html><script src=//x></script>'],
      ['a program for Windows', 'MZ\x90\0\x03\0\0\0'],
      ['a program for Linux', '\x7fELF\x02\x01\x01'],
      ['a program for Java', '\xca\xfe\xba\xbe\0\0\0\x34'],
      ['WebAssembly', '\0asm\x01\0\0\0'],
      ['a script', '#!/bin/sh\nrm -rf /\n'],
      ['an old Word file', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
      ['rich text', '{\\rtf1\\ansi halo}'],
      ['a RAR', 'Rar!\x1a\x07\x01\0'],
      ['a 7z', '7z\xbc\xaf\x27\x1c\0\x04'],
      ['a gzip', '\x1f\x8b\x08\0\0\0\0\0'],
      ['a bzip2', 'BZh91AY&SY'],
      ['an empty zip', 'PK\x05\x06'],
      ['a BMP', 'BM\x36\0\0\0\0\0\0\0\x36\0\0\0'],
      ['an icon', '\0\0\x01\0\x01\0\x10\x10'],
      ['a PSD', '8BPS\0\x01'],
      ['PostScript', '%!PS-Adobe-3.0\n(halo) show'],
      ['a database', 'SQLite format 3\0'],
      ['plain text', 'Loker Kamboja gaji 15 juta'],
      ['text of UTF-16', '\xff\xfel\0o\0k\0e\0r\0'],
      ['a JSON', '{"text":"loker"}'],
      ['a sound that is none', 'OggS'],
      ['an MP3', 'ID3\x03\0'],
      ['an AMR', '#!AMR\n'],
      ['a WAV', 'RIFF\x24\0\0\0WAVEfmt '],
      ['an M4A', '\0\0\0\x20ftypM4A '],
      ['an MP4', '\0\0\0\x20ftypisom'],
      ['a 3GP', '\0\0\0\x20ftyp3gp4'],
      ['a Matroska', '\x1aE\xdf\xa3'],
      ['one byte', 'x'],
      ['nothing', ''],
      ['256 zeros', '\0'.repeat(256)],
      ['1 MB of zeros', '\0'.repeat(1_000_000)],
    ] as const
  ).map(([name, content]) => {
    const says = /sound|MP3|AMR|WAV|M4A/.test(name)
      ? 'voice'
      : /MP4|3GP|Matroska/.test(name)
        ? 'video'
        : 'unknown-type';
    return hostile(name, content, says);
  });

const card = (...lines: string[]): string => ['BEGIN:VCARD', ...lines, 'END:VCARD'].join('\r\n');

function cards(): HostileFile[] {
  const many = Array.from({ length: 20_000 }, (_, i) => `TEL:${i}`);
  return [
    hostile('a card above its limit', card(`NOTE:${'x'.repeat(262_144)}`), 'too-large'),
    hostile('a card of 20,000 numbers', card(...many), 'text'),
    hostile('a name of 250 kB', card(`FN:${'x'.repeat(250_000)}`), 'text'),
    hostile('a name in 80,000 folds', card(`FN:x${'\r\n y'.repeat(60_000)}`), 'text'),
    hostile(
      'a name of quoted signs',
      card(`FN;ENCODING=QUOTED-PRINTABLE:${'=E2'.repeat(80_000)}`),
      'text',
    ),
    hostile(
      'a name of quoted line ends',
      card(`FN;ENCODING=QUOTED-PRINTABLE:${'a=\r\n'.repeat(60_000)}`),
      'text',
    ),
    hostile('a name of 250,000 semicolons', card(`N:x`, `FN:${';'.repeat(250_000)}`), 'damaged'),
    hostile('a name of spaces', card(`FN:${' '.repeat(250_000)}`), 'damaged'),
    hostile('10,000 cards', `${card('FN:Pak Agen')}\r\n`.repeat(6_000), 'text'),
    hostile('cards within cards', 'BEGIN:VCARD\r\n'.repeat(15_000), 'damaged'),
    hostile('a card without an end', 'BEGIN:VCARD\r\nFN:Pak Agen', 'text'),
    hostile(
      'a card with a photo',
      card('FN:Pak Agen', `PHOTO;ENCODING=b:${'A'.repeat(200_000)}`),
      'text',
    ),
    hostile('a card with NUL and markup', card('FN:\0<script>alert(1)</script>\u202e'), 'text'),
    hostile('a card of broken UTF-8', card('FN:\xff\xfe\xfd'), 'text'),
    hostile('a card with a mark before it', `\xef\xbb\xbf${card('FN:Pak Agen')}`, 'text'),
    hostile('a card with 50,000 parameters', card(`FN${';X=1'.repeat(50_000)}:Pak Agen`), 'text'),
    hostile('an empty card', card(), 'damaged'),
  ];
}

export const hostileOthers = async (): Promise<HostileFile[]> => [
  ...(await polyglots()),
  ...strange(),
  ...cards(),
];
