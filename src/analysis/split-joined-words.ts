import { hashBeginnings } from '#domain/fold.ts';
import { type Vocabulary, wordSymbolsMax } from '#rulebook/vocabulary.ts';
import type { MixedWord } from './mixed-words.ts';
import { pause, type Tokens, tokenFlag } from './tokens.ts';

/** Shorter words are hardly ever two. */
const joinedLettersMin = 7;
/** Short words are found in too many long ones: "autocad" holds a currency. */
const partLettersMin = 4;
const partsMax = 3;

type WordPart = { readonly id: number; readonly from: number; readonly to: number };

/**
 * Reads words run together, such as `bayardulu`, as two known words, or three.
 * @returns false where the word is not made of known ones; nothing was pushed then
 */
export function pushJoinedWords(word: MixedWord, vocabulary: Vocabulary, tokens: Tokens): boolean {
  const { symbols, positions, length } = word;
  if (length < joinedLettersMin || vocabulary.isEveryday(symbols, length)) return false;
  const parts = partsOf(symbols, 0, length, vocabulary, partsMax);
  parts.forEach(({ id, from, to }, i) => {
    const start = i === 0 ? word.start : positions[from]!;
    const end = to === length ? word.end : positions[to]!;
    if (i === 0) tokens.push(id, start, end, word.pauseBefore, word.flags);
    else tokens.push(id, start, end, pause.none, tokenFlag.glued);
  });
  return parts.length > 0;
}

/** Hashes of all beginnings, one row for each word already cut off; reused. */
const beginnings = Array.from({ length: partsMax }, () => new Int32Array(wordSymbolsMax + 1));

function partsOf(
  symbols: Uint8Array,
  from: number,
  to: number,
  vocabulary: Vocabulary,
  most: number,
): readonly WordPart[] {
  const hashes = beginnings[most - 1]!;
  hashBeginnings(symbols, from, to, hashes);
  // The longest first word first: "kerjadi" is "kerja di", not "ker jadi".
  for (let cut = to - partLettersMin; cut >= from + partLettersMin; cut--) {
    const id = vocabulary.byHash(hashes[cut]!);
    if (id === 0) continue;
    const first = { id, from, to: cut };
    const rest = vocabulary.bySymbols(symbols, cut, to);
    if (rest !== 0) return [first, { id: rest, from: cut, to }];
    const parts = most > 2 ? partsOf(symbols, cut, to, vocabulary, most - 1) : none;
    if (parts.length > 0) return [first, ...parts];
  }
  return none;
}
const none: readonly WordPart[] = [];
