import { foldTable } from '#domain/fold.ts';
import { type Vocabulary, wordSymbolsMax } from '#rulebook/vocabulary.ts';
import { type Tokens, tokenFlag } from './tokens.ts';

const lettersMin = 3;

const isSingle = (tokens: Tokens, i: number): boolean =>
  tokens.ends[i]! - tokens.starts[i]! === 1 && !tokens.has(i, tokenFlag.number);

/** End (exclusive) of the run of single letters that starts at `from`, cut at wider spaces. */
function runEnd(tokens: Tokens, from: number): number {
  let end = from + 1;
  while (
    end < tokens.count &&
    end - from < wordSymbolsMax &&
    isSingle(tokens, end) &&
    tokens.starts[end]! - tokens.ends[end - 1]! === 1
  ) {
    end++;
  }
  return end;
}

/** Joins letters set apart to escape a filter: `g a j i` and `g.a.j.i` become one word. */
export function joinSpelledWords(tokens: Tokens, vocabulary: Vocabulary): void {
  const symbols = new Uint8Array(wordSymbolsMax);
  let to = 0;
  for (let from = 0; from < tokens.count; ) {
    const end = isSingle(tokens, from) ? runEnd(tokens, from) : from + 1;
    tokens.move(from, to);
    if (end - from >= lettersMin) {
      for (let i = from; i < end; i++) {
        symbols[i - from] = foldTable[tokens.text.charCodeAt(tokens.starts[i]!)]!;
      }
      const length = end - from;
      tokens.ids[to] =
        vocabulary.bySymbols(symbols, 0, length) ||
        vocabulary.unknown(symbols, length) ||
        vocabulary.repaired(symbols, length);
      tokens.ends[to] = tokens.ends[end - 1]!;
    } else {
      for (let i = from + 1; i < end; i++) tokens.move(i, ++to);
    }
    to++;
    from = end;
  }
  tokens.count = to;
}
