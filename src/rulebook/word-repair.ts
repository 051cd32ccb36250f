import { hashPrime, hashStart, hashSymbols, symbol } from '#domain/fold.ts';
import { HashChains } from './hash-chains.ts';
import { classes, classesInLong, letter, lookHash, lookLettersMax } from './look-hash.ts';

/** Shorter words have too many neighbours to be told apart by one letter. */
const typoLettersMin = 5;
const misreadLettersMin = 4;
const longLettersMin = 6;

const lettersOf = (word: string): Uint8Array => Uint8Array.from(word, letter);
const hashOfWord = (word: string): number => hashSymbols(lettersOf(word), 0, word.length);

/** Hash without the letter at `skip`, otherwise as `hashSymbols`. */
function hashWithout(symbols: Uint8Array, length: number, skip: number): number {
  let hash = hashStart;
  let previous = 0;
  for (let i = 0; i < length; i++) {
    const s = symbols[i]!;
    if (i === skip || (s === previous && s <= symbol.letterLast)) continue;
    hash = Math.imul(hash ^ s, hashPrime);
    previous = s;
  }
  return hash;
}

/** What the way from one word to the other costs; a smaller number is likelier. */
const cost = {
  swapped: 1,
  vowelLost: 1,
  letterLost: 2,
  letterAdded: 2,
  changed: 3,
};
const tooFar = 99;
const vowels = new Set([...'aiueo'].map(letter));
/** Letters side by side on a telephone, and a and o, which look alike in small print. */
const beside: readonly string[] = [
  ...['qw', 'we', 'er', 'rt', 'ty', 'yu', 'ui', 'io', 'op', 'as', 'sd', 'df', 'fg', 'gh', 'hj'],
  ...['jk', 'kl', 'zx', 'xc', 'cv', 'vb', 'bn', 'nm', 'qa', 'ws', 'ed', 'rf', 'tg', 'yh', 'uj'],
  ...['ik', 'ol', 'az', 'sx', 'dc', 'fv', 'gb', 'hn', 'jm', 'ao'],
];
const mistakable = new Uint8Array(32 * 32);
for (const [a, b] of [...beside, ...beside.map((p) => p[1]! + p[0]!)].map((p) =>
  [...p].map(letter),
)) {
  mistakable[32 * a! + b!] = 1;
}

/** Repeated letters count once, as everywhere; returns the new length. */
function withoutRepeats(symbols: Uint8Array, length: number, into: Uint8Array): number {
  let to = 0;
  for (let i = 0; i < length; i++) {
    const s = symbols[i]!;
    if (to > 0 && s === into[to - 1] && s <= symbol.letterLast) continue;
    if (to === into.length) return to + 1;
    into[to++] = s;
  }
  return to;
}

const query = new Uint8Array(lookLettersMax);
const endings = ['nya', 'na', 'ne'].map(lettersOf);
const rememberedWords = 16_384;

/**
 * Finds the known word that an unknown one was meant to be: letters misread from a picture, or
 * one letter lost, added, changed or swapped. One word fits or none: where two fit equally well
 * the word stays unknown.
 */
export class WordRepair {
  readonly #ids: Int32Array;
  /** Where the symbols of each word begin in `#symbols`. */
  readonly #starts: Int32Array;
  readonly #symbols: Uint8Array;
  readonly #byWord: HashChains;
  readonly #byLook: HashChains;
  readonly #byLookInLong: HashChains;
  readonly #byDeletion: HashChains;
  /** Unknown words come again and again; a word is looked at once. */
  readonly #seenHashes = new Int32Array(rememberedWords);
  readonly #seenIds = new Int32Array(rememberedWords);

  /** Hashes of words that are what they are. */
  readonly #everyday: ReadonlySet<number>;

  /**
   * @param words folded words of letters with the id each stands for
   * @param everyday folded words that are no slip of another one
   */
  constructor(
    words: readonly (readonly [word: string, id: number])[],
    everyday: readonly string[],
  ) {
    this.#everyday = new Set(everyday.map(hashOfWord));
    const used = words.filter(([w]) => /^[a-z]+$/.test(w) && w.length >= misreadLettersMin);
    const letters = used.reduce((sum, [w]) => sum + w.length, 0);
    this.#ids = Int32Array.from(used, ([, id]) => id);
    this.#starts = new Int32Array(used.length + 1);
    this.#symbols = new Uint8Array(letters);
    this.#byWord = new HashChains(used.length);
    this.#byLook = new HashChains(used.length);
    this.#byLookInLong = new HashChains(used.length);
    this.#byDeletion = new HashChains(letters);
    used.forEach(([word], entry) => {
      this.#add(word, entry);
    });
  }

