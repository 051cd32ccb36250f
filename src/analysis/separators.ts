import { codePointAt, foldAstral, foldTable, symbol } from '#domain/fold.ts';
import { pause, tokenFlag } from './tokens.ts';

const { stop, ask, soft, comma, at, plus, currency, surrogate } = symbol;

/** Pause and flag that a separator gives to the next token, by symbol. */
export const pauseOf = new Uint8Array(64);
pauseOf[stop] = pause.hard;
pauseOf[ask] = pause.hard;
pauseOf[soft] = pause.soft;
pauseOf[comma] = pause.soft;
export const flagOf = new Uint8Array(64);
flagOf[at] = tokenFlag.at | tokenFlag.glued;
flagOf[plus] = tokenFlag.plus;
flagOf[currency] = tokenFlag.currencySign;

/** Symbol of the character at a place, also of one written in two halves. */
export function symbolAt(text: string, position: number): number {
  const s = foldTable[text.charCodeAt(position)]!;
  return s === surrogate ? foldAstral(codePointAt(text, position)) : s;
}
