import type { Language } from '#domain/message.ts';
import { type LanguageFeature, toldLanguages } from '#reference/language-table.ts';
import { readFeatures, trigramCount, trigramNumber, wordHash } from './language-features.ts';

/** Chance of a language from which it is spoken; below, the answer is Indonesian. */
const sureMin = 0.5;
/** A single word is sure only from here: "ok" and "loker" are used in all of them. */
const sureOfWordMin = 0.7;
/** Weights are hundredths. */
const unit = 0.01;
const classes = toldLanguages.length;
/** So many words are remembered with what they say; a power of two. */
const wordsKept = 4_096;

/** Reads a part of a text; the same part always gives the same language. */
export type LanguageReader = (text: string, start?: number, end?: number) => LanguageRead;
export type LanguageRead = {
  /** What to answer in; Malay and whatever is unsure are answered in Indonesian. */
  readonly language: Language;
  /** How likely the likeliest language is, 0 to 1; words without letters tell nothing. */
  readonly chance: number;
  /** False where it was not likely enough. */
  readonly isSure: boolean;
};

/**
 * Compiles the table into arrays. Reading a message takes some microseconds and allocates nothing
 * but its result; it adds up what every word and three letters say and compares the sums.
 */
export function compileLanguageReader(features: readonly LanguageFeature[]): LanguageReader {
  const { weights, rowOfWord, rowOfTrigram } = compileTable(features);
  const sums = new Float64Array(classes + 1);
  let count = 0;
  // What a word says does not depend on its neighbours, and the same words come again and again.
  const known = new Int32Array(wordsKept);
  const counts = new Int32Array(wordsKept);
  const told = new Int32Array(wordsKept * classes);
  let slot = 0;
  const add = (row: number) => {
    count++;
    counts[slot]!++;
    if (row < 0) return;
    for (let c = 0; c < classes; c++) {
      const weight = weights[row * classes + c]!;
      sums[c + 1]! += weight;
      told[slot * classes + c]! += weight;
    }
  };
  const sink = {
    word: (hash: number) => {
      slot = (hash ^ (hash >>> 15)) & (wordsKept - 1);
      if (known[slot] === hash && counts[slot] !== 0) {
        count += counts[slot]!;
        for (let c = 0; c < classes; c++) sums[c + 1]! += told[slot * classes + c]!;
        return true;
      }
      known[slot] = hash;
      counts[slot] = 0;
      told.fill(0, slot * classes, (slot + 1) * classes);
      add(rowOfWord.get(hash) ?? -1);
      return false;
    },
    trigram: (number: number) => add(rowOfTrigram[number]! - 1),
  };
  return (text, start = 0, end = text.length) => {
    sums.fill(0);
    count = 0;
    const words = readFeatures(text, start, end, sink);
    // Neighbouring features repeat each other, so that evidence grows with the root of their number.
    return decide(sums, unit / Math.sqrt(Math.max(1, count)), words);
  };
}

function decide(sums: Float64Array, scale: number, words: number): LanguageRead {
  let best = 0;
  for (let c = 1; c <= classes; c++) if (sums[c]! > sums[best]!) best = c;
  let total = 0;
  for (let c = 0; c <= classes; c++) total += Math.exp((sums[c]! - sums[best]!) * scale);
  const chance = 1 / total;
  const told = best === 0 ? 'id' : toldLanguages[best - 1]!;
  const isSure = words > 0 && chance >= (words > 1 ? sureMin : sureOfWordMin);
  return { language: told === 'ms' || !isSure ? 'id' : told, chance, isSure };
}

function compileTable(features: readonly LanguageFeature[]) {
  const weights = new Int16Array(features.length * classes);
  const rowOfWord = new Map<number, number>();
  /** One more than the row; 0 where the letters tell nothing. */
  const rowOfTrigram = new Uint16Array(trigramCount);
  features.forEach((feature, row) => {
    weights.set(feature.weights, row * classes);
    if (feature.kind === 'word') rowOfWord.set(wordHash(feature.written), row);
    else rowOfTrigram[trigramNumber(feature.written)] = row + 1;
  });
  return { weights, rowOfWord, rowOfTrigram };
}
