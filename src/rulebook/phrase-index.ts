import { gapOf, isGap, WordSets } from './phrase-elements.ts';
import type { PhraseElement } from './phrase-notation.ts';
import { Postings } from './postings.ts';
import { tokenClass, type Vocabulary, wordIdFirst } from './vocabulary.ts';

/** What the index reads: word ids and pauses of one message (see analysis/tokens.ts). */
export type TokenIds = {
  readonly count: number;
  readonly ids: Int32Array;
  /** 2 where a sentence ends before the token: no phrase crosses it. */
  readonly pauses: Uint8Array;
  /** 1 where the token belongs to the name of a known place. */
  readonly inPlace: Uint8Array;
};

/** A phrase found: its owner as given to `add`, first and last token. */
export type PhraseHit = { owner: number; first: number; last: number };

/** So many hits of one phrase in one message are kept; more would say nothing new. */
const hitsPerPhraseMax = 6;
/** A pair of choices is filed under every combination up to this many. */
const pairCombinationsMax = 400;

/**
 * All phrases in one lookup. Each is filed under its rarest pair of neighbouring words, or its
 * rarest word where it has no neighbours, so that a message costs nearly the same whatever the
 * number of phrases.
 */
export class PhraseIndex {
  readonly #vocabulary: Vocabulary;
  readonly #sets: WordSets;
  readonly #pending: { elements: readonly PhraseElement[]; owner: number }[] = [];
  #owners = new Int32Array(0);
  /** Elements of all phrases, one after another (see phrase-elements.ts). */
  #elements = new Int32Array(0);
  /** By phrase, and one more: where its elements begin. */
  #starts = new Int32Array(1);
  #postings = new Postings(() => {});
  /** By word: whether phrases are filed under it alone, or under it with a neighbour. */
  #filed = new Uint8Array(0);
  #found = new Uint8Array(0);
  #touched: number[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#sets = new WordSets(vocabulary);
  }

  /** Registers one plain sequence; the owner comes back with every hit. */
  add(elements: readonly PhraseElement[], owner: number): void {
    for (const element of elements) {
      if ('gap' in element) continue;
      for (const w of element.words) {
        if ('word' in w) this.#vocabulary.add(w.word);
        else if ('prefix' in w) this.#vocabulary.addPrefix(w.prefix);
      }
    }
    this.#pending.push({ elements, owner });
  }

  /**
   * Compiles everything added; call once, after all words of the vocabulary are known.
   * @param numberWords ids of words that are numbers (`tiga`); they match `<number>` too
   */
  seal(numberWords: Iterable<number> = []): void {
    this.#sets.numberWords = [...numberWords, ...this.#vocabulary.digitWords()];
    const phrases = this.#pending.map(({ elements }) =>
      Int32Array.from(elements, (e) => this.#sets.of(e)),
    );
    this.#owners = Int32Array.from(this.#pending, ({ owner }) => owner);
    this.#starts = new Int32Array(phrases.length + 1);
    phrases.forEach((elements, i) => {
      this.#starts[i + 1] = this.#starts[i]! + elements.length;
    });
    this.#elements = new Int32Array(this.#starts[phrases.length]!);
    phrases.forEach((elements, i) => {
      this.#elements.set(elements, this.#starts[i]);
    });
    this.#found = new Uint8Array(phrases.length);
    this.#file(phrases);
    this.#pending.length = 0;
  }

  #file(phrases: readonly Int32Array[]): void {
    const uses = new Int32Array(this.#vocabulary.size);
    for (const element of this.#elements) {
      if (!isGap(element))
        this.#sets.members(element).forEach((id) => {
          uses[id]!++;
        });
    }
    const anchors = phrases.map((elements) => chooseAnchor(elements, this.#sets, uses));
    const filed = new Uint8Array(this.#vocabulary.size);
    this.#postings = new Postings((visit) => {
      anchors.forEach(({ element, pair }, phrase) => {
        const elements = phrases[phrase]!;
        const right = pair ? this.#sets.members(elements[element + 1]!) : alone;
        this.#sets.members(elements[element]!).forEach((a) => {
          filed[a]! |= pair ? filedAs.pair : filedAs.word;
          right.forEach((b) => {
            visit(pairKey(a, b), phrase, this.#starts[phrase]! + element);
          });
        });
      });
    });
    this.#filed = filed;
  }

  /** All phrases in the message, in the order of their anchors. */
  search(tokens: TokenIds): PhraseHit[] {
    const hits: PhraseHit[] = [];
    const { count, ids, inPlace } = tokens;
    for (let i = 0; i < count; i++) {
      const id = ids[i]!;
      if (id !== 0) this.#probe(id, i, tokens, hits);
      if (inPlace[i] === 1) this.#probe(tokenClass.place, i, tokens, hits);
    }
    for (const phrase of this.#touched) this.#found[phrase] = 0;
    this.#touched.length = 0;
    return hits;
  }

  #probe(id: number, at: number, tokens: TokenIds, hits: PhraseHit[]): void {
    const filed = this.#filed[id]!;
    if (filed === 0) return;
    if ((filed & filedAs.word) !== 0) this.#verify(pairKey(id, 0), at, tokens, hits);
    const next = at + 1;
    if ((filed & filedAs.pair) === 0 || next >= tokens.count || tokens.pauses[next] === 2) return;
    const nextId = tokens.ids[next]!;
    if (nextId !== 0) this.#verify(pairKey(id, nextId), at, tokens, hits);
    if (tokens.inPlace[next] === 1) this.#verify(pairKey(id, tokenClass.place), at, tokens, hits);
  }

  /** Follows each phrase filed under the key to both its ends. */
  #verify(key: number, at: number, tokens: TokenIds, hits: PhraseHit[]): void {
    const start = this.#postings.find(key);
    if (start < 0) return;
    const { lists } = this.#postings;
    const end = start + lists[start]!;
    for (let p = start + 1; p <= end; p += 2) {
      const phrase = lists[p]!;
      if (this.#found[phrase]! >= hitsPerPhraseMax) continue;
      const anchor = lists[p + 1]!;
      const last = this.#walk(phrase, anchor, at, 1, tokens);
      if (last < 0) continue;
      const first = this.#walk(phrase, anchor, at, -1, tokens);
      if (first < 0) continue;
      if (this.#found[phrase]!++ === 0) this.#touched.push(phrase);
      hits.push(this.#tightened(phrase, first, tokens));
    }
  }

  /**
   * The nearest end from `first`, then the nearest beginning from there: the same quote whichever
   * words of the phrase happen to be its rarest.
   */
  #tightened(phrase: number, first: number, tokens: TokenIds): PhraseHit {
    const begin = this.#starts[phrase]!;
    const last = this.#walk(phrase, begin, first, 1, tokens);
    const end = this.#starts[phrase + 1]! - 1;
    const nearest = this.#walk(phrase, end, last, -1, tokens);
    return { owner: this.#owners[phrase]!, first: nearest, last };
  }

  /**
   * Follows the elements from the anchor in one direction, the nearest fit first.
   * @returns the token the last element stands on, or -1
   */
  #walk(phrase: number, element: number, at: number, step: 1 | -1, tokens: TokenIds): number {
    const next = element + step;
    if (next < this.#starts[phrase]! || next >= this.#starts[phrase + 1]!) return at;
    const value = this.#elements[next]!;
    if (!isGap(value)) {
      const position = at + step;
      if (!this.#stands(value, position, at, step, tokens)) return -1;
      return this.#walk(phrase, next, position, step, tokens);
    }
    const wanted = this.#elements[next + step]!;
    let position = at;
    for (let skipped = 0; skipped <= gapOf(value); skipped++) {
      const from = position;
      position += step;
      if (!joined(position, from, step, tokens)) return -1;
      if (!this.#is(wanted, position, tokens)) continue;
      const end = this.#walk(phrase, next + step, position, step, tokens);
      if (end >= 0) return end;
    }
    return -1;
  }

  #stands(value: number, position: number, from: number, step: 1 | -1, tokens: TokenIds): boolean {
    return joined(position, from, step, tokens) && this.#is(value, position, tokens);
  }

  #is(value: number, position: number, tokens: TokenIds): boolean {
    return (
      this.#sets.has(value, tokens.ids[position]!) ||
      (tokens.inPlace[position] === 1 && this.#sets.has(value, tokenClass.place))
    );
  }
}

/** True where `position` exists and no sentence ends between it and `from`. */
function joined(position: number, from: number, step: 1 | -1, tokens: TokenIds): boolean {
  if (position < 0 || position >= tokens.count) return false;
  return tokens.pauses[step === 1 ? position : from] !== 2;
}

/** Key of two neighbouring words; a word alone has 0 beside it. */
const pairKey = (a: number, b: number): number => (a << 16) | b;
const alone = Int32Array.of(0);
/** Bits of `#filed`. */
const filedAs = { word: 1, pair: 2 } as const;

/** The element, or pair of neighbours, that the fewest messages will meet. */
function chooseAnchor(
  elements: Int32Array,
  sets: WordSets,
  uses: Int32Array,
): { element: number; pair: boolean } {
  const weight = (e: number) => {
    let sum = 0;
    sets.members(e).forEach((id) => {
      sum += id < wordIdFirst ? 200 : uses[id]!;
    });
    return sum;
  };
  let best = { element: 0, pair: false, cost: Number.POSITIVE_INFINITY };
  elements.forEach((e, i) => {
    if (isGap(e)) return;
    // Meeting one common word is a hundred times likelier than meeting two beside each other.
    const alone = weight(e) * 100;
    if (alone < best.cost) best = { element: i, pair: false, cost: alone };
    const right = elements[i + 1];
    if (right === undefined || isGap(right)) return;
    const combinations = sets.members(e).length * sets.members(right).length;
    const together = Math.sqrt(weight(e) * weight(right));
    if (combinations <= pairCombinationsMax && together < best.cost) {
      best = { element: i, pair: true, cost: together };
    }
  });
  return best;
}
