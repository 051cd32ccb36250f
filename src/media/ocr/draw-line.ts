import type { Letter } from './letters.ts';
import type { Picture, Plane } from './plane.ts';
import type { Line } from './text-lines.ts';
import type { Strip } from './typeset.ts';

/** Brightness of the letters and of what is between them. */
export type Levels = { readonly ink: number; readonly ground: number };

/** So much of a line may be as dark as its letters without being one, before it counts as busy. */
const quietShareMax = 0.015;

/** Brightness below which a share of the pixels counted lies; undefined where there is none. */
function quantile(counts: Uint32Array, share: number): number | undefined {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let left = all * share;
  for (let value = 0; value < counts.length; value++) {
    left -= counts[value]!;
    if (left < 0) return value;
  }
  return undefined;
}

/** What is ink and what is ground in the boxes of the letters. */
export function levelsOf({ width, data }: Plane, { letters, light }: Line): Levels {
  const ink = new Uint32Array(256);
  const ground = new Uint32Array(256);
  const count = (value: number, level: number) => {
    const kind = (light ? value > level : value < level) ? ink : ground;
    kind[value]!++;
  };
  for (const { left, right, top, bottom, level } of letters) {
    for (let y = top; y < bottom; y++) {
      for (let at = y * width + left; at < y * width + right; at++) count(data[at]!, level);
    }
  }
  return {
    ink: quantile(ink, light ? 0.6 : 0.4) ?? 0,
    ground: quantile(ground, light ? 0.4 : 0.6) ?? (light ? 0 : 255),
  };
}

/** A part of a picture: a plane, and where its top left corner lies. */
export type Part = Plane & { readonly left: number; readonly top: number };

/** A part with nothing but the letters of a line, on plain ground; null where the ground is quiet. */
export function isolate(picture: Picture, line: Line, { ink, ground }: Levels): Part | null {
  const reach = Math.max(1, Math.round(line.size / 20));
  const part = cropAround(picture, line, reach + 2);
  const { width, height, data } = part;
  const inked = new Uint8Array(width * height);
  for (const letter of [...line.letters, ...line.dots]) fillLetter(part, letter, inked);
  const middle = (ink + ground) / 2;
  let strange = 0;
  for (let at = 0; at < data.length; at++) {
    const isDark = line.light ? data[at]! > middle : data[at]! < middle;
    if (isDark && inked[at] === 0) strange++;
  }
  if (strange <= width * height * quietShareMax) return null;
  return { ...part, data: keepNear(part, inked, reach, ground) };
}

/** What lies within `reach` pixels of ink; the rest becomes ground. */
function keepNear(part: Part, inked: Uint8Array, reach: number, ground: number): Uint8Array {
  const { width, height, data } = part;
  const kept = new Uint8Array(width * height).fill(ground);
  for (let y = reach; y < height - reach; y++) {
    for (let x = reach; x < width - reach; x++) {
      if (inked[y * width + x] === 0) continue;
      for (let v = y - reach; v <= y + reach; v++) {
        const from = v * width + x - reach;
        for (let at = from; at <= from + 2 * reach; at++) kept[at] = data[at]!;
      }
    }
  }
  return kept;
}

function cropAround(picture: Picture, line: Line, margin: number): Part {
  const left = Math.max(0, line.left - margin);
  const top = Math.max(0, line.top - margin);
  const width = Math.min(picture.width, line.right + margin) - left;
  const height = Math.min(picture.height, line.bottom + margin) - top;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * picture.width + left;
    data.set(picture.data.subarray(from, from + width), y * width);
  }
  return { left, top, width, height, data };
}

/** Marks the pixels of one letter: those past its level that hang together with its own pixel. */
function fillLetter(part: Part, letter: Letter, inked: Uint8Array): void {
  const { left, top, width, data } = part;
  const { level, light } = letter;
  const right = Math.min(letter.right, left + width);
  const bottom = Math.min(letter.bottom, top + part.height);
  const first = { x: Math.max(letter.left, left), y: Math.max(letter.top, top) };
  const open: number[] = [];
  const visit = (x: number, y: number) => {
    if (x < first.x || x >= right || y < first.y || y >= bottom) return;
    const at = (y - top) * width + x - left;
    if (inked[at] === 1 || (light ? data[at]! <= level : data[at]! >= level)) return;
    inked[at] = 1;
    open.push(at);
  };
  visit(letter.x, letter.y);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = (at % width) + left;
    const y = Math.floor(at / width) + top;
    for (let v = y - 1; v <= y + 1; v++) for (let u = x - 1; u <= x + 1; u++) visit(u, v);
  }
}

/** Draws one line: each pixel from where the tilted line has it, stretched to black on white. */
export function drawLine(part: Part, levels: Levels, page: Plane, strip: Strip): void {
  const stretch = 255 / (levels.ground - levels.ink || 1);
  const step = 1 / strip.scale;
  const samples = Math.min(4, Math.max(1, Math.round(step)));
  const place = placeOf(strip);
  for (let y = strip.top; y < strip.bottom; y++) {
    for (let x = strip.left; x < strip.right; x++) {
      const [px, py] = place(x + 0.5, y + 0.5);
      const grey =
        (sample(part, px - part.left, py - part.top, step, samples) - levels.ink) * stretch;
      page.data[y * page.width + x] = Math.min(255, Math.max(0, grey));
    }
  }
}

/** Height of a strip above the feet of its letters, in heights of a capital. */
const ascent = 1.35;

/** Where in the picture a point of a strip comes from. */
export function placeOf(strip: Strip): (x: number, y: number) => [x: number, y: number] {
  const { line, scale } = strip;
  const length = Math.hypot(1, line.slope);
  const [cos, sin] = [1 / length, line.slope / length];
  const left = line.left - line.size / 2;
  const foot = line.foot + line.slope * left;
  return (x, y) => {
    const along = (x - strip.left) / scale;
    const down = (y - strip.top) / scale - line.size * ascent;
    return [left + along * cos - down * sin, foot + along * sin + down * cos];
  };
}

/** Brightness at a place: between four pixels, or the mean of a patch where much is shrunk. */
function sample(plane: Plane, x: number, y: number, step: number, samples: number): number {
  if (samples === 1) return between(plane, x - 0.5, y - 0.5);
  let sum = 0;
  for (let i = 0; i < samples; i++) {
    for (let j = 0; j < samples; j++) {
      const dx = step * ((i + 0.5) / samples - 0.5);
      const dy = step * ((j + 0.5) / samples - 0.5);
      sum += between(plane, x - 0.5 + dx, y - 0.5 + dy);
    }
  }
  return sum / (samples * samples);
}

function between({ width, height, data }: Plane, x: number, y: number): number {
  const cx = Math.max(0, Math.min(width - 1.001, x));
  const cy = Math.max(0, Math.min(height - 1.001, y));
  const left = Math.floor(cx);
  const top = Math.floor(cy);
  const [fx, fy] = [cx - left, cy - top];
  const at = top * width + left;
  const upper = data[at]! * (1 - fx) + data[at + 1]! * fx;
  const lower = data[at + width]! * (1 - fx) + data[at + width + 1]! * fx;
  return upper * (1 - fy) + lower * fy;
}
