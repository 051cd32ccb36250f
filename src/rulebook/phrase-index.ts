import { chooseAnchor, chooseGuard } from './phrase-anchor.ts';
import { gapOf, isGap, WordSets } from './phrase-elements.ts';
import type { PhraseElement } from './phrase-notation.ts';
import { Postings } from './postings.ts';
import { Presence } from './presence.ts';
import { tokenClass, type Vocabulary } from './vocabulary.ts';

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
/** Stands before and behind the elements of each phrase; no word has this id. */
const edge = 0x7fff_ffff;

/**
 * All phrases in one lookup. Each is filed under its rarest pair of neighbouring words, or its
 * rarest word where it has no neighbours, so that a message costs nearly the same whatever the
 * number of phrases. A phrase of more words is followed only where the rarest of the others, its
 * guard, stands in the same sentence and in reach.
 */
export class PhraseIndex {
  readonly #vocabulary: Vocabulary;
  readonly #sets: WordSets;
  readonly #pending: { elements: readonly PhraseElement[]; owner: number }[] = [];
  #owners = new Int32Array(0);
  /** Elements of all phrases (see phrase-elements.ts), an `edge` before and behind each. */
  #elements = new Int32Array(0);
  /** By phrase: where its elements begin, and where its last one is. */
  #starts = new Int32Array(0);
  #lasts = new Int32Array(0);
  /** By phrase: 1 where it has a gap, so that it may fit in several ways. */
  #gapped = new Uint8Array(0);
  #postings = new Postings(() => {});
  #presence = new Presence([], 0, 0);
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
    const phrases = this.#pending.map(({ elements }) => elements.map((e) => this.#sets.of(e)));
    this.#owners = Int32Array.from(this.#pending, ({ owner }) => owner);
    this.#starts = new Int32Array(phrases.length);
    this.#lasts = new Int32Array(phrases.length);
    const all = [edge];
    phrases.forEach((elements, i) => {
      this.#starts[i] = all.length;
      for (const element of elements) all.push(element);
      this.#lasts[i] = all.length - 1;
      all.push(edge);
    });
    this.#elements = Int32Array.from(all);
    this.#gapped = Uint8Array.from(phrases, (elements) => (elements.some(isGap) ? 1 : 0));
    this.#found = new Uint8Array(phrases.length);
    this.#file(phrases);
    this.#pending.length = 0;
    this.#sets.close();
  }

  #file(phrases: readonly (readonly number[])[]): void {
    const sets = this.#sets;
    const uses = sets.countUses(phrases, this.#vocabulary.size);
    const anchors = phrases.map((elements) => chooseAnchor(elements, sets, uses));
    const guards = phrases.map((elements, i) => chooseGuard(elements, anchors[i]!, sets, uses));
    const reach = phrases.reduce((most, elements) => Math.max(most, reachOf(elements)), 0);
    this.#presence = new Presence(sets.membersOf(guards), this.#vocabulary.size, reach);
    const guardPlaces = guards.map((guard) => this.#presence.placeOf(guard));
    const filed = new Uint8Array(this.#vocabulary.size);
    this.#postings = new Postings((visit) => {
      phrases.forEach((elements, phrase) => {
        const { element, pair } = anchors[phrase]!;
        const right = pair ? sets.members(elements[element + 1]!) : alone;
        // Where the anchor is all of the phrase, its hit needs no second look.
        const isAll = elements.length === (pair ? 2 : 1);
        const place = isAll ? whole : this.#starts[phrase]! + element;
        sets.members(elements[element]!).forEach((a) => {
          filed[a]! |= pair ? filedAs.pair : filedAs.word;
          right.forEach((b) => {
            visit(pairKey(a, b), phrase, place, guardPlaces[phrase]!);
          });
        });
      });
    });
    this.#filed = filed;
  }

  /** All phrases in the message, in the order of their anchors. */
  search(tokens: TokenIds): PhraseHit[] {
    const hits: PhraseHit[] = [];
    this.#presence.begin();
    const { count, ids, inPlace } = tokens;
    const filed = this.#filed;
    for (let i = 0; i < count; i++) {
      this.#presence.moveTo(i, tokens);
      const id = ids[i]!;
      if (filed[id] !== 0) this.#probe(id, i, tokens, hits);
      if (inPlace[i] === 1) this.#probe(tokenClass.place, i, tokens, hits);
    }
    for (const phrase of this.#touched) this.#found[phrase] = 0;
    this.#touched.length = 0;
    return hits;
  }

  #probe(id: number, at: number, tokens: TokenIds, hits: PhraseHit[]): void {
    const filed = this.#filed[id]!;
    if ((filed & filedAs.word) !== 0) this.#verify(pairKey(id, 0), at, at, tokens, hits);
    const next = at + 1;
    if ((filed & filedAs.pair) === 0 || next >= tokens.count || tokens.pauses[next] === 2) return;
    const nextId = tokens.ids[next]!;
    if (nextId !== 0) this.#verify(pairKey(id, nextId), at, next, tokens, hits);
    if (tokens.inPlace[next] === 1) {
      this.#verify(pairKey(id, tokenClass.place), at, next, tokens, hits);
    }
  }

  /** Follows each phrase filed under the key, which stands from `at` to `end`, to both its ends. */
  #verify(key: number, at: number, end: number, tokens: TokenIds, hits: PhraseHit[]): void {
    const { lists } = this.#postings;
    let p = this.#postings.find(key);
    if (p < 0) return;
    for (const stop = p + lists[p++]!; p <= stop; p += 3) {
      const phrase = lists[p]!;
      const anchor = lists[p + 1]!;
      if (!this.#presence.has(lists[p + 2]!) || this.#found[phrase]! >= hitsPerPhraseMax) continue;
      const hit =
        anchor === whole
          ? { owner: this.#owners[phrase]!, first: at, last: end }
          : this.#follow(phrase, anchor, at, tokens);
      if (hit === null) continue;
      if (this.#found[phrase]!++ === 0) this.#touched.push(phrase);
      hits.push(hit);
    }
  }

  #follow(phrase: number, anchor: number, at: number, tokens: TokenIds): PhraseHit | null {
    let last = this.#walk(anchor, at, 1, tokens);
    if (last < 0) return null;
    let first = this.#walk(anchor, at, -1, tokens);
    if (first < 0) return null;
    if (this.#gapped[phrase] === 1) {
      // The nearest end from the beginning, then the nearest beginning from there: the same quote
      // whichever words of the phrase happen to be its rarest.
      last = this.#walk(this.#starts[phrase]!, first, 1, tokens);
      first = this.#walk(this.#lasts[phrase]!, last, -1, tokens);
    }
    return { owner: this.#owners[phrase]!, first, last };
  }

  /**
   * Follows the elements from one that stands at a token in one direction, the nearest fit first.
   * @returns the token the last element stands on, or -1
   */
  #walk(from: number, at: number, step: 1 | -1, tokens: TokenIds): number {
    const elements = this.#elements;
    let element = from + step;
    let position = at;
    for (let value = elements[element]!; value !== edge; value = elements[element]!) {
      if (isGap(value)) return this.#leap(element, position, step, tokens);
      if (!joined(position, step, tokens)) return -1;
      position += step;
      if (!this.#is(value, position, tokens)) return -1;
      element += step;
    }
    return position;
  }

  /** Over a gap to each token in reach where the element behind it stands, and on from there. */
  #leap(gap: number, at: number, step: 1 | -1, tokens: TokenIds): number {
    const behind = gap + step;
    const wanted = this.#elements[behind]!;
    const furthest = gapOf(this.#elements[gap]!) + 1;
    let position = at;
    for (let words = 1; words <= furthest; words++) {
      if (!joined(position, step, tokens)) return -1;
      position += step;
      if (!this.#is(wanted, position, tokens)) continue;
      const end = this.#walk(behind, position, step, tokens);
      if (end >= 0) return end;
    }
    return -1;
  }

  #is(value: number, position: number, tokens: TokenIds): boolean {
    const id = tokens.ids[position]!;
    if (value >= 0 ? value === id : this.#sets.has(value, id)) return true;
    return tokens.inPlace[position] === 1 && this.#sets.has(value, tokenClass.place);
  }
}

/** Most tokens from the first of a phrase to its last. */
const reachOf = (elements: readonly number[]): number =>
  elements.reduce((sum, e) => sum + (isGap(e) ? gapOf(e) : 1), -1);

/** True where a token follows in this direction and no sentence ends before it. */
function joined(position: number, step: 1 | -1, tokens: TokenIds): boolean {
  if (step === -1) return position > 0 && tokens.pauses[position] !== 2;
  return position + 1 < tokens.count && tokens.pauses[position + 1] !== 2;
}

/** Key of two neighbouring words; a word alone has 0 beside it. */
const pairKey = (a: number, b: number): number => (a << 16) | b;
const alone = Int32Array.of(0);
/** In place of an anchor: the anchor is all of the phrase. */
const whole = -1;
/** Bits of `#filed`. */
const filedAs = { word: 1, pair: 2 } as const;
