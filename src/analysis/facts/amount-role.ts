import type { PayPeriod } from '#domain/offer.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens } from '../tokens.ts';
import { type AmountWords, hasMark, mark, type Role, roles } from './amount-words.ts';

/** How far a word may stand from the amount that it explains, in words. */
const roleDistanceMax = 8;
const roleAfterMax = 2;
/** A thing paid for tells a fee only right beside the amount. */
const weakDistanceMax = 4;

/**
 * What an amount is for: the nearest word before it that says so, else the nearest behind it.
 * @param per the period that the amount is given for, or null
 */
export function roleOf(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  per: PayPeriod | null,
): Role {
  const before = telling(tokens, words, token);
  if (before < 0) return roles[roleBehind(tokens, words, token)]!;
  const id = tokens.ids[before]!;
  const role = roles[words.role[id]!]!;
  // "100rb/hari + pulsa 50rb": what is added is given.
  if (hasMark(words, id, mark.weak) && isAdded(tokens, before)) return 'extra';
  if (role === 'fee') return roleOfFee(tokens, words, before, per);
  if (role === 'pay' && hasMark(words, id, mark.recruitingPay)) {
    const recruiting = wordBefore(tokens, words, token, (other) =>
      hasMark(words, other, mark.recruiting),
    );
    // "ajak 2 teman dapat 5 juta" is no pay.
    if (recruiting >= 0) return 'extra';
  }
  return role;
}

/** Index of the word that says what the amount is for, or -1. */
function telling(tokens: Tokens, words: AmountWords, token: number): number {
  const nearest = wordBefore(tokens, words, token, (id) => words.role[id] !== 0);
  if (nearest < 0 || !hasMark(words, tokens.ids[nearest]!, mark.weak)) return nearest;
  const strong = wordBefore(tokens, words, token, (id) => isStrong(words, id));
  if (strong >= 0 && isOneLine(tokens, strong, token)) return strong;
  return token - nearest <= weakDistanceMax && isOneLine(tokens, nearest, token) ? nearest : -1;
}

const isOneLine = (tokens: Tokens, from: number, to: number): boolean =>
  !tokens.text.slice(tokens.ends[from]!, tokens.starts[to]!).includes('\n');

const isAdded = (tokens: Tokens, i: number): boolean =>
  i > 0 && tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!).includes('+');

/** "bayar 100rb sehari" is pay, "batal ganti 5 juta" a penalty. */
function roleOfFee(tokens: Tokens, words: AmountWords, at: number, per: PayPeriod | null): Role {
  const either = hasMark(words, tokens.ids[at]!, mark.either);
  if (either && per !== null && per !== 'task' && per !== 'contract') return 'pay';
  const penalty = wordBefore(tokens, words, at, (id) => roles[words.role[id]!] === 'penalty');
  return penalty >= 0 && either ? 'penalty' : 'fee';
}

const isStrong = (words: AmountWords, id: number): boolean =>
  words.role[id] !== 0 && !hasMark(words, id, mark.weak);

/** Index of the nearest such word before `token` in its sentence and behind other amounts; or -1. */
function wordBefore(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  fits: (id: number) => boolean,
): number {
  for (let i = token - 1; i >= 0 && i >= token - roleDistanceMax; i--) {
    if (tokens.pauses[i + 1] === pause.hard || tokens.ids[i] === tokenClass.money) return -1;
    if (tokens.ids[i]! < words.role.length && fits(tokens.ids[i]!)) return i;
  }
  return -1;
}

function roleBehind(tokens: Tokens, words: AmountWords, token: number): number {
  for (let i = token + 1; i < tokens.count && i <= token + roleAfterMax; i++) {
    if (tokens.pauses[i] !== pause.none || tokens.ids[i] === tokenClass.money) break;
    const id = tokens.ids[i]!;
    if (hasMark(words, id, mark.behind)) return words.role[id]!;
  }
  return 0;
}
