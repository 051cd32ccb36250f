import type { Letter } from './letters.ts';
import type { Box, Colour } from './plane.ts';

/** A row of letters, as it lies in the picture. */
export type Line = Box & {
  readonly letters: readonly Letter[];
  readonly dots: readonly Letter[];
  readonly light: boolean;
  /** Height of a capital, in pixels. */
  readonly size: number;
  /** Rise of the writing: how many pixels it goes down per pixel to the right. */
  readonly slope: number;
  /** Where the feet of the letters stand at x = 0, in pixels from the top. */
  readonly foot: number;
};

/** A letter smaller than this cannot be read. */
const letterHeightMinPx = 6;
const heightRatioMax = 2.3;
const gapPerHeightMax = 1.1;
const overlapMin = 0.45;
/** A word without tall letters, such as "oma", seems smaller than its row. */
const rowSizeRatioMax = 1.6;
const driftMax = 0.4;
/** Of red, green and blue together. */
const colourDifferenceMax = 150;
const rowGapMax = 3.2;

const heightOf = (box: Box): number => box.bottom - box.top;
const widthOf = (box: Box): number => box.right - box.left;

/** Puts letters that stand beside each other, of like height and brightness, into lines. */
export function findLines(marks: readonly Letter[]): Line[] {
  const letters = marks.filter((l) => heightOf(l) >= letterHeightMinPx);
  const lines: Line[] = [];
  for (const light of [false, true]) {
    for (const group of groupLetters(letters.filter((l) => l.light === light))) {
      const line = toLine(group);
      if (line) lines.push(line);
    }
  }
  return joinPieces(dropDoubles(lines))
    .map(withoutBullet)
    .map((line) => withDots(line, marks));
}

/** Adds the dots of i and j, full stops, commas and strokes, which are too small to be letters. */
function withDots(line: Line, marks: readonly Letter[]): Line {
  const { left, right, top, bottom, size, light } = line;
  const near = marks.filter(
    (d) =>
      d.light === light &&
      d.left >= left - size * 0.2 &&
      d.right <= right + size * 0.5 &&
      d.top >= top - size * 0.3 &&
      d.bottom <= bottom + size * 0.3 &&
      widthOf(d) <= size &&
      heightOf(d) < size * 0.5 &&
      !line.letters.includes(d) &&
      line.letters.some((l) => difference(l.colour, d.colour) < colourDifferenceMax),
  );
  return { ...line, right: Math.max(right, ...near.map((d) => d.right)), dots: near };
}

/** Joins pieces of one row that a wide space, as between justified words, has kept apart. */
function joinPieces(lines: readonly Line[]): Line[] {
  const sorted = lines.toSorted((a, b) => a.left - b.left);
  const joined: Line[] = [];
  for (const line of sorted) {
    const before = joined.findIndex((j) => sameRow(j, line));
    const whole = before >= 0 && toLine([...joined[before]!.letters, ...line.letters]);
    if (whole) joined[before] = whole;
    else joined.push(line);
  }
  return joined;
}

function sameRow(a: Line, b: Line): boolean {
  const most = Math.max(a.size, b.size);
  const gap = b.left - a.right;
  if (a.light !== b.light || gap > most * rowGapMax || gap < -most) return false;
  if (most > Math.min(a.size, b.size) * rowSizeRatioMax) return false;
  const x = (a.right + b.left) / 2;
  return Math.abs(a.foot + a.slope * x - b.foot - b.slope * x) < most * 0.35;
}

/** A line begins after its bullet: a filled dot or square, or a sign larger than the letters. */
function withoutBullet(line: Line): Line {
  const [first, second] = line.letters;
  if (!first || !second || line.letters.length < 4) return line;
  const [w, h] = [widthOf(first), heightOf(first)];
  if (second.left - first.right < line.size * 0.35 || w < h * 0.7 || w > h * 1.45) return line;
  const square = first.fill > 0.92;
  const dot = first.fill > 0.68 && h < line.size * 0.75;
  const sign = h > line.size * 1.15;
  return square || dot || sign ? (toLine(line.letters.slice(1)) ?? line) : line;
}

/** How much the letters look like upright rows; compare with the same of the turned picture. */
export function rowEvidence(lines: readonly Line[]): number {
  let sum = 0;
  for (const { letters } of lines) if (letters.length > 2) sum += letters.length ** 1.5;
  return sum;
}

