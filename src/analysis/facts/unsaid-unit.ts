import { payPeriods } from '#domain/offer.ts';
import { pause, type Tokens, tokenFlag } from '../tokens.ts';
import { isBehind } from './amount-near.ts';
import { slashBefore } from './amount-period.ts';
import { type AmountWords, hasHint, hasMark, hint, mark, roles } from './amount-words.ts';
import { dashBefore, type NumberRead } from './read-number.ts';

/** What people leave out of an amount: a thousand or a million (else 1), and that it is for a day. */
export type Unsaid = { readonly factor: number; readonly perDay: boolean };

/** "gaji 7,5" is said for millions, "bayar 40" too; "dibayar 80" for thousands a day. */
const millionsPaidMax = 45;
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
/** In money that is worth much, people earn at least so much a month. */
const abroadMin = 200;
/** By the piece people are paid even less: "sekilo 800". */
const byPieceMin = 500;

/** The unit left out of the number from token `i` up to `end`. */
export function unsaidUnit(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  first: NumberRead,
  second: NumberRead | null,
): Unsaid {
  // "7-8,5": the end of a range may tell for both.
  const told = second && !Number.isInteger(second.value) ? second : first;
  if (isMillions(tokens, words, i, end, told)) return { factor: 1e6, perDay: false };
  const perDay = isDaysPay(tokens, words, i, end) || isHundredsPaid(tokens, words, i, end, first);
  const thousands = couldBeThousands(first) && (perDay || isPerDay(tokens, words, end));
  return thousands ? { factor: 1e3, perDay } : { factor: 1, perDay: false };
}

const roleAt = (tokens: Tokens, words: AmountWords, i: number) =>
  roles[words.role[tokens.ids[i]!]!]!;

/** True where the word right before is one for pay or, said without doubt, for a fee. */
function moneyBefore(tokens: Tokens, words: AmountWords, i: number): boolean {
  if (i === 0 || tokens.pauses[i] === pause.hard) return false;
  // "bayar ke saya 40,"
  if (i > 2 && isBehind(tokens, words, i, hint.me) && isBehind(tokens, words, i - 1, hint.at)) {
    return moneyBefore(tokens, words, i - 2);
  }
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
  const ends = !follows || isAdded(tokens, end) || hasHint(words, next, hint.and);
  if (isDecimal && ends && (moneyWithin(tokens, words, i) || standsAlone(tokens, i, end, first))) {
    return true;
  }
  return moneyBefore(tokens, words, i) && isPlainMillions(tokens, words, i, end, first);
}

/** Of a number right behind a word for pay or a fee. */
function isPlainMillions(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  first: NumberRead,
): boolean {
  const isPaid = roleAt(tokens, words, i - 1) === 'pay';
  if (isPaid && (first.value > millionsPaidMax || isSharedOut(tokens, i))) return false;
  const follows = end < tokens.count && tokens.pauses[end] === pause.none;
  if (!follows || isAdded(tokens, end)) return true;
  const next = tokens.ids[end]!;
  if (words.period[next] !== 0) return false;
  // "digaji 26 hari", "gaji 2 digit": not an amount.
  const goesOn =
    hasMark(words, next, mark.behind) || words.role[next] !== 0 || hasHint(words, next, hint.first);
  return goesOn || !Number.isInteger(first.value);
}

/** "gajinya satu delapan" is said for 1.8 million. */
export function withSaidDecimal(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  first: NumberRead,
): NumberRead {
  const { next, value } = first;
  const isWord = !tokens.has(i, tokenFlag.number);
  if (!isWord || first.hasUnit || value < 1 || value > 9 || !moneyBefore(tokens, words, i)) {
    return first;
  }
  const digit = digitSaid(tokens, words, next);
  const behind = next + 1;
  const ends =
    behind >= tokens.count ||
    tokens.pauses[behind] !== pause.none ||
    (words.multiplier[tokens.ids[behind]!] === 0 && digitSaid(tokens, words, behind) === 0);
  return digit > 0 && ends ? { ...first, value: value + digit / 10, next: behind } : first;
}

/** A number word from one to nine at token `i`, or 0. */
function digitSaid(tokens: Tokens, words: AmountWords, i: number): number {
  if (i >= tokens.count || tokens.pauses[i] !== pause.none) return 0;
  const value = words.number[tokens.ids[i]!]!;
  return value >= 1 && value <= 9 ? value : 0;
}

/** "2,4", "2,5-3", "7-8,5" */
const writtenAlone = /^(?=.*,)\d{1,2}(,\d)?(\s?[-–—]\s?\d{1,2}(,\d)?)?$/;

/** "… kasir, 2,4. Seragam polo": a pay so written is at home in every local ad. */
const standsAlone = (tokens: Tokens, i: number, end: number, { value }: NumberRead): boolean =>
  value >= aloneMin &&
  value <= aloneMax &&
  writtenAlone.test(tokens.text.slice(tokens.starts[i]!, tokens.ends[end - 1]!)) &&
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

/** "bagi hasil 60" is a share. */
const isSharedOut = (tokens: Tokens, i: number): boolean =>
  /^(hasil|rate)$/i.test(tokens.slice(i - 1, i - 1));

/** "dibayar 80 + nasi kotak", "oleh limang atus": nobody works for so many millions. */
function isHundredsPaid(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  first: NumberRead,
): boolean {
  if (first.hasUnit || first.grouped || !moneyBefore(tokens, words, i)) return false;
  if (roleAt(tokens, words, i - 1) !== 'pay' || isSharedOut(tokens, i) || isShare(tokens, end)) {
    return false;
  }
  return end >= tokens.count || tokens.pauses[end] !== pause.none || isAdded(tokens, end);
}

/** A word for pay or a fee some words before, and no number between. */
export function moneyWithin(tokens: Tokens, words: AmountWords, i: number): boolean {
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
  if (words.period[before] !== dayIndex && !hasHint(words, before, hint.labourer)) return false;
  if (end >= tokens.count || tokens.pauses[end] !== pause.none) return true;
  const next = tokens.ids[end]!;
  return (
    words.role[next] !== 0 || hasHint(words, next, hint.labourer) || hasHint(words, next, hint.and)
  );
}

/** "gaji 800-1200": in the money of some place abroad. */
function isRangeAbroad(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  { value, hasUnit }: NumberRead,
): boolean {
  if (end - 1 <= i || !dashBefore(tokens, end - 1)) return false;
  const isPay = i > 0 && hasHint(words, tokens.ids[i - 1]!, hint.surePay);
  return isPay && !hasUnit && value >= abroadMin && value % 50 === 0;
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
  if (isRangeAbroad(tokens, words, i, end, first)) return true;
  if (i > 0 && tokens.pauses[i] === pause.none && plain) {
    const byPiece = hasHint(words, tokens.ids[i - 1]!, hint.piece);
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
