import { hashPrime, hashStart } from '#domain/fold.ts';
import { type Risk, risks } from '#domain/verdict.ts';

/** An offer is remembered so long, so that nobody can try words until it is judged milder. */
export const offerAgeMaxMs = 28 * 86_400_000;
/** More offers of one chat in a day are not judged; somebody in danger always is. */
export const offersPerDayMax = 10;

/** What is kept of an offer: keyed hashes that only tell whether another one is nearly the same. */
export type KeptOffer = {
  /** One byte for each value of the sketch; empty where the offer was too short to have one. */
  readonly marks: Uint8Array;
  /** The worst verdict on it. */
  readonly risk: Risk;
  /** Day in Serang, such as `2026-11-24`. */
  readonly day: string;
};

/** What the offers kept of a chat say of the one at hand. */
export type OffersSeen = { readonly worst: Risk | null; readonly today: number };

const sketchSize = 64;
/** So many equal marks: of the pairs of words about half are the same. */
const equalMarksMin = 32;
/** A shorter text is a remark; it is like many others. */
const wordsMin = 6;
/** Longer texts are compared by their beginning. */
const wordsMax = 2_000;

/**
 * MinHash over pairs of neighbouring words: two texts share as many values as they share pairs.
 * @returns 64 whole numbers, or none of a text of less than 6 words
 */
export function sketchOf(text: string): number[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length < wordsMin) return [];
  const least = Array.from({ length: sketchSize }, () => 0xffff_ffff);
  for (let i = 1; i < Math.min(words.length, wordsMax); i++) {
    const pair = hashOf(`${words[i - 1]} ${words[i]}`);
    for (let k = 0; k < sketchSize; k++) {
      const value = mixed(pair, k);
      if (value < least[k]!) least[k] = value;
    }
  }
  return least;
}

function hashOf(text: string): number {
  let hash = hashStart;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), hashPrime);
  return hash;
}

/** A different order of all pairs for each value of the sketch. */
function mixed(hash: number, k: number): number {
  let h = hash ^ Math.imul(k + 1, 0x9e37_79b1);
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The worst verdict on an offer that was nearly the same, and how many there were today. */
export function offersSeen(
  marks: Uint8Array,
  kept: readonly KeptOffer[],
  today: string,
): OffersSeen {
  const alike = kept.filter((k) => equalMarks(marks, k.marks) >= equalMarksMin);
  return {
    worst: risks.find((risk) => alike.some((k) => k.risk === risk)) ?? null,
    today: kept.filter((k) => k.day === today).length,
  };
}

function equalMarks(some: Uint8Array, others: Uint8Array): number {
  let equal = 0;
  for (let i = 0; i < Math.min(some.length, others.length); i++) {
    if (some[i] === others[i]) equal++;
  }
  return equal;
}

/** The harsher of two verdicts. */
export const harsher = (one: Risk, other: Risk | null): Risk =>
  risks.find((risk) => risk === one || risk === other) ?? one;