function groupLetters(letters: readonly Letter[]): Letter[][] {
  const sorted = letters.toSorted((a, b) => a.left - b.left);
  const parent = sorted.map((_, i) => i);
  const root = (i: number): number => {
    let r = i;
    while (parent[r] !== r) r = parent[r]!;
    return r;
  };
  const tallest = sorted.reduce((most, l) => Math.max(most, heightOf(l)), 0);
  for (let i = 0; i < sorted.length; i++) {
    const a = sorted[i]!;
    for (let j = i + 1; j < sorted.length; j++) {
      const b = sorted[j]!;
      if (b.left > a.right + tallest * gapPerHeightMax) break;
      if (stand(a, b)) parent[root(j)] = root(i);
    }
  }
  const groups = Map.groupBy(
    sorted.map((_, i) => i),
    root,
  );
  return [...groups.values()].map((group) => group.map((i) => sorted[i]!));
}

/** Whether `b`, which begins further right, stands beside `a` in the same row. */
function stand(a: Letter, b: Letter): boolean {
  const ha = heightOf(a);
  const hb = heightOf(b);
  const most = Math.max(ha, hb);
  const least = Math.min(ha, hb);
  if (most > least * heightRatioMax) return false;
  if (b.left - a.right > most * gapPerHeightMax) return false;
  if (difference(a.colour, b.colour) > colourDifferenceMax) return false;
  const overlap = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  const drift = Math.min(Math.abs(a.bottom - b.bottom), Math.abs(a.top - b.top));
  return overlap > least * overlapMin && drift < least * driftMax;
}

const difference = (a: Colour, b: Colour): number =>
  Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

function toLine(unordered: readonly Letter[]): Line | null {
  const letters = unordered.toSorted((a, b) => a.left - b.left);
  const wide = letters.reduce((sum, l) => sum + widthOf(l), 0);
  const tall = letters.reduce((most, l) => Math.max(most, heightOf(l)), 0);
  if (letters.length < 2 && (wide < tall * 2.2 || letters[0]!.fill > 0.7)) return null;
  const { slope, foot } = fitFoot(letters, tall);
  const heights = letters.map(heightOf).toSorted((a, b) => a - b);
  return {
    left: Math.min(...letters.map((l) => l.left)),
    right: Math.max(...letters.map((l) => l.right)),
    top: Math.min(...letters.map((l) => l.top)),
    bottom: Math.max(...letters.map((l) => l.bottom)),
    letters,
    dots: [],
    light: letters[0]!.light,
    size: heights[Math.floor(heights.length * 0.8)]!,
    slope,
    foot,
  };
}

/** The line on which most letters stand; a few hang below it (g, j, p). */
function fitFoot(letters: readonly Letter[], tall: number): { slope: number; foot: number } {
  const points = letters.map((l) => ({ x: (l.left + l.right) / 2, y: l.bottom }));
  const first = points[0]!;
  const last = points.at(-1)!;
  if (letters.length < 6 || last.x - first.x < tall * 4) {
    return { slope: 0, foot: median(points.map((p) => p.y)) };
  }
  const third = Math.max(2, Math.floor(points.length / 3));
  const slopes: number[] = [];
  for (const p of points.slice(0, third)) {
    for (const q of points.slice(-third)) slopes.push((q.y - p.y) / (q.x - p.x || 1));
  }
  const slope = median(slopes);
  return { slope, foot: median(points.map((p) => p.y - slope * p.x)) };
}

/**
 * The same writing may be found twice, as letters and as the spaces between or within them.
 * Of two lines that lie over each other the one with more letters stays.
 */
function dropDoubles(lines: readonly Line[]): Line[] {
  const worth = ({ letters }: Line) =>
    Math.sqrt(letters.length * letters.reduce((sum, l) => sum + l.fill, 0));
  const kept: Line[] = [];
  for (const line of lines.toSorted((a, b) => worth(b) - worth(a))) {
    if (!kept.some((k) => covers(k, line))) kept.push(line);
  }
  return kept;
}

function covers(kept: Line, line: Line): boolean {
  const wide = Math.min(kept.right, line.right) - Math.max(kept.left, line.left);
  const tall = Math.min(kept.bottom, line.bottom) - Math.max(kept.top, line.top);
  if (wide <= 0 || tall <= 0) return false;
  const area = (l: Line) => widthOf(l) * heightOf(l);
  return wide * tall > 0.5 * Math.min(area(kept), area(line));
}
