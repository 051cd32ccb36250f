import { foldTable, hashPrime, hashStart, symbol } from '#domain/fold.ts';

/** Longest beginning that is read, in words and in characters: more tells nothing new. */
export const wordsReadMax = 160;
const charactersReadMax = 4_096;
const wordLettersMax = 32;
const alphabet = symbol.letterLast + 1;
/** Numbers of three letters in a row lie below this; 0 stands for the edge of a word. */
export const trigramCount = alphabet ** 3;

/** What is counted of a text; words by their hash, three letters by their number. */
export type FeatureSink = {
  /** @returns true where its letters need not be told */
  word(hash: number): boolean;
  trigram(number: number): void;
};

/** Scratch of the word being read; one text is read at a time. */
const letters = new Uint8Array(wordLettersMax + 2);
let length = 0;
let hash = hashStart;
let hasDigits = false;

/**
 * Gives the sink every word of letters and every three letters in a row, the edges of a word
 * included. Letters are folded and doubled ones read once, as everywhere. Words with digits and
 * parts of links, addresses and mails are left out.
 * @returns how many words were read
 */
export function readFeatures(text: string, start: number, end: number, sink: FeatureSink): number {
  const last = Math.min(end, start + charactersReadMax);
  let words = 0;
  let glued = false;
  for (let i = start; i < last && words < wordsReadMax; i++) {
    i = readWord(text, i, last);
    const glues = i < last && isGlue(text, i);
    if (length > 0 && !hasDigits && !glued && !glues) {
      give(sink);
      words++;
    }
    glued = glues;
  }
  return words;
}

/** Collects the letters of a word from `start`; returns the place behind it. */
function readWord(text: string, start: number, end: number): number {
  length = 0;
  hash = hashStart;
  hasDigits = false;
  let i = start;
  for (; i < end; i++) {
    const s = foldTable[text.charCodeAt(i)]!;
    if (s >= symbol.letterFirst && s <= symbol.letterLast) takeLetter(s);
    else if (s >= symbol.digitFirst && s <= symbol.digitLast) hasDigits = true;
    else if (s !== symbol.drop) break;
  }
  return i;
}

function takeLetter(s: number): void {
  if (s === letters[length] || length >= wordLettersMax) return;
  letters[++length] = s;
  hash = Math.imul(hash ^ s, hashPrime);
}

/** A sign inside a link or mail address: `@`, `/`, or a dot with a letter behind it. */
function isGlue(text: string, position: number): boolean {
  const s = foldTable[text.charCodeAt(position)]!;
  if (s === symbol.at || text.charCodeAt(position) === 47) return true;
  const next = s === symbol.dot ? foldTable[text.charCodeAt(position + 1)] : undefined;
  return next !== undefined && next >= symbol.letterFirst && next <= symbol.letterLast;
}

function give(sink: FeatureSink): void {
  letters[length + 1] = 0;
  if (sink.word(hash)) return;
  for (let i = 0; i < length; i++) {
    sink.trigram((letters[i]! * alphabet + letters[i + 1]!) * alphabet + letters[i + 2]!);
  }
}

/** Hash of a word as `readFeatures` gives it. */
export function wordHash(word: string): number {
  let hash = hashStart;
  for (const letter of word) hash = Math.imul(hash ^ (letter.charCodeAt(0) - 96), hashPrime);
  return hash;
}

/** Number of three letters, `_` for the edge of a word; `_te` is the beginning of "tempat". */
export function trigramNumber(written: string): number {
  const at = (i: number) => (written[i] === '_' ? 0 : written.charCodeAt(i) - 96);
  return (at(0) * alphabet + at(1)) * alphabet + at(2);
}
