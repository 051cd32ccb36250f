import { foldTable, hashPrime, hashStart, symbol } from '#domain/fold.ts';
import { kinds } from '#domain/message.ts';
import type { FactAtom } from '#domain/offer.ts';
import type { OpinionHead, OpinionTable } from '#reference/opinion-table.ts';
import { tokenClass, type Vocabulary, wordIdFirst } from '#rulebook/vocabulary.ts';
import type { KindChances } from './kind-opinion.ts';
import { type Tokens, tokenFlag } from './tokens.ts';

/** What the second opinion holds of a message, in nats. */
export type Opinion = {
  /** Like an offer that was danger (positive) or an honest one (negative). */
  readonly danger: number;
  /** Like a cry for help, or not. */
  readonly emergency: number;
  readonly kinds: KindChances;
};

/** What the words alone say; `kinds` in the order of `kinds`. */
export type WordOpinion = { readonly danger: number; readonly kinds: readonly number[] };

/** A message says little beyond so many words; the rest is not looked at. */
const wordsMax = 2_000;
const featuresMax = 2 * wordsMax;

/**
 * The second opinion: a logistic regression over words and pairs of neighbouring words. It joins
 * the rules where they are unsure and never speaks for itself (rules/scoring.yaml).
 */
export function createSecondOpinion(
  table: OpinionTable,
  vocabulary: Vocabulary,
): (tokens: Tokens) => WordOpinion {
  const features = new Int32Array(featuresMax);
  const hashes = wordHashes(vocabulary);
  const heads = kinds.map((kind) => table.kinds[kind]);
  return (tokens) => {
    const count = readFeatures(tokens, hashes, features);
    return {
      danger: leaning(table.danger, features, count),
      kinds: heads.map((head) => leaning(head, features, count)),
    };
  };
}

function leaning(
  { bias, scale, weights }: OpinionHead,
  features: Int32Array,
  count: number,
): number {
  let sum = 0;
  const mask = weights.length - 1;
  for (let i = 0; i < count; i++) sum += weights[features[i]! & mask]!;
  return count === 0 ? 0 : bias + (scale * sum) / Math.sqrt(count);
}

/** Hash of every known word, by id, so that spellings of one word are one feature. */
export function wordHashes(vocabulary: Vocabulary): Int32Array {
  const hashes = new Int32Array(vocabulary.size);
  for (let id = wordIdFirst; id < hashes.length; id++) {
    let hash = hashStart;
    for (const c of vocabulary.wordOf(id)) hash = Math.imul(hash ^ c.charCodeAt(0), hashPrime);
    hashes[id] = mixed(hash);
  }
  return hashes;
}

/**
 * Fills in a feature for every word and every pair of words, as hashes.
 * @returns how many there are
 */
export function readFeatures(tokens: Tokens, hashes: Int32Array, features: Int32Array): number {
  let count = 0;
  let previous = 0;
  const words = Math.min(tokens.count, wordsMax);
  for (let i = 0; i < words; i++) {
    const word = featureOf(tokens, i, hashes);
    features[count++] = word;
    if (i > 0) features[count++] = mixed(Math.imul(previous, 31) ^ word);
    previous = word;
  }
  return count;
}

function featureOf(tokens: Tokens, i: number, hashes: Int32Array): number {
  // Numbers differ in every message; how long one is says whether it is an age, pay or a phone.
  if (tokens.has(i, tokenFlag.number)) {
    return mixed(1_000 + Math.min(9, tokens.ends[i]! - tokens.starts[i]!));
  }
  const id = tokens.ids[i]!;
  return id === tokenClass.unknown ? unknownHash(tokens, i) : (hashes[id] ?? id);
}

/** The same hash as a known word would have, were it one. */
function unknownHash({ text, starts, ends }: Tokens, i: number): number {
  let hash = hashStart;
  let previous = 0;
  for (let at = starts[i]!; at < ends[i]!; at++) {
    const s = foldTable[text.charCodeAt(at)]!;
    if (s === symbol.space || s > symbol.digitLast) continue;
    if (s === previous && s <= symbol.letterLast) continue;
    hash = Math.imul(hash ^ (s <= symbol.letterLast ? 96 + s : 21 + s), hashPrime);
    previous = s;
  }
  return mixed(hash);
}

/** Spreads a hash so that its low bits tell as much as its high ones. */
const mixed = (hash: number): number => {
  const spread = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return spread ^ (spread >>> 13);
};

const levelMax = 4;
/** From so many nats on a message is clearly like the honest offers. */
const honestNats = 1;
/**
 * What a session keeps of the opinion, as a fact that no words gave: whole nats towards danger, 1
 * to 4 (`alike:2`), or `alike:honest`; null where it leans to neither.
 */
export function alikeAtom({ danger }: Pick<Opinion, 'danger'>): FactAtom | null {
  const level = Math.min(levelMax, Math.round(danger));
  const value = level >= 1 ? String(level) : danger <= -honestNats ? 'honest' : null;
  return value === null ? null : { name: 'alike', value, span: { start: 0, end: 0 } };
}
