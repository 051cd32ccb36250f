import { foldTable, hashSymbols, symbol } from '#domain/fold.ts';
import { type Vocabulary, wordSymbols, wordSymbolsMax } from '#rulebook/vocabulary.ts';
import { pause, type Tokens } from './tokens.ts';

const { letterFirst, letterLast } = symbol;
const [letterD, letterI] = [4, 9];
/** "di jual" is the passive "dijual"; shorter rests are mostly other words. */
const verbLettersMin = 4;
/** Places that are also written in one word with "di", as phrases know them. */
const places = new Set(
  ['sini', 'sana', 'situ', 'mana', 'muka', 'awal', 'depan', 'bawah', 'dalam', 'luar'].map((word) =>
    hashSymbols(wordSymbols(word), 0, word.length),
  ),
);
const prefix = [letterD, letterI];
const symbols = new Uint8Array(wordSymbolsMax);
symbols.set(prefix);

/** Joins "di sekap" and "d tahan", as many people write it, where the passive is a known word. */
export function joinPassives(tokens: Tokens, vocabulary: Vocabulary): void {
  let to = 0;
  for (let from = 0; from < tokens.count; from++, to++) {
    tokens.move(from, to);
    const id = isPrefix(tokens, from) ? passiveOf(tokens, from + 1, vocabulary) : 0;
    if (id === 0) continue;
    from++;
    tokens.ids[to] = id;
    tokens.ends[to] = tokens.ends[from]!;
    tokens.flags[to]! |= tokens.flags[from]!;
  }
  tokens.count = to;
}

/** The word "di", in chats also "d". */
export const isPassivePrefix = (word: Uint8Array, length: number): boolean =>
  length <= 2 && word[0] === letterD && (length === 1 || word[1] === letterI);

function isPrefix(tokens: Tokens, i: number): boolean {
  const start = tokens.starts[i]!;
  const length = tokens.ends[i]! - start;
  if (length > 2) return false;
  for (let at = 0; at < length; at++) {
    symbols[at] = foldTable[tokens.text.charCodeAt(start + at)]!;
  }
  const is = isPassivePrefix(symbols, length);
  symbols.set(prefix);
  return is;
}

/** Id of "di" and the word at `i`, as written or in its formal spelling, or 0. */
function passiveOf(tokens: Tokens, i: number, vocabulary: Vocabulary): number {
  if (i >= tokens.count || tokens.pauses[i] !== pause.none) return 0;
  const [start, end] = [tokens.starts[i]!, tokens.ends[i]!];
  if (end - start + 2 > wordSymbolsMax) return 0;
  let length = 2;
  for (let at = start; at < end; at++) {
    const s = foldTable[tokens.text.charCodeAt(at)]!;
    if (s < letterFirst || s > letterLast) return 0;
    symbols[length++] = s;
  }
  if (places.has(hashSymbols(symbols, 2, length))) return 0;
  if (length - 2 >= verbLettersMin) {
    const id = vocabulary.bySymbols(symbols, 0, length) || vocabulary.unknown(symbols, length);
    if (id !== 0) return id;
  }
  const formal = vocabulary.wordOf(tokens.ids[i]!);
  const isSpelling = formal.length >= verbLettersMin && formal.length !== end - start;
  return isSpelling ? vocabulary.find(`di${formal}`) : 0;
}
