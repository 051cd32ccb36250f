import { symbol } from '#domain/fold.ts';
import { pause, tokenFlag } from './tokens.ts';

const { stop, ask, soft, comma, at, plus, currency } = symbol;

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
