import type { PhraseElement, PhraseWord } from './phrase-notation.ts';
import { tokenClass, type Vocabulary } from './vocabulary.ts';

/*
 * Elements as numbers: a word id (≥ 0), a set of words (negative, even when shifted) or a gap.
 * Sets are ~index·2, gaps are ~(length·2 + 1).
 */
const gapElement = (length: number): number => ~(length * 2 + 1);
const setElement = (index: number): number => ~(index * 2);
export const isGap = (element: number): boolean => element < 0 && (~element & 1) === 1;
export const gapOf = (element: number): number => ~element >> 1;

/** The distinct choices of words that phrases use, each in order of ids. */
export class WordSets {
  readonly #vocabulary: Vocabulary;
  /** Elements are shared between phrases (see `readPhrase`). */
  readonly #known = new Map<PhraseElement, number>();
  readonly #indexByKey = new Map<string, number>();
  readonly #members: Int32Array[] = [];
  /** By set: the low five bits of its members as bits. */
  readonly #filters: number[] = [];
  /** Words that are numbers; they and `<number>` match each other's place. */
  numberWords: readonly number[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** Frees what only `of` needs; call when every phrase is compiled. */
  close(): void {
    this.#known.clear();
    this.#indexByKey.clear();
  }

  /** Number of an element; call when all words are in the vocabulary. */
  of(element: PhraseElement): number {
    if ('gap' in element) return gapElement(element.gap);
    let number = this.#known.get(element);
    if (number === undefined) {
      number = this.#choice(this.#idsOf(element.words));
      this.#known.set(element, number);
    }
    return number;
  }

  /** Element for a choice of ids: the id itself where it is one. */
  #choice(ids: readonly number[]): number {
    const sorted = [...new Set(ids)].sort((a, b) => a - b);
    if (sorted.length === 1) return sorted[0]!;
    const key = sorted.join(' ');
    let index = this.#indexByKey.get(key);
    if (index === undefined) {
      index = this.#members.length;
      this.#indexByKey.set(key, index);
      this.#members.push(Int32Array.from(sorted));
      this.#filters.push(sorted.reduce((bits, id) => bits | (1 << (id & 31)), 0));
    }
    return setElement(index);
  }

  members(element: number): Int32Array {
    return element >= 0 ? Int32Array.of(element) : this.#members[~element >> 1]!;
  }

  has(element: number, id: number): boolean {
    if (element >= 0) return element === id;
    const index = ~element >> 1;
    // Most words are told not to be in a small set by one bit.
    if ((this.#filters[index]! & (1 << (id & 31))) === 0) return false;
    const members = this.#members[index]!;
    let low = 0;
    let high = members.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (members[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return members[low] === id;
  }

  /** The choices among these elements, each once, with their members. */
  membersOf(elements: Iterable<number | null>): [element: number, ids: Int32Array][] {
    const choices = new Set<number>();
    for (const e of elements) if (e !== null && e < 0) choices.add(e);
    return [...choices].map((e) => [e, this.members(e)]);
  }

  /** By word id: in how many elements of phrases it stands. */
  countUses(phrases: readonly (readonly number[])[], words: number): Int32Array {
    const uses = new Int32Array(words);
    for (const elements of phrases) {
      for (const element of elements) {
        if (element >= 0) uses[element]!++;
        else if (!isGap(element)) for (const id of this.members(element)) uses[id]!++;
      }
    }
    return uses;
  }

  #idsOf(words: readonly PhraseWord[]): number[] {
    return words.flatMap((w) => {
      if ('word' in w) return this.#vocabulary.withEndings(this.#vocabulary.add(w.word));
      if ('prefix' in w) return this.#vocabulary.beginningWith(w.prefix);
      return w.tokenClass === tokenClass.number
        ? [w.tokenClass, ...this.numberWords]
        : [w.tokenClass];
    });
  }
}
