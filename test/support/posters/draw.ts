import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { create as makeQr } from 'qrcode';
import sharp from 'sharp';
import type { Drawing } from './canvas.ts';
import { jpeg, lying, photograph, render, sentOn, turned } from './effects.ts';
import { type Layout, layouts, type Offer } from './layouts.ts';
import { seeded } from './random.ts';

/**
 * Draws posters, screenshots and photos of them with made-up offers, for `npm run posters`:
 *
 *   node test/support/posters/draw.ts FOLDER [SEED]
 *
 * The same seed draws the same pictures. What the reader was tuned on is not among them.
 */
type Pixels = Awaited<ReturnType<typeof render>>;
type Camera = (pixels: Pixels, seed: number) => Promise<Buffer>;

const lettersMin = 140;
const lettersMax = 520;
const titleLengthMax = 26;

const photo = {
  shade: 0.35,
  blur: 0.6,
  noise: 14,
  moire: 0,
  quality: 72,
  table: [122, 96, 70] as const,
};
const tilted: Camera = (sheet, seed) =>
  photograph(sheet, {
    ...{ ...photo, seed, width: 1_200, height: 1_600 },
    corners: [
      [0.09, 0.07],
      [0.93, 0.11],
      [0.9, 0.95],
      [0.05, 0.9],
    ],
  });
const onWall: Camera = (sheet, seed) =>
  photograph(sheet, {
    ...{ ...photo, seed, width: 1_600, height: 1_200, shade: 0.55, blur: 1, quality: 60 },
    table: [205, 200, 190],
    corners: [
      [0.3, 0.06],
      [0.68, 0.1],
      [0.7, 0.93],
      [0.27, 0.96],
    ],
  });
const ofScreen: Camera = (sheet, seed) =>
  photograph(sheet, {
    ...{ ...photo, seed, width: 1_200, height: 1_600, shade: 0.2, moire: 0.6 },
    table: [18, 18, 20],
    corners: [
      [0.06, 0.08],
      [0.95, 0.06],
      [0.96, 0.94],
      [0.04, 0.95],
    ],
  });

const cases: readonly (readonly [keyof typeof layouts, string, Camera])[] = [
  ['flyer', 'clean', (p) => jpeg(p, 85)],
  ['flyer', 'sent-on', (p) => sentOn(p, 900, 45, 3)],
  ['notice', 'tilted', tilted],
  ['notice', 'wall', onWall],
  ['table', 'clean', (p) => jpeg(p, 80)],
  ['table', 'upside-down', (p) => turned(p, 180)],
  ['telegram', 'clean', (p) => jpeg(p, 75)],
  ['telegram', 'screen', ofScreen],
  ['telegramDark', 'sent-on', (p) => sentOn(p, 1_280, 50, 2)],
  [
    'sms',
    'png',
    async ({ data, width, height }) =>
      sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer(),
  ],
  ['story', 'clean', (p) => jpeg(p, 80)],
  ['video', 'sent-on', (p) => sentOn(p, 1_280, 55, 2)],
  ['shadowed', 'clean', (p) => jpeg(p, 80)],
  ['shadowed', 'turned', (p) => turned(p, 90)],
  ['pale', 'clean', (p) => jpeg(p, 70)],
  ['small', 'clean', (p) => jpeg(p, 80)],
  ['collage', 'clean', (p) => jpeg(p, 80)],
  ['badges', 'clean', (p) => jpeg(p, 75)],
  ['badges', 'tilted', tilted],
  ['table', 'lying', lying],
];

/** Offers of two collections, with nothing in them that a font cannot draw. */
function readOffers(): Offer[] {
  const lines = ['dev', 'honest'].flatMap((name) =>
    readFileSync(`test/corpus/${name}.jsonl`, 'utf8').trim().split('\n'),
  );
  return lines.flatMap((line) => {
    const { kind, text } = JSON.parse(line) as { kind: string; text: string };
    const plain = text
      .replace(/[^\p{L}\p{N}\p{P}\n$+=<>| ]|[*_~]/gu, '')
      .replace(/[^\x20-\x7e\n]/g, '');
    const all = plain
      .split('\n')
      .map((l) => l.replace(/\s+/g, ' ').trim())
      .filter((l) => /[a-z0-9]{2}/i.test(l));
    if (
      kind !== 'offer' ||
      plain.length < lettersMin ||
      plain.length > lettersMax ||
      all.length < 3
    )
      return [];
    const [first = '', ...rest] = all;
    return first.length <= titleLengthMax
      ? [{ title: first, lines: rest }]
      : [{ title: 'INFO LOKER', lines: all }];
  });
}

/** Every third picture has a QR code in its lower right corner. */
const qrEvery = 3;
const qrSharePx = 0.2;

/** The drawing with a code that leads to a made-up chat. */
function withQr(drawing: Drawing, text: string): string {
  const { size, data } = makeQr(text).modules;
  const side = Math.round(drawing.width * qrSharePx);
  const unit = side / (size + 8);
  const left = drawing.width - side - 30;
  const top = drawing.height - side - 30;
  const dots = [...data.keys()]
    .filter((i) => data[i])
    .map(
      (i) =>
        `M${left + ((i % size) + 4) * unit} ${top + (Math.floor(i / size) + 4) * unit}h${unit}v${unit}h${-unit}z`,
    );
  const code = `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="#fff"/><path d="${dots.join('')}" fill="#000" shape-rendering="crispEdges"/>`;
  return drawing.svg.replace('</svg>', `${code}</svg>`);
}

const [folder, seedText = '1'] = process.argv.slice(2);
if (folder === undefined) throw new Error('a folder to draw into is missing');
mkdirSync(folder, { recursive: true });
const random = seeded(Number(seedText));
const offers = readOffers();
const truths: string[] = [];
for (const [number, [name, how, camera]] of cases.entries()) {
  const offer = offers[Math.floor(random() * offers.length)]!;
  const layout: Layout = layouts[name];
  const drawing = layout(offer, random);
  const qr =
    number % qrEvery === 0 ? `https://wa.me/62813${String(number).padStart(8, '0')}` : null;
  const svg = qr === null ? drawing.svg : withQr(drawing, qr);
  const file = `${String(number + 1).padStart(2, '0')}-${name}-${how}.jpg`;
  writeFileSync(join(folder, file), await camera(await render(svg), number + 1));
  truths.push(JSON.stringify({ file, text: drawing.words, body: offer.lines.join('\n'), qr }));
}
writeFileSync(join(folder, 'truth.jsonl'), `${truths.join('\n')}\n`);
