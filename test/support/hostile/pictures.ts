import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { cutShort, type HostileFile, hostile, spoil } from './hostile-file.ts';

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([word(data.length), named, word(crc32(named))]);
}

type Header = { width: number; height: number; depth?: number; colour?: number };
/** A PNG put together by hand: `rows` is what its pixels are said to be. */
function png(
  { width, height, depth = 1, colour = 0 }: Header,
  rows: Uint8Array,
  ...more: Buffer[]
) {
  const head = Buffer.concat([word(width), word(height), Buffer.from([depth, colour, 0, 0, 0])]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    ...more,
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const whiteRows = (height: number, bytes: number): Buffer => {
  const rows = Buffer.alloc(height * (bytes + 1), 255);
  for (let y = 0; y < height; y++) rows[y * (bytes + 1)] = 0;
  return rows;
};
const packed = (text: string): Buffer =>
  Buffer.concat([Buffer.from('note\0\0', 'latin1'), deflateSync(Buffer.from(text))]);

function pngs(): HostileFile[] {
  const few = whiteRows(4, 8);
  const said = (width: number, height: number) => png({ width, height }, few);
  const long = 'x'.repeat(10_000_000);
  const frames = Array.from({ length: 500 }, () => chunk('fcTL', Buffer.alloc(26)));
  return [
    hostile('a PNG said to be 65,500 × 65,500', said(65_500, 65_500), 'too-large'),
    hostile('a PNG said to be 2 billion wide', said(2_147_483_647, 1), 'too-large', 'damaged'),
    hostile('a PNG of width 0', said(0, 10), 'damaged'),
    hostile('a PNG of a negative width', said(4_000_000_000, 10), 'damaged'),
    hostile(
      'a PNG of 50,000 × 1',
      png({ width: 50_000, height: 1 }, whiteRows(1, 6_250)),
      'no-text',
    ),
    hostile(
      'a PNG of 1 × 50,000',
      png({ width: 1, height: 50_000 }, whiteRows(50_000, 1)),
      'no-text',
    ),
    hostile(
      'a PNG of 50,000 × 20',
      png({ width: 50_000, height: 20 }, whiteRows(20, 6_250)),
      'no-text',
    ),
    hostile('a PNG of 1 × 1', png({ width: 1, height: 1 }, whiteRows(1, 1)), 'no-text'),
    hostile(
      'a PNG bomb of 900 million pixels in 110 kB',
      png({ width: 30_000, height: 30_000 }, whiteRows(30_000, 3_750)),
      'too-large',
    ),
    hostile(
      'a PNG just below the limit',
      png({ width: 7_000, height: 7_000 }, whiteRows(7_000, 875)),
      'no-text',
    ),
    hostile(
      'a PNG of 16 bits',
      png({ width: 400, height: 400, depth: 16, colour: 6 }, whiteRows(400, 3_200)),
      'no-text',
    ),
    hostile('a PNG with a depth of 3', png({ width: 64, height: 64, depth: 3 }, few), 'damaged'),
    hostile('a PNG of colour 5', png({ width: 64, height: 64, colour: 5 }, few), 'damaged'),
    hostile(
      'a PNG without its palette',
      png({ width: 64, height: 64, depth: 8, colour: 3 }, whiteRows(64, 64)),
      'damaged',
      'no-text',
    ),
    hostile(
      'a PNG with 10 MB of packed text',
      png({ width: 64, height: 64 }, whiteRows(64, 8), chunk('zTXt', packed(long))),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PNG with a packed profile of 10 MB',
      png({ width: 64, height: 64 }, whiteRows(64, 8), chunk('iCCP', packed(long))),
      'no-text',
      'damaged',
    ),
    hostile(
      'an animated PNG of 500 frames',
      png(
        { width: 64, height: 64 },
        whiteRows(64, 8),
        chunk('acTL', Buffer.concat([word(500), word(0)])),
        ...frames,
      ),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PNG with 5,000 chunks',
      png(
        { width: 64, height: 64 },
        whiteRows(64, 8),
        ...Array.from({ length: 5_000 }, () => chunk('tEXt', Buffer.from('a\0b'))),
      ),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PNG with a chunk longer than the file',
      Buffer.concat([said(64, 64).subarray(0, 33), word(0x7fffffff), Buffer.from('IDATx')]),
      'damaged',
      'no-text',
    ),
    hostile(
      'a PNG with more pixels than told',
      png({ width: 64, height: 64 }, Buffer.alloc(5_000_000)),
      'no-text',
      'damaged',
    ),
    hostile('only the mark of a PNG', '\x89PNG\r\n\x1a\n', 'damaged'),
  ];
}

/** A small picture with nothing to read on it. */
const plain = (): Sharp =>
  sharp({ create: { width: 160, height: 20, channels: 3, background: '#88aacc' } });

/** Changes the size that a JPEG says it has. */
function saidToBe(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  const at = changed.findIndex(
    (_, i) => changed[i] === 0xff && (changed[i + 1] === 0xc0 || changed[i + 1] === 0xc2),
  );
  changed.writeUInt16BE(height, at + 5);
  changed.writeUInt16BE(width, at + 7);
  return changed;
}

/** A progressive JPEG whose last scan comes `count` times: each is worked through. */
function manyScans(jpeg: Buffer, count: number): Buffer {
  const from = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
  const scan = jpeg.subarray(from, -2);
  return Buffer.concat([
    jpeg.subarray(0, from),
    ...Array.from({ length: count }, () => scan),
    jpeg.subarray(-2),
  ]);
}

async function jpegs(): Promise<HostileFile[]> {
  const jpeg = await plain().jpeg().toBuffer();
  const progressive = await plain().jpeg({ progressive: true }).toBuffer();
  const turned = await Promise.all(
    [0, 2, 6, 7, 9].map(async (n) =>
      hostile(
        `a JPEG turned ${n}`,
        await plain()
          .withMetadata({ orientation: Math.min(8, n) || 1 })
          .jpeg()
          .toBuffer(),
        'no-text',
      ),
    ),
  );
  return [
    hostile('a JPEG of CMYK', await plain().toColourspace('cmyk').jpeg().toBuffer(), 'no-text'),
    hostile('a grey JPEG', await plain().greyscale().jpeg().toBuffer(), 'no-text'),
    hostile('a progressive JPEG', progressive, 'no-text'),
    hostile(
      'a JPEG of 2,000 scans',
      manyScans(progressive, 2_000),
      'no-text',
      'damaged',
      'too-slow',
    ),
    hostile('a JPEG said to be 65,500 × 65,500', saidToBe(jpeg, 65_500, 65_500), 'too-large'),
    hostile('a JPEG said to be 7,000 × 7,000', saidToBe(jpeg, 7_000, 7_000), 'no-text', 'damaged'),
    hostile('a JPEG of height 0', saidToBe(jpeg, 160, 0), 'damaged'),
    hostile(
      'a JPEG of 65,000 × 1',
      await plain().resize(65_000, 1, { fit: 'fill' }).jpeg().toBuffer(),
      'no-text',
    ),
    hostile(
      'a JPEG followed by 1 MB of zeros',
      Buffer.concat([jpeg, Buffer.alloc(1_000_000)]),
      'no-text',
    ),
    hostile('a JPEG followed by another', Buffer.concat([jpeg, jpeg]), 'no-text'),
    hostile('only the mark of a JPEG', '\xff\xd8\xff', 'damaged'),
    ...turned,
    ...cutShort('a JPEG', jpeg, 8),
    ...spoil('a JPEG', jpeg, 12),
    ...spoil('a progressive JPEG', progressive, 8),
  ];
}

/** A GIF by hand: a screen of any size, and frames of one pixel. */
function gif(width: number, height: number, frames: number): Buffer {
  const screen = Buffer.alloc(13);
  screen.write('GIF89a', 'latin1');
  screen.writeUInt16LE(width, 6);
  screen.writeUInt16LE(height, 8);
  screen[10] = 0x80;
  const palette = Buffer.from([0, 0, 0, 255, 255, 255]);
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  return Buffer.concat([
    screen,
    palette,
    ...Array.from({ length: frames }, () => frame),
    Buffer.from(';'),
  ]);
}

async function others(): Promise<HostileFile[]> {
  const pages = Buffer.alloc(64 * 64 * 3 * 40, 200);
  const strip = () =>
    sharp(pages, { raw: { width: 64, height: 64 * 40, channels: 3, pageHeight: 64 } });
  const [webp, tiff, avif] = [
    await plain().webp().toBuffer(),
    await plain().tiff().toBuffer(),
    await plain().avif({ effort: 0 }).toBuffer(),
  ];
  const plainGif = await plain().gif().toBuffer();
  const loop = Buffer.from(tiff);
  // The directory of a TIFF names itself as the next one.
  const directory = loop.readUInt32LE(4);
  loop.writeUInt32LE(directory, directory + 2 + loop.readUInt16LE(directory) * 12);
  return [
    hostile('an animated GIF', await strip().gif().toBuffer(), 'no-text'),
    hostile('an animated WebP', await strip().webp().toBuffer(), 'no-text'),
    hostile('a GIF of 3,000 frames', gif(64, 64, 3_000), 'no-text', 'damaged', 'too-large'),
    hostile(
      'a GIF with a screen of 65,535 × 65,535',
      gif(65_535, 65_535, 1),
      'too-large',
      'damaged',
      'no-text',
    ),
    hostile('a GIF without a frame', gif(64, 64, 0), 'damaged', 'no-text'),
    hostile('only the mark of a GIF', 'GIF89a', 'damaged'),
    hostile('a WebP said to be 16,384 × 16,384', saidWebp(), 'too-large', 'damaged'),
    hostile('only the mark of a WebP', 'RIFF\x10\0\0\0WEBP', 'damaged'),
    hostile('a TIFF of CMYK', await plain().toColourspace('cmyk').tiff().toBuffer(), 'no-text'),
    hostile('a TIFF of 16 bits', await plain().toColourspace('rgb16').tiff().toBuffer(), 'no-text'),
    hostile('a TIFF that goes round in circles', loop, 'no-text', 'damaged'),
    hostile('only the mark of a TIFF', 'II*\0\x08\0\0\0', 'damaged'),
    hostile('a HEIC of a phone', heif('heic', 'mif1', 'heic'), 'unknown-type'),
    hostile('a HEIC of another phone', heif('mif1', 'mif1', 'heic'), 'unknown-type'),
    hostile('only the mark of an AVIF', heif('avif', 'avif'), 'damaged'),
    ...[webp, tiff, avif, plainGif].flatMap((bytes, i) => {
      const name = ['a WebP', 'a TIFF', 'an AVIF', 'a GIF'][i]!;
      return [...cutShort(name, bytes, 6), ...spoil(name, bytes, 8)];
    }),
  ];
}

function saidWebp(): Buffer {
  const bytes = Buffer.from(
    'RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\xff\x3f\0\xff\x3f\0',
    'latin1',
  );
  return Buffer.concat([bytes, Buffer.from('ANIM\x06\0\0\0\0\0\0\0\0\0', 'latin1')]);
}

const heif = (...brands: string[]): Buffer => {
  const [major, ...rest] = brands;
  const body = Buffer.from(`ftyp${major}\0\0\0\0${rest.join('')}`, 'latin1');
  return Buffer.concat([word(body.length + 4), body, Buffer.alloc(200)]);
};

export async function hostilePictures(): Promise<HostileFile[]> {
  const png1 = await plain().png().toBuffer();
  const all = [pngs(), await jpegs(), await others()].flat();
  return [...all, ...cutShort('a PNG', png1, 8), ...spoil('a PNG', png1, 12)];
}
