import { payPeriods } from '#domain/offer.ts';
import { pause, type Tokens, tokenFlag } from '../tokens.ts';
import { slashBefore } from './amount-period.ts';
import { type AmountWords, hasMark, mark, roles } from './amount-words.ts';
import type { NumberRead } from './read-number.ts';

/** What people leave out of an amount: a thousand or a million (else 1), and that it is for a day. */
export type Unsaid = { readonly factor: number; readonly perDay: boolean };

/** "gaji 7,5" is said for millions. */
const millionsSaidMax = 100;
/** Without any word for pay such a number is a month's pay in millions. */
const aloneMin = 0.8;
const aloneMax = 9.9;
/** Words that may stand between the one for pay and its number: "gapok UMK Cilegon 5,47". */
const payDistanceMax = 4;
/** "170/hr" is said for thousands. */
const thousandsSaidMin = 50;
const thousandsSaidMax = 500;
/** Beside a word for pay or a rate ("fee 1.500/baris") a smaller number is money, too. */
const besidePayMin = 1_000;
/** By the piece people are paid even less: "sekilo 800". */
const byPieceMin = 500;

/** The unit left out of the number from token `i` up to `end`. */
export function unsaidUnit(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  first: NumberRead,
): Unsaid {
  if (isMillions(tokens, words, i, end, first)) return { factor: 1e6, perDay: false };
  const perDay = isDaysPay(tokens, words, i, end);
  const thousands = couldBeThousands(first) && (perDay || isPerDay(tokens, words, end));
  return thousands ? { factor: 1e3, perDay } : { factor: 1, perDay: false };
}

const roleAt = (tokens: Tokens, words: AmountWords, i: number) =>
  roles[words.role[tokens.ids[i]!]!]!;

/** True where the word right before is one for pay or, said without doubt, for a fee. */
function moneyBefore(tokens: Tokens, words: AmountWords, i: number): boolean {
  if (i === 0 || tokens.pauses[i] === pause.hard) return false;
  const role = roleAt(tokens, words, i - 1);
  return role === 'pay' || (role === 'fee' && !hasMark(words, tokens.ids[i - 1]!, mark.weak));
}

function isMillions(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  first: NumberRead,
): boolean {
  const isNothing = first.value === 0; // "biaya nol" asks for nothing
  if (isNothing || first.value >= millionsSaidMax || first.grouped || isShare(tokens, end)) {
    return false;
  }
  const follows = end < tokens.count && tokens.pauses[end] === pause.none;
  const next = follows ? tokens.ids[end]! : 0;
  const isDecimal = !Number.isInteger(first.value);
  // "1,9 sebulan": nobody counts in tenths.
  if (isDecimal && follows && words.period[next] === monthIndex) return true;
  const ends = !follows || isAdded(tokens, end) || hasMark(words, next, mark.and);
  if (isDecimal && ends && (moneyWithin(tokens, words, i) || standsAlone(tokens, i, first))) {
    return true;
  }
  if (!moneyBefore(tokens, words, i)) return false;
  // "digaji 26 hari", "gaji 2 digit": not an amount.
  const counted = follows && !isAdded(tokens, end) && !hasMark(words, next, mark.behind);
  return !(counted && !isDecimal) && words.period[next] === 0;
}
/** "… kasir, 2,4. Seragam polo": a pay so written is at home in every local ad. */
const standsAlone = (tokens: Tokens, i: number, { value }: NumberRead): boolean =>
  value >= aloneMin &&
  value <= aloneMax &&
  tokens.fractions[i] === 1 &&
  tokens.text.slice(tokens.starts[i]!, tokens.ends[i]!).includes(',') &&
  (i === 0 || tokens.pauses[i] !== pause.none);

const monthIndex = payPeriods.indexOf('month') + 1;
const dayIndex = payPeriods.indexOf('day') + 1;

const isAdded = (tokens: Tokens, end: number): boolean =>
  /\+/.test(tokens.text.slice(tokens.ends[end - 1]!, tokens.starts[end]!));

/** "dibayar 50 %", "3x". */
function isShare(tokens: Tokens, end: number): boolean {
  const from = tokens.ends[end - 1]!;
  return /^\s*[%:x]/i.test(tokens.text.slice(from, from + 3));
}

/** A word for pay or a fee some words before, and no number between. */
function moneyWithin(tokens: Tokens, words: AmountWords, i: number): boolean {
  for (let at = i - 1; at >= 0 && at >= i - payDistanceMax; at--) {
    if (tokens.pauses[at + 1] !== pause.none || tokens.has(at, tokenFlag.number)) return false;
    const role = roleAt(tokens, words, at);
    if (role === 'pay' || role === 'fee') return true;
  }
  return false;
}

/** Less or more a day is no pay of a day labourer. */
const couldBeThousands = ({ value, grouped }: NumberRead): boolean =>
  value >= thousandsSaidMin && value <= thousandsSaidMax && value % 5 === 0 && !grouped;

/** "170/hr" */
const isPerDay = (tokens: Tokens, words: AmountWords, end: number): boolean =>
  end < tokens.count &&
  tokens.pauses[end] !== pause.hard &&
  words.period[tokens.ids[end]!] === dayIndex &&
  slashBefore(tokens, end);

/** "tukang 150, kenek 120", "harian 170,": behind a day labourer or a day, and nothing counted. */
function isDaysPay(tokens: Tokens, words: AmountWords, i: number, end: number): boolean {
  if (i === 0 || tokens.pauses[i] !== pause.none) return false;
  const before = tokens.ids[i - 1]!;
  if (words.period[before] !== dayIndex && !hasMark(words, before, mark.labourer)) return false;
  if (end >= tokens.count || tokens.pauses[end] !== pause.none) return true;
  const next = tokens.ids[end]!;
  return words.role[next] !== 0 || hasMark(words, next, mark.labourer | mark.and);
}

/** "fee 1.500/baris", "borongan 3.500 per kaos", "sekilo 1200". */
export function isRate(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  first: NumberRead,
): boolean {
  const plain = first.grouped || first.value % 100 === 0;
  if (i > 0 && tokens.pauses[i] === pause.none && plain) {
    const byPiece = hasMark(words, tokens.ids[i - 1]!, mark.piece);
    if (byPiece && first.value >= byPieceMin && first.value < 100 * besidePayMin) return true;
  }
  if (first.value < besidePayMin || first.hasUnit) return false;
  // "gaji 29500" of a place abroad; "gaji 2026" is a year.
  if (i > 0 && tokens.pauses[i] !== pause.hard && roleAt(tokens, words, i - 1) === 'pay') {
    return plain;
  }
  if (!first.grouped || end >= tokens.count) return false;
  const rate = hasMark(words, tokens.ids[end]!, mark.per) || slashBefore(tokens, end);
  return rate && tokens.pauses[end] !== pause.hard;
}
