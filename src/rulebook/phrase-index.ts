import { type CompiledPhrase, compileElements, gapOf, isGap, WordSets } from './phrase-elements.ts';
import type { PhraseElement } from './phrase-notation.ts';
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
  #phrases: CompiledPhrase[] = [];
  /** Postings by word id and by pair of ids: [phrase, element, phrase, element, …]. */
  #byWord: (Int32Array | undefined)[] = [];
  #pairKeys = new Int32Array(1);
  #pairPostings: (Int32Array | undefined)[] = [];
  #startsPair = new Uint8Array(0);
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
    this.#phrases = this.#pending.map(({ elements, owner }) => ({
      owner,
      elements: compileElements(elements, this.#sets),
    }));
    this.#found = new Uint8Array(this.#phrases.length);
    this.#startsPair = new Uint8Array(this.#vocabulary.size);
    this.#file();
    this.#pending.length = 0;
  }

  #file(): void {
    const uses = new Int32Array(this.#vocabulary.size);
    for (const { elements } of this.#phrases) {
      for (const e of elements) if (!isGap(e)) for (const id of this.#sets.members(e)) uses[id]!++;
    }
    const words = new Map<number, number[]>();
    const pairs = new Map<number, number[]>();
    const put = (map: Map<number, number[]>, key: number, phrase: number, element: number) => {
      const list = map.get(key);
      if (list) list.push(phrase, element);
      else map.set(key, [phrase, element]);
    };
    this.#phrases.forEach(({ elements }, phrase) => {
      const anchor = chooseAnchor(elements, this.#sets, uses);
      const left = this.#sets.members(elements[anchor.element]!);
      if (!anchor.pair) for (const id of left) put(words, id, phrase, anchor.element);
      else {
        const right = this.#sets.members(elements[anchor.element + 1]!);
        for (const a of left) {
          this.#startsPair[a] = 1;
          for (const b of right) put(pairs, pairKey(a, b), phrase, anchor.element);
        }
      }
    });
    for (const [id, list] of words) this.#byWord[id] = Int32Array.from(list);
    for (let id = 0; id < this.#vocabulary.size; id++) this.#byWord[id] ??= undefined;
    this.#buildPairTable(pairs);
  }

  #buildPairTable(pairs: ReadonlyMap<number, readonly number[]>): void {
    const capacity = 2 ** Math.ceil(Math.log2(4 * (pairs.size + 1)));
    this.#pairKeys = new Int32Array(capacity);
    this.#pairPostings = new Array(capacity).fill(undefined);
    for (const [key, list] of pairs) {
      let slot = pairSlot(key) & (capacity - 1);
      while (this.#pairKeys[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      this.#pairKeys[slot] = key;
      this.#pairPostings[slot] = Int32Array.from(list);
    }
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
    const single = this.#byWord[id];
    if (single !== undefined) this.#verify(single, at, tokens, hits);
    const next = at + 1;
    if (this.#startsPair[id] !== 1 || next >= tokens.count || tokens.pauses[next] === 2) return;
    const nextId = tokens.ids[next]!;
    if (nextId !== 0) this.#probePair(id, nextId, at, tokens, hits);
    if (tokens.inPlace[next] === 1) this.#probePair(id, tokenClass.place, at, tokens, hits);
  }

  #probePair(a: number, b: number, at: number, tokens: TokenIds, hits: PhraseHit[]): void {
    const key = pairKey(a, b);
    const mask = this.#pairKeys.length - 1;
    let slot = pairSlot(key) & mask;
    for (let k = this.#pairKeys[slot]!; k !== 0; k = this.#pairKeys[slot]!) {
      if (k === key) {
        this.#verify(this.#pairPostings[slot]!, at, tokens, hits);
        return;
      }
      slot = (slot + 1) & mask;
    }
  }

  #verify(postings: Int32Array, at: number, tokens: TokenIds, hits: PhraseHit[]): void {
    for (let p = 0; p < postings.length; p += 2) {
      const phrase = postings[p]!;
      if (this.#found[phrase]! >= hitsPerPhraseMax) continue;
      const { elements, owner } = this.#phrases[phrase]!;
      const anchor = postings[p + 1]!;
      const last = this.#walk(elements, anchor, at, 1, tokens);
      if (last < 0) continue;
      const first = this.#walk(elements, anchor, at, -1, tokens);
      if (first < 0) continue;
      if (this.#found[phrase]!++ === 0) this.#touched.push(phrase);
      hits.push({ owner, first, last });
    }
  }

  /**
   * Follows the elements from the anchor in one direction, the nearest fit first.
   * @returns the token the last element stands on, or -1
   */
  #walk(elements: Int32Array, element: number, at: number, step: 1 | -1, tokens: TokenIds): number {
    const next = element + step;
    if (next < 0 || next >= elements.length) return at;
    const value = elements[next]!;
    if (!isGap(value)) {
      const position = at + step;
      if (!this.#stands(value, position, at, step, tokens)) return -1;
      return this.#walk(elements, next, position, step, tokens);
    }
    const wanted = elements[next + step]!;
    let position = at;
    for (let skipped = 0; skipped <= gapOf(value); skipped++) {
      const from = position;
      position += step;
      if (!joined(position, from, step, tokens)) return -1;
      if (!this.#is(wanted, position, tokens)) continue;
      const end = this.#walk(elements, next + step, position, step, tokens);
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

const pairKey = (a: number, b: number): number => (a << 16) | b;
const pairSlot = (key: number): number => {
  const mixed = Math.imul(key, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

/** The element, or pair of neighbours, that the fewest messages will meet. */
function chooseAnchor(
  elements: Int32Array,
  sets: WordSets,
  uses: Int32Array,
): { element: number; pair: boolean } {
  const weight = (e: number) => {
    let sum = 0;
    for (const id of sets.members(e)) sum += id < wordIdFirst ? 200 : uses[id]!;
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
