import {
  codePointAt,
  foldAstral,
  foldTable,
  hashPrime,
  hashStart,
  hashSymbols,
  isRegionalIndicator,
  symbol,
} from '#domain/fold.ts';
import { cliticsEnding, stemLength, stemsOf, variantLettersMin } from './clitics.ts';
import { WordRepair } from './word-repair.ts';

/** Ids below are classes of tokens, not words. Words are numbered from `wordIdFirst`. */
export const tokenClass = { unknown: 0, number: 1, money: 2, contact: 3, place: 4 } as const;
export const wordIdFirst = 8;
const wordIdMax = 65_535;
export const wordSymbolsMax = 48;

/** Written before the letters of a flag, so that 🇸🇩 is not the word "sd". */
const flagMark = [26, 17, 26];

/** Folded symbols of one written word (no separators); reads the same table as messages. */
export function wordSymbols(word: string): Uint8Array {
  const symbols = new Uint8Array(wordSymbolsMax);
  let length = 0;
  if (isRegionalIndicator(codePointAt(word, 0))) {
    symbols.set(flagMark);
    length = flagMark.length;
  }
  for (let i = 0; i < word.length && length < wordSymbolsMax; i++) {
    const codePoint = codePointAt(word, i);
    if (codePoint > 0xffff) i++;
    const s = codePoint > 0xffff ? foldAstral(codePoint) : foldTable[codePoint]!;
    if (s >= symbol.letterFirst && s <= symbol.digitLast) symbols[length++] = s;
  }
  return symbols.subarray(0, length);
}

const symbolText = (symbols: Uint8Array): string => {
  let text = '';
  let previous = 0;
  for (const s of symbols) {
    if (s === previous && s <= symbol.letterLast) continue;
    text += s <= symbol.letterLast ? String.fromCharCode(96 + s) : String.fromCharCode(21 + s);
    previous = s;
  }
  return text;
};

/** A word as the engine compares it: folded, without repeated letters. `Gajiii` gives `gaji`. */
export const foldWord = (word: string): string => symbolText(wordSymbols(word));

const [filterMask, strangersMask] = [0xfff, 0x3fff];

/**
 * All words that rules, places and other data speak of, each with a number. Filled first, then
 * sealed into an open-addressed table that a message is read against.
 */
export class Vocabulary {
  /** Chat spelling → formal word, both folded. */
  readonly #spellings = new Map<string, string>();
  readonly #ids = new Map<string, number>();
  readonly #prefixes = new Map<string, number>();
  /** The same words come thousands of times while rules are compiled; emptied by `seal`. */
  readonly #added = new Map<string, number>();
  /** By word those that are it with an ending; found when first asked for. */
  #endings: Map<number, number[]> | null = null;
  readonly #beginnings = new Map<string, readonly number[]>();
  readonly #words: string[] = new Array(wordIdFirst).fill('');
  #hashes = new Int32Array(0);
  #table = new Int32Array(0);
  #repair = new WordRepair([], []);
  #prefixHashes = new Map<number, number>();
  #prefixLengthMin = wordSymbolsMax;
  /** 1 where a beginning may have this hash; most words are told unknown by it alone. */
  readonly #prefixFilter = new Uint8Array(filterMask + 1);
  readonly #everyday: readonly string[];
  /** Words that nobody knows come again and again; each is looked into once. */
  readonly #strangers = new Int32Array(strangersMask + 1);

  /** @param everyday words that are never taken for a slip of a known one */
  constructor(
    spellings: Iterable<readonly [variant: string, formal: string]> = [],
    everyday: readonly string[] = [],
  ) {
    this.#everyday = everyday.map(foldWord);
    for (const [variant, formal] of spellings) {
      this.#spellings.set(foldWord(variant), foldWord(formal));
    }
  }

  /** Number of ids in use, classes included. */
  get size(): number {
    return this.#words.length;
  }

  /** Id of a word, new or known; a chat spelling gives the id of its formal word. */
  add(word: string): number {
    const known = this.#added.get(word);
    if (known !== undefined) return known;
    const folded = foldWord(word);
    if (folded === '') throw new RangeError(`"${word}" holds no letter or digit`);
    const id = this.#number(this.#spellings.get(folded) ?? folded, this.#ids);
    this.#added.set(word, id);
    return id;
  }

  /** The word of an id as messages are compared with it; empty for a class of tokens. */
  wordOf(id: number): string {
    return this.#words[id] ?? '';
  }

  /** Id that stands for all unknown words beginning so. */
  addPrefix(prefix: string): number {
    return this.#number(foldWord(prefix), this.#prefixes);
  }

