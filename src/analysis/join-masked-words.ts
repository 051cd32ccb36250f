import { foldTable, symbol } from '#domain/fold.ts';
import { type Vocabulary, wordSymbolsMax } from '#rulebook/vocabulary.ts';
import { type Tokens, tokenFlag } from './tokens.ts';

/**
 * More masked words than a person writes, found or not; the rest of such a message stays as it is.
 * Each is looked for among all words.
 */
const maskedWordsMax = 100;
const maskLengthMax = 3;
/** Signs put for a letter inside a word, and the letter; a space stands for any. */
const masks: Readonly<Record<string, string>> = {
  '*': ' ',
  '#': ' ',
  _: ' ',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
};
const maskedAs = new Int8Array(128).fill(-1);
for (const [sign, as] of Object.entries(masks)) {
  maskedAs[sign.charCodeAt(0)] = foldTable[as.charCodeAt(0)]!;
}

/** True where this sign between two letters may stand for a letter. */
export const isMask = (code: number): boolean => code < 128 && maskedAs[code]! >= 0;

/** Joins words with letters masked to escape a filter: `k*mboja` and `g@ji` become one word. */
export function joinMaskedWords(tokens: Tokens, vocabulary: Vocabulary): void {
  const symbols = new Uint8Array(wordSymbolsMax);
  let to = 0;
  let tried = 0;
  for (let from = 0; from < tokens.count; to++) {
    const end = tried < maskedWordsMax ? maskedEnd(tokens, from) : from + 1;
    const isMasked = end > from + 1;
    if (isMasked) tried++;
    const id = isMasked ? idOfMasked(tokens, from, end, vocabulary, symbols) : 0;
    tokens.move(from, to);
    if (id === 0) from++;
    else {
      tokens.ids[to] = id;
      tokens.ends[to] = tokens.ends[end - 1]!;
      from = end;
    }
  }
  tokens.count = to;
}

/** End (exclusive) of the words that only masking signs hold apart. */
function maskedEnd(tokens: Tokens, from: number): number {
  let end = from + 1;
  while (end < tokens.count && !tokens.has(end - 1, tokenFlag.number) && masksBefore(tokens, end)) {
    end++;
  }
  return end;
}

function masksBefore(tokens: Tokens, i: number): boolean {
  const start = tokens.ends[i - 1]!;
  const end = tokens.starts[i]!;
  if (end === start || end - start > maskLengthMax || tokens.has(i, tokenFlag.number)) return false;
  for (let at = start; at < end; at++) if (!isMask(tokens.text.charCodeAt(at))) return false;
  return true;
}

function idOfMasked(
  tokens: Tokens,
  from: number,
  end: number,
  vocabulary: Vocabulary,
  symbols: Uint8Array,
): number {
  const last = tokens.ends[end - 1]!;
  let length = 0;
  let open = false;
  for (let at = tokens.starts[from]!; at < last && length < symbols.length; at++) {
    const code = tokens.text.charCodeAt(at);
    const s = isMask(code) ? maskedAs[code]! : foldTable[code]!;
    if (s > symbol.letterLast) continue;
    symbols[length++] = s;
    open ||= s === symbol.space;
  }
  if (open) return vocabulary.matching(symbols, length);
  return vocabulary.bySymbols(symbols, 0, length) || vocabulary.repaired(symbols, length);
}
