import { readFeatures } from '#analysis/language-features.ts';
import { type LanguageFeature, toldLanguages } from '#reference/language-table.ts';
import { foldWord } from '#rulebook/vocabulary.ts';

export const spoken = ['id', ...toldLanguages] as const;
export type Sentence = {
  readonly language: (typeof spoken)[number];
  readonly text: string;
  /** Place in its file, from 0. */
  readonly line: number;
};

/** Every fifth sentence is kept back for the test. */
export const heldOut = ({ line }: Sentence): boolean => line % 5 === 4;

const epochs = 20;
const stepFirst = 0.5;
const stepDecay = 0.3;
const shrink = 1e-5;
/** A feature of one sentence only is chance. */
const sentencesMin = 2;
/** Smaller weights, in hundredths, say nothing. */
const weightMin = 3;

type Counted = { readonly answer: number; readonly counts: ReadonlyMap<string, number> };

/**
 * Softmax regression by stochastic gradient descent over the counts of words and three letters,
 * divided by the root of their number. Indonesian is the zero that the others are measured from.
 */
export function learnLanguages(sentences: readonly Sentence[]): LanguageFeature[] {
  const examples = sentences.map(({ language, text }) => ({
    answer: spoken.indexOf(language),
    counts: countFeatures(text),
  }));
  const seenIn = new Map<string, number>();
  for (const { counts } of examples) {
    for (const feature of counts.keys()) seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1);
  }
  const kept = [...seenIn].filter(([, count]) => count >= sentencesMin).map(([feature]) => feature);
  const weights = new Map(kept.map((feature) => [feature, new Float64Array(spoken.length)]));
  const random = seeded(7);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const step = stepFirst / (1 + stepDecay * epoch);
    for (const example of shuffled(examples, random)) learn(example, weights, step);
  }
  return [...weights]
    .map(([feature, row]) => featureOf(feature, row))
    .filter(({ weights: w }) => w.some((x) => Math.abs(x) >= weightMin))
    .sort((a, b) => (a.kind + a.written < b.kind + b.written ? -1 : 1));
}

/** Words as `#word`, letters as they are; the rest of the program counts the same by number. */
function countFeatures(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (feature: string) => counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const names = new Map<number, string>();
  for (const written of text.split(/[^\p{L}\p{N}\p{M}'’]+/u)) {
    const word = foldWord(written);
    if (!/^[a-z]+$/.test(word)) continue;
    readFeatures(word, 0, word.length, {
      word: (hash) => {
        names.set(hash, word);
        return true;
      },
      trigram: () => {},
    });
  }
  readFeatures(text, 0, text.length, {
    word: (hash) => {
      const word = names.get(hash);
      if (word === undefined) throw new RangeError(`a word of "${text}" was read in two ways`);
      add(`#${word}`);
      return false;
    },
    trigram: (number) => add(writtenTrigram(number)),
  });
  return counts;
}

function writtenTrigram(number: number): string {
  const letter = (n: number) => (n === 0 ? '_' : String.fromCharCode(96 + n));
  return (
    letter(Math.floor(number / 729)) + letter(Math.floor(number / 27) % 27) + letter(number % 27)
  );
}

function learn({ answer, counts }: Counted, weights: Map<string, Float64Array>, step: number) {
  let total = 0;
  for (const count of counts.values()) total += count;
  const scale = 1 / Math.sqrt(Math.max(1, total));
  const chances = new Float64Array(spoken.length);
  for (const [feature, count] of counts) {
    const row = weights.get(feature);
    if (row) for (let c = 0; c < chances.length; c++) chances[c]! += row[c]! * count * scale;
  }
  softmax(chances);
  for (const [feature, count] of counts) {
    const row = weights.get(feature);
    if (!row) continue;
    for (let c = 0; c < chances.length; c++) {
      const error = (c === answer ? 1 : 0) - chances[c]!;
      row[c]! += step * (error * count * scale - shrink * row[c]!);
    }
  }
}

function softmax(values: Float64Array): void {
  const max = Math.max(...values);
  let total = 0;
  for (let c = 0; c < values.length; c++) total += values[c] = Math.exp(values[c]! - max);
  for (let c = 0; c < values.length; c++) values[c]! /= total;
}

function featureOf(feature: string, [indonesian = 0, ...others]: Float64Array): LanguageFeature {
  const isWord = feature.startsWith('#');
  return {
    kind: isWord ? 'word' : 'letters',
    written: isWord ? feature.slice(1) : feature,
    weights: others.map((weight) => Math.round((weight - indonesian) * 100) + 0),
  };
}

/** A small generator, so that the table comes out the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [result[i], result[other]] = [result[other]!, result[i]!];
  }
  return result;
}
