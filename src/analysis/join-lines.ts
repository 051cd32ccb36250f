import { pause, type Tokens } from './tokens.ts';

/** A text broken so often is broken to escape a filter, or by a narrow screen. */
const brokenShareMin = 0.4;
const wordsMin = 8;

/** True where so many words begin a line that line breaks cannot mean pauses. */
export const isBrokenUp = (tokens: Tokens, lineBreaks: number): boolean =>
  tokens.count >= wordsMin && lineBreaks >= brokenShareMin * tokens.count;

/** Takes the pause from every line break that nothing but spaces and bold marks surround. */
export function joinLines(tokens: Tokens): void {
  for (let i = 1; i < tokens.count; i++) {
    if (tokens.pauses[i] === pause.none) continue;
    const between = tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!);
    if (/^[\s*_~]+$/.test(between)) tokens.pauses[i] = pause.none;
  }
}
