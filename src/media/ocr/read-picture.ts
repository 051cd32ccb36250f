import { placeOf } from './draw-line.ts';
import { findLetters, type Letter } from './letters.ts';
import { type Box, type Picture, type Plane, turnQuarter } from './plane.ts';
import { readingOrder } from './reading-order.ts';
import { findLines, type Line, rowEvidence } from './text-lines.ts';
import { type SetPage, type Strip, setPage } from './typeset.ts';

/** A word on a page, with how sure the reader is, 0 to 100. */
export type Word = { readonly text: string; readonly confidence: number; readonly box: Box };
/** Reads a plain page of black on white. */
export type ReadPage = (page: Plane) => Promise<readonly Word[]>;

/** A line as it was read; the boxes of its words are pixels of the upright picture. */
export type ReadLine = { readonly words: readonly Word[]; readonly confidence: number };
export type PictureReading = {
  readonly lines: readonly ReadLine[];
  /** Mean over all letters that were kept, 0 to 100; 0 where nothing was read. */
  readonly confidence: number;
};

/**
 * A line the reader is less sure of is noise: waves, windows, folds read as letters. Noise is short;
 * of long lines that were as doubtful all were words, on 50 pictures.
 */
export const lineConfidenceMin = 50;
const shortLineConfidenceMin = 80;
const shortLineLetters = 4;
const longLineConfidenceMin = 25;
const longLineLetters = 10;
/** So many lines are read to find out which way is up. */
const trialLines = 4;
const trialConfidenceMin = 60;

/**
 * Reads a picture: finds the lines, sets them anew as a plain page, has that read, and puts the
 * words back in order. Turned pictures are turned upright before. What lies within `codes`, the QR
 * codes that were found, is no text.
 */
export async function readPicture(
  picture: Picture,
  read: ReadPage,
  codes: readonly { readonly box: Box }[] = [],
): Promise<PictureReading> {
  const isInCode = (l: Letter) => codes.some(({ box }) => isWithin(l, box));
  const upright = { picture, letters: findLetters(picture).filter((l) => !isInCode(l)) };
  const turned = turn(upright);
  if (rowEvidence(findLines(turned.letters)) > rowEvidence(findLines(upright.letters))) {
    const other = turn(turn(turned));
    const isSurer = (await trial(turned, read)) >= (await trial(other, read));
    return readWay(isSurer ? turned : other, read);
  }
  const reading = await readWay(upright, read);
  if (reading.confidence >= trialConfidenceMin) return reading;
  const flipped = turn(turned);
  return (await trial(flipped, read)) > reading.confidence ? readWay(flipped, read) : reading;
}

function isWithin(letter: Box, code: Box): boolean {
  const x = (letter.left + letter.right) / 2;
  const y = (letter.top + letter.bottom) / 2;
  return x > code.left && x < code.right && y > code.top && y < code.bottom;
}

/** A picture one way up, with its letters. */
type Way = { readonly picture: Picture; readonly letters: readonly Letter[] };

const turn = ({ picture, letters }: Way): Way => ({
  picture: turnQuarter(picture),
  letters: letters.map((l) => turnLetter(l, picture.height)),
});

async function readWay(
  { picture, letters }: Way,
  read: ReadPage,
  choose = (lines: readonly Line[]) => lines,
): Promise<PictureReading> {
  const lines = choose(readingOrder(findLines(letters)).flat());
  if (lines.length === 0) return { lines: [], confidence: 0 };
  const page = setPage(picture, lines);
  return assemble(page, await read(page));
}

/** How sure the reader is of the longest lines this way up. */
async function trial(way: Way, read: ReadPage): Promise<number> {
  const longest = (lines: readonly Line[]) =>
    lines.toSorted((a, b) => b.letters.length - a.letters.length).slice(0, trialLines);
  return (await readWay(way, read, longest)).confidence;
}

/** A letter of a picture of this height after a quarter turn clockwise. */
const turnLetter = (letter: Letter, height: number): Letter => ({
  ...letter,
  left: height - letter.bottom,
  right: height - letter.top,
  top: letter.left,
  bottom: letter.right,
  x: height - 1 - letter.y,
  y: letter.x,
});

/** Words back to their lines; of a line that was set twice, the surer reading. */
function assemble({ strips }: SetPage, words: readonly Word[]): PictureReading {
  const byOrder = new Map<number, ReadLine>();
  for (const strip of strips) {
    const own = words.filter(({ box }) => {
      const middle = (box.top + box.bottom) / 2;
      return middle >= strip.top && middle < strip.bottom;
    });
    const line = toReadLine(own.map((word) => placeWord(word, strip)));
    const before = byOrder.get(strip.order);
    if (line && line.confidence > (before?.confidence ?? 0)) byOrder.set(strip.order, line);
  }
  const lines = [...byOrder]
    .toSorted(([a], [b]) => a - b)
    .map(([, line]) => line)
    .filter(isReal);
  return { lines, confidence: meanConfidence(lines.flatMap((l) => l.words)) };
}

function toReadLine(words: readonly Word[]): ReadLine | null {
  const sorted = words.toSorted((a, b) => a.box.left - b.box.left);
  if (sorted.length === 0) return null;
  return { words: sorted, confidence: meanConfidence(sorted) };
}

function placeWord(word: Word, strip: Strip): Word {
  const place = placeOf(strip);
  const { left, top, right, bottom } = word.box;
  const corners = [place(left, top), place(right, top), place(left, bottom), place(right, bottom)];
  const xs = corners.map(([x]) => Math.round(x));
  const ys = corners.map(([, y]) => Math.round(y));
  const box = {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
  return { ...word, box };
}

/** Words count by their length: one sure comma says little. */
function meanConfidence(words: readonly Word[]): number {
  let sum = 0;
  let length = 0;
  for (const { text, confidence } of words) {
    sum += confidence * text.length;
    length += text.length;
  }
  return length === 0 ? 0 : sum / length;
}

function isReal({ words, confidence }: ReadLine): boolean {
  const text = words.map((w) => w.text).join('');
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  if (letters < 2 || letters < text.length * 0.5) return false;
  if (letters >= longLineLetters) return confidence >= longLineConfidenceMin;
  return confidence >= (letters < shortLineLetters ? shortLineConfidenceMin : lineConfidenceMin);
}