  #number(word: string, among: Map<string, number>): number {
    const known = among.get(word);
    if (known !== undefined) return known;
    const id = this.#words.length;
    if (id > wordIdMax) throw new RangeError(`more than ${wordIdMax} different words`);
    this.#words.push(word);
    this.#endings = null;
    among.set(word, id);
    return id;
  }

  /** Id of a word already added, or 0. */
  find(word: string): number {
    const folded = foldWord(word);
    return this.#ids.get(this.#spellings.get(folded) ?? folded) ?? 0;
  }

  /** The word itself and every known word that is it, or a spelling of it, with an ending. */
  withEndings(id: number): readonly number[] {
    this.#endings ??= this.#findEndings();
    return this.#endings.get(id) ?? [id];
  }

  #findEndings(): Map<number, number[]> {
    const found = new Map<number, number[]>();
    this.#ids.forEach((id, word) => {
      for (const stem of stemsOf(word)) {
        const formal = this.#spellings.get(stem) ?? stem;
        // "gajihna" is "gajih", a spelling of "gaji", with an ending.
        if (formal !== stem && stem.length < variantLettersMin) continue;
        const of = this.#ids.get(formal);
        if (of !== undefined && of !== id) remembered(found, of, () => [of]).push(id);
      }
    });
    return found;
  }

  /** Ids of all known words and longer prefixes that begin so. */
  beginningWith(prefix: string): readonly number[] {
    return remembered(this.#beginnings, prefix, () => {
      const start = foldWord(prefix);
      const found: number[] = [];
      for (const map of [this.#ids, this.#prefixes]) {
        map.forEach((id, word) => {
          if (word.startsWith(start)) found.push(id);
        });
      }
      return found;
    });
  }

  /** Ids of words written in digits only (`24`). */
  digitWords(): number[] {
    return [...this.#ids].filter(([word]) => /^\d+$/.test(word)).map(([, id]) => id);
  }

  /** Makes the lookup table; call once, after the last word was added. */
  seal(): void {
    for (const map of [this.#added, this.#beginnings]) map.clear();
    this.#endings = null;
    for (const [variant, formal] of this.#spellings) {
      const id = this.#ids.get(formal);
      if (id !== undefined && !this.#ids.has(variant)) this.#ids.set(variant, id);
    }
    const capacity = 2 ** Math.ceil(Math.log2(4 * (this.#ids.size + 1)));
    this.#table = new Int32Array(capacity);
    this.#hashes = new Int32Array(capacity);
    for (const [word, id] of this.#ids) this.#insert(wordHash(word), id);
    this.#repair = new WordRepair([...this.#ids], this.#everyday);
    for (const [word, id] of this.#prefixes) {
      const hash = wordHash(word);
      this.#prefixHashes.set(hash, id);
      this.#prefixFilter[hash & filterMask] = 1;
      this.#prefixLengthMin = Math.min(this.#prefixLengthMin, word.length);
    }
  }

  #insert(hash: number, id: number): void {
    const mask = this.#table.length - 1;
    let slot = spread(hash) & mask;
    while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
    this.#table[slot] = id;
    this.#hashes[slot] = hash;
  }

  /** Id of the word with this hash (see `hashSymbols`), or 0. */
  byHash(hash: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let slot = spread(hash) & mask;
    for (let id = table[slot]!; id !== 0; id = table[slot]!) {
      if (this.#hashes[slot] === hash) return id;
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  bySymbols(symbols: Uint8Array, from: number, to: number): number {
    return this.byHash(hashSymbols(symbols, from, to));
  }

  /** Id of a word that is not in the table as written: without its ending, or by its beginning. */
  unknown(symbols: Uint8Array, length: number): number {
    const longest = this.#hashBeginnings(symbols, length);
    for (const clitic of cliticsEnding(symbols[length - 1]!)) {
      const rest = stemLength(symbols, length, clitic);
      const id = rest === 0 ? 0 : this.byHash(beginnings[rest]!);
      if (id !== 0) return id;
    }
    for (let n = longest; n >= this.#prefixLengthMin; n--) {
      if (this.#prefixFilter[beginnings[n]! & filterMask] === 0) continue;
      const id = this.#prefixHashes.get(beginnings[n]!);
      if (id !== undefined) return id;
    }
    return tokenClass.unknown;
  }

  /** True for a word that was found to be none of ours, nor near one. */
  isStranger(hash: number, length: number): boolean {
    const key = strangerKey(hash, length);
    return this.#strangers[key & strangersMask] === key;
  }

  /** Remembers a word that nothing could be made of; with doubled letters its hash is shared. */
  addStranger(hash: number, symbols: Uint8Array, length: number): void {
    for (let i = 1; i < length; i++) if (symbols[i] === symbols[i - 1]) return;
    const key = strangerKey(hash, length);
    this.#strangers[key & strangersMask] = key;
  }

  /** Id of the known word that an unknown one was meant to be (see `WordRepair`), or 0. */
  repaired(symbols: Uint8Array, length: number): number {
    return this.#repair.find(symbols, length);
  }

  /** Id of the only known word that fits letters of which some, written 0, may be any; or 0. */
  matching(symbols: Uint8Array, length: number): number {
    return this.#repair.matching(symbols, length);
  }

  /** True for a word that is listed as no slip of another. */
  isEveryday(symbols: Uint8Array, length: number): boolean {
    return this.#repair.isEveryday(symbols, length);
  }

  /** Fills `beginnings`; returns the greatest length that may be a known beginning, or 0. */
  #hashBeginnings(symbols: Uint8Array, length: number): number {
    const filter = this.#prefixFilter;
    let hash = hashStart;
    let previous = 0;
    let longest = 0;
    for (let i = 0; i < length; i++) {
      const s = symbols[i]!;
      if (s !== previous || s > symbol.letterLast) hash = Math.imul(hash ^ s, hashPrime);
      previous = s;
      beginnings[i + 1] = hash;
      if (filter[hash & filterMask] === 1) longest = i + 1;
    }
    return longest;
  }
}

/** Hash of the first n symbols at place n; reused from word to word. */
const beginnings = new Int32Array(wordSymbolsMax + 1);
function remembered<K, V>(known: Map<K, V>, key: K, find: () => V): V {
  const value = known.get(key) ?? find();
  known.set(key, value);
  return value;
}
const strangerKey = (hash: number, length: number): number => {
  const key = Math.imul(hash ^ Math.imul(length, 0x9e3779b1), 0x85ebca6b);
  return key ^ (key >>> 15);
};
const spread = (hash: number): number => hash ^ (hash >>> 15);
const wordHash = (word: string): number => {
  const symbols = wordSymbols(word);
  return hashSymbols(symbols, 0, symbols.length);
};
