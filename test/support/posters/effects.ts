import sharp from 'sharp';
import { seeded } from './random.ts';

/** Pixels of a picture, three bytes each. */
type Pixels = { readonly data: Uint8Array; readonly width: number; readonly height: number };
type Point = readonly [x: number, y: number];

export async function render(svg: string): Promise<Pixels> {
  const { data, info } = await sharp(Buffer.from(svg))
    .flatten({ background: '#fff' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

const toSharp = ({ data, width, height }: Pixels) =>
  sharp(data, { raw: { width, height, channels: 3 } });

export const jpeg = (pixels: Pixels, quality: number): Promise<Buffer> =>
  toSharp(pixels).jpeg({ quality, mozjpeg: false }).toBuffer();

/** As a messenger sends it on: smaller, packed hard, more than once. */
export async function sentOn(pixels: Pixels, edge: number, quality: number, times: number) {
  let bytes = await jpeg(pixels, 92);
  for (let i = 0; i < times; i++) {
    const size = edge - i * 20;
    bytes = await sharp(bytes).resize(size, size, { fit: 'inside' }).jpeg({ quality }).toBuffer();
  }
  return bytes;
}

/** A phone held on its side: the pixels lie, and a mark says how they stand. */
export const lying = async (pixels: Pixels): Promise<Buffer> =>
  sharp(await toSharp(pixels).rotate(270).jpeg({ quality: 85 }).toBuffer())
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 85 })
    .toBuffer();

export const turned = async (pixels: Pixels, degrees: 90 | 180 | 270): Promise<Buffer> =>
  toSharp(pixels).rotate(degrees).jpeg({ quality: 80 }).toBuffer();

/** Solves what takes the corners of the photo to the corners of the sheet (eight unknowns). */
function homography(from: readonly Point[], to: readonly Point[]): number[] {
  const rows = from.flatMap(([x, y], i) => {
    const [u, v] = to[i]!;
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let i = 0; i < 8; i++) {
    const best = rows
      .slice(i)
      .reduce((b, row, k) => (Math.abs(row[i]!) > Math.abs(rows[b]![i]!) ? i + k : b), i);
    [rows[i], rows[best]] = [rows[best]!, rows[i]!];
    for (let k = 0; k < 8; k++) {
      if (k === i) continue;
      const factor = rows[k]![i]! / rows[i]![i]!;
      for (let m = i; m < 9; m++) rows[k]![m]! -= factor * rows[i]![m]!;
    }
  }
  return rows.map((row, i) => row[8]! / row[i]!);
}

type Shot = {
  /** Of the photo, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Where the corners of the sheet lie in it, as shares, from the upper left, clockwise. */
  readonly corners: readonly Point[];
  /** Colour around the sheet. */
  readonly table: readonly [number, number, number];
  /** How much darker the far corner is, 0 to 1. */
  readonly shade: number;
  readonly blur: number;
  readonly noise: number;
  /** Strength of the pattern that a camera sees on a screen, 0 to 1. */
  readonly moire: number;
  readonly quality: number;
  readonly seed: number;
};

/** A photo of a sheet or screen: tilted, unevenly lit, a little out of focus, grainy. */
export async function photograph(sheet: Pixels, shot: Shot): Promise<Buffer> {
  const { width, height, corners, table, shade, noise, moire, seed } = shot;
  const random = seeded(seed);
  const from = corners.map(([x, y]): Point => [x * width, y * height]);
  const to: Point[] = [
    [0, 0],
    [sheet.width, 0],
    [sheet.width, sheet.height],
    [0, sheet.height],
  ];
  const [a, b, c, d, e, f, g, h] = homography(from, to) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const data = new Uint8Array(width * height * 3);
  const paint = (x: number, y: number): void => {
    const w = g * x + h * y + 1;
    const [u, v] = [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
    const light = 1 - shade * ((x / width) * 0.6 + (y / height) * 0.4);
    const waves = moire * 26 * (Math.sin(x * 0.83 + y * 0.11) + Math.sin(x * 0.07 + y * 0.91));
    const inside = u >= 0 && v >= 0 && u < sheet.width - 1 && v < sheet.height - 1;
    for (let k = 0; k < 3; k++) {
      const value = inside ? between(sheet, u, v, k) * light + waves : table[k]! * light;
      data[(y * width + x) * 3 + k] = clamp(value + (random() - 0.5) * noise);
    }
  };
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) paint(x, y);
  const photo = toSharp({ data, width, height });
  const soft = shot.blur > 0.3 ? photo.blur(shot.blur) : photo;
  return soft.jpeg({ quality: shot.quality }).toBuffer();
}

const clamp = (value: number): number => Math.max(0, Math.min(255, value));

function between({ data, width }: Pixels, x: number, y: number, k: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const at = (top * width + left) * 3 + k;
  const upper = data[at]! * (1 - fx) + data[at + 3]! * fx;
  const lower = data[at + width * 3]! * (1 - fx) + data[at + width * 3 + 3]! * fx;
  return upper * (1 - fy) + lower * fy;
}