  #add(word: string, entry: number): void {
    const start = this.#starts[entry]!;
    const end = start + word.length;
    this.#starts[entry + 1] = end;
    this.#symbols.set(lettersOf(word), start);
    const symbols = this.#symbols.subarray(start, end);
    this.#byLook.add(lookHash(symbols, word.length, classes), entry);
    if (word.length < typoLettersMin) return;
    this.#byLookInLong.add(lookHash(symbols, word.length, classesInLong), entry);
    this.#byWord.add(hashSymbols(symbols, 0, word.length), entry);
    for (let i = 0; i < word.length; i++) {
      this.#byDeletion.add(hashWithout(symbols, word.length, i), entry);
    }
  }

  /** Id of the word meant, or 0. */
  find(symbols: Uint8Array, length: number): number {
    const letters = withoutRepeats(symbols, length, query);
    if (letters < misreadLettersMin || letters > lookLettersMax) return 0;
    const hash = hashSymbols(query, 0, letters);
    const slot = (hash ^ (hash >>> 15)) & (rememberedWords - 1);
    if (this.#seenHashes[slot] === hash) return this.#seenIds[slot]!;
    const id = this.#look(letters, hash) || this.#withoutEnding(letters);
    this.#seenHashes[slot] = hash;
    this.#seenIds[slot] = id;
    return id;
  }

  isEveryday(symbols: Uint8Array, length: number): boolean {
    return this.#everyday.has(hashSymbols(symbols, 0, length));
  }

  /**
   * Id of the word that fits letters of which some, written 0, may be any: vowels first, for they
   * are the ones masked. Goes through all words, so it is for the rare word only.
   */
  matching(symbols: Uint8Array, length: number): number {
    const letters = withoutRepeats(symbols, length, query);
    if (letters < misreadLettersMin || letters > lookLettersMax) return 0;
    const fitting = new Set<number>();
    const fittingVowels = new Set<number>();
    for (let entry = 0; entry < this.#ids.length; entry++) {
      const start = this.#starts[entry]!;
      if (this.#starts[entry + 1]! - start !== letters || !this.#fits(start, letters)) continue;
      const word = this.#symbols.subarray(start, start + letters);
      fitting.add(this.#ids[entry]!);
      if (word.every((s, i) => query[i] !== 0 || vowels.has(s))) {
        fittingVowels.add(this.#ids[entry]!);
      }
    }
    const [id = 0, ...others] = fittingVowels.size > 0 ? fittingVowels : fitting;
    return others.length === 0 ? id : 0;
  }

  /** A plain loop: thousands of words are looked at for each masked one. */
  #fits(start: number, letters: number): boolean {
    for (let i = 0; i < letters; i++) {
      if (query[i] !== 0 && query[i] !== this.#symbols[start + i]) return false;
    }
    return true;
  }

  #look(letters: number, hash: number): number {
    if (this.#everyday.has(hash)) return 0;
    return this.#misread(letters) || this.#mistyped(letters);
  }

  #withoutEnding(letters: number): number {
    for (const ending of endings) {
      const rest = letters - ending.length;
      if (rest < typoLettersMin || !ending.every((s, i) => query[rest + i] === s)) continue;
      return this.#look(rest, hashSymbols(query, 0, rest));
    }
    return 0;
  }

  #misread(letters: number): number {
    const id = this.#onlyOne(this.#byLook, lookHash(query, letters, classes));
    if (id !== 0 || letters < longLettersMin) return id;
    return this.#onlyOne(this.#byLookInLong, lookHash(query, letters, classesInLong));
  }

  /** The one word under a hash; 0 where there is none or more than one. */
  #onlyOne(chain: HashChains, hash: number): number {
    let id = 0;
    for (let at = chain.first(hash); at >= 0; at = chain.after(at)) {
      const other = this.#ids[chain.entry(at)]!;
      if (id !== 0 && other !== id) return 0;
      id = other;
    }
    return id;
  }

  #mistyped(letters: number): number {
    if (letters < typoLettersMin) return 0;
    const best = { id: 0, cost: tooFar };
    this.#consider(this.#byDeletion, hashSymbols(query, 0, letters), letters, best);
    for (let skip = 0; skip < letters; skip++) {
      const hash = hashWithout(query, letters, skip);
      this.#consider(this.#byWord, hash, letters, best);
      this.#consider(this.#byDeletion, hash, letters, best);
    }
    return best.id;
  }

  #consider(
    chain: HashChains,
    hash: number,
    letters: number,
    best: { id: number; cost: number },
  ): void {
    for (let at = chain.first(hash); at >= 0; at = chain.after(at)) {
      const entry = chain.entry(at);
      const price = this.#costOf(entry, letters);
      const id = this.#ids[entry]!;
      if (price > best.cost || price >= tooFar) continue;
      if (price === best.cost && id !== best.id) best.id = 0;
      else best.id = id;
      best.cost = price;
    }
  }

  /** Cost of the one step between the word asked for and an entry; `tooFar` for more than one. */
  #costOf(entry: number, letters: number): number {
    const start = this.#starts[entry]!;
    const length = this.#starts[entry + 1]! - start;
    const symbols = this.#symbols;
    let i = 0;
    while (i < letters && i < length && query[i] === symbols[start + i]) i++;
    const meant = symbols.subarray(start, start + length);
    // Hardly anybody mistypes the first letter, and many words differ in it alone.
    if (i === 0) return tooFar;
    return letters === length ? costOfChange(meant, i) : costOfLength(meant, letters, i);
  }
}

/** True where the query from `from` on is the word from `other` on. */
function restIsSame(meant: Uint8Array, letters: number, from: number, other: number): boolean {
  if (letters - from !== meant.length - other) return false;
  for (let i = from; i < letters; i++) if (query[i] !== meant[other + i - from]) return false;
  return true;
}

/** One letter written for another at `i`, or the two there swapped. */
function costOfChange(meant: Uint8Array, i: number): number {
  const letters = meant.length;
  const swapped = query[i] === meant[i + 1] && query[i + 1] === meant[i];
  if (swapped && restIsSame(meant, letters, i + 2, i + 2)) return cost.swapped;
  if (!restIsSame(meant, letters, i + 1, i + 1)) return tooFar;
  return mistakable[32 * query[i]! + meant[i]!] === 1 ? cost.changed : tooFar;
}

/** One letter lost or added at `i`. */
function costOfLength(meant: Uint8Array, letters: number, i: number): number {
  if (restIsSame(meant, letters, i, i + 1)) {
    return vowels.has(meant[i]!) ? cost.vowelLost : cost.letterLost;
  }
  return restIsSame(meant, letters, i + 1, i) ? cost.letterAdded : tooFar;
}
