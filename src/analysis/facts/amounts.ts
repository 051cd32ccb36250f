import { type PayPeriod, payPeriods } from '#domain/offer.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens, tokenFlag } from '../tokens.ts';
import { periodOf, slashBefore } from './amount-period.ts';
import { roleOf } from './amount-role.ts';
import { type AmountWords, hasMark, mark, type Role, roles } from './amount-words.ts';
import { dashBefore, type NumberRead, readNumber } from './read-number.ts';

/** One amount of money in a message, after it was joined into one token. */
export type Amount = {
  /** Null where only an upper end is told ("sampai 5jt"). */
  readonly min: number | null;
  /** Null for an open end ("puluhan juta"). */
  readonly max: number | null;
  /** ISO 4217, or null where none was written. */
  readonly currency: string | null;
  /** True where a thousand, million … was written. */
  readonly hasUnit: boolean;
  readonly per: PayPeriod | null;
  readonly role: Role;
  /** Index of its token. */
  token: number;
};

/** Without currency and unit a smaller number is not taken for money. */
const plainMoneyMin = 50_000;
const plainMoneyMax = 999_999_999;
/** More amounts than any offer names; the rest of such a message is not read for them. */
const amountsMax = 100;
/** "gaji 7,5" is said for millions. */
const millionsSaidMax = 100;
/** "170/hr" is said for thousands. */
const thousandsSaidMin = 50;
const thousandsSaidMax = 500;
/** Beside a word for pay or a rate ("fee 1.500/baris") a smaller number is money, too. */
const besidePayMin = 1_000;

/**
 * Finds all amounts of money and joins each into one `<money>` token, in place. Currency,
 * period and role are decided on the words around it.
 */
export function readAmounts(tokens: Tokens, words: AmountWords): Amount[] {
  const found: { mention: Mention; token: number }[] = [];
  let to = 0;
  const { count } = tokens;
  let from = 0;
  while (from < count) {
    let next = from + 1;
    const reads = found.length < amountsMax && startsNumber(tokens, words, from);
    const mention = reads ? readMention(tokens, words, from) : null;
    tokens.move(from, to);
    if (mention !== null) {
      next = mention.next;
      tokens.ids[to] = tokenClass.money;
      tokens.values[to] = found.length;
      tokens.ends[to] = tokens.ends[next - 1]!;
      tokens.flags[to] = tokens.flags[next - 1]! & tokenFlag.asked;
      found.push({ mention, token: to });
    }
    from = next;
    to++;
  }
  tokens.count = to;
  return found.map(({ mention: { min, max, currency, hasUnit }, token }) => {
    const per = periodOf(tokens, words, token);
    return { min, max, currency, hasUnit, per, role: roleOf(tokens, words, token, per), token };
  });
}

type Mention = {
  min: number | null;
  max: number | null;
  currency: string | null;
  hasUnit: boolean;
  next: number;
};

function startsNumber(tokens: Tokens, words: AmountWords, i: number): boolean {
  if (tokens.has(i, tokenFlag.number)) return true;
  const id = tokens.ids[i]!;
  if (id < 8) return false;
  return (words.marks[id]! & (mark.anyNumber | mark.half)) !== 0 || words.currency[id] !== 0;
}

/** Reads "[currency] number [unit] [currency] [range …]" at token `i`. */
function readMention(tokens: Tokens, words: AmountWords, i: number): Mention | null {
  const slang = words.slang[tokens.ids[i]!]!;
  if (slang > 0) return { min: slang, max: slang, currency: 'IDR', hasUnit: true, next: i + 1 };
  const before = currencyAt(tokens, words, i);
  const first = readNumber(tokens, words, before.next);
  if (!first) return null;
  const after = before.code ? before : currencyAt(tokens, words, first.next, true);
  const next = Math.max(first.next, after.code ? after.next : 0);
  const second = readRangeEnd(tokens, words, next);
  const currency = before.code ?? after.code ?? second?.currency ?? signBefore(tokens, words, i);
  const hasUnit = first.hasUnit || second?.number.hasUnit === true;
  const end = skipAbout(tokens, second?.next ?? next);
  const factor = currency === null && !hasUnit ? unsaidUnit(tokens, words, i, end, first) : 1;
  const money =
    factor > 1 || isMoney(first, second?.number ?? null, currency, hasUnit, tokens, before.next);
  if (!money && !isRate(tokens, words, i, end, first)) return null;
  const [min, max] = bounds(first, second?.number ?? null).map((v) =>
    v === null ? null : v * factor,
  ) as [number, number | null];
  return {
    ...withOpenEnd(tokens, words, i, end, min, max),
    currency,
    hasUnit: hasUnit || factor > 1,
    next: end,
  };
}

/** "25jt-an" is about 25 million; the ending is no word of its own. */
function skipAbout(tokens: Tokens, next: number): number {
  if (next >= tokens.count) return next;
  const end = tokens.ends[next - 1]!;
  const about = /^-?an$/i.test(tokens.text.slice(end, tokens.ends[next]!));
  return about ? next + 1 : next;
}

/** True where the word right before is one for pay. */
const payBefore = (tokens: Tokens, words: AmountWords, i: number): boolean =>
  i > 0 && tokens.pauses[i] !== pause.hard && roles[words.role[tokens.ids[i - 1]!]!] === 'pay';

/** Thousand or million where people leave it out, else 1. */
function unsaidUnit(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  first: NumberRead,
): number {
  if (saidInMillions(tokens, words, i, end, first)) return 1e6;
  return saidInThousands(tokens, words, end, first) ? 1e3 : 1;
}

function saidInMillions(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  first: NumberRead,
): boolean {
  if (!payBefore(tokens, words, i) || first.value >= millionsSaidMax || first.grouped) return false;
  const follows = end < tokens.count && tokens.pauses[end] === pause.none;
  const next = follows ? tokens.ids[end]! : 0;
  // "digaji 26 hari", "gaji 2 digit", "dibayar 50 %": not an amount.
  const added =
    end < tokens.count && /\+/.test(tokens.text.slice(tokens.ends[end - 1]!, tokens.starts[end]!));
  const isNetOrGross = hasMark(words, next, mark.behind);
  const counted = follows && !added && !isNetOrGross && Number.isInteger(first.value);
  const percent = /^\s*[%:x]/i.test(
    tokens.text.slice(tokens.ends[end - 1]!, tokens.ends[end - 1]! + 3),
  );
  return !counted && !percent && words.period[next] === 0;
}

/** "170/hr" is said for thousands; less or more a day is no pay of a day labourer. */
function saidInThousands(
  tokens: Tokens,
  words: AmountWords,
  end: number,
  first: NumberRead,
): boolean {
  const { value, grouped } = first;
  const plausible = value >= thousandsSaidMin && value <= thousandsSaidMax && value % 5 === 0;
  if (!plausible || grouped || end >= tokens.count || tokens.pauses[end] === pause.hard) {
    return false;
  }
  const day = words.period[tokens.ids[end]!] === payPeriods.indexOf('day') + 1;
  return day && slashBefore(tokens, end);
}

/** "fee 1.500/baris", "borongan 3.500 per kaos". */
function isRate(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  first: NumberRead,
): boolean {
  if (first.value < besidePayMin || first.value > plainMoneyMax) return false;
  // "gaji 29500" of a place abroad; "gaji 2026" is a year.
  if (payBefore(tokens, words, i)) return first.grouped || first.value % 100 === 0;
  if (!first.grouped) return false;
  if (end >= tokens.count) return false;
  const rate = (words.marks[tokens.ids[end]!]! & mark.per) !== 0 || slashBefore(tokens, end);
  return rate && tokens.pauses[end] !== pause.hard;
}

/** "mulai 5jt" has no upper end, "sampai 5jt" no lower one. */
function withOpenEnd(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  end: number,
  min: number,
  max: number | null,
): { min: number | null; max: number | null } {
  if (min !== max) return { min, max };
  const marksAt = (at: number) =>
    at >= 0 && at < tokens.count && tokens.pauses[Math.max(at, i)] !== pause.hard
      ? words.marks[tokens.ids[at]!]!
      : 0;
  if ((marksAt(i - 1) & mark.from) !== 0 || (marksAt(end) & mark.more) !== 0)
    return { min, max: null };
  const plus = tokens.text[tokens.ends[end - 1]!] === '+';
  if (plus) return { min, max: null };
  return (marksAt(i - 1) & mark.upTo) !== 0 ? { min: null, max } : { min, max };
}

function isMoney(
  first: NumberRead,
  second: NumberRead | null,
  currency: string | null,
  hasUnit: boolean,
  tokens: Tokens,
  at: number,
): boolean {
  if (currency !== null) return first.value > 0;
  if (hasUnit) return (second ?? first).value >= 1000 && !first.grouped;
  if (tokens.text.charCodeAt(tokens.starts[at]!) === 0x30) return false;
  const { value } = first;
  const plausible = value >= plainMoneyMin && value <= plainMoneyMax;
  return plausible && (first.grouped || value % 1000 === 0);
}

/** "3 - 5jt": the unit of the end holds for the beginning too. */
function bounds(first: NumberRead, second: NumberRead | null): [number, number | null] {
  if (!second) return [first.value, first.open ? null : first.value];
  const shared = !first.hasUnit && second.hasUnit && first.value < 1000;
  return [shared ? first.value * second.unit : first.value, second.value];
}

function currencyAt(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  behind = false,
): { code: string | null; next: number } {
  if (i >= tokens.count || (behind && tokens.pauses[i] !== pause.none)) {
    return { code: null, next: i };
  }
  const index = words.currency[tokens.ids[i]!]!;
  // In "UMK 2026 Rp 5.178.521" the Rp belongs to what follows.
  const followed = behind && i + 1 < tokens.count && tokens.has(i + 1, tokenFlag.number);
  if (index === 0 || followed) return { code: null, next: i };
  return { code: words.currencies[index - 1]!, next: i + 1 };
}

function signBefore(tokens: Tokens, words: AmountWords, i: number): string | null {
  if (!tokens.has(i, tokenFlag.currencySign)) return null;
  const before = tokens.text.slice(Math.max(0, tokens.starts[i]! - 5), tokens.starts[i]!).trimEnd();
  const dollars = /(?:^|[^A-Za-z])([A-Z]{1,2})\$$/i.exec(before)?.[1]?.toUpperCase();
  return (dollars && words.dollars[dollars]) ?? words.signs[before.at(-1) ?? ''] ?? null;
}

/** The end of a range: after "-", "s/d", "sampai" … and a number again. */
function readRangeEnd(
  tokens: Tokens,
  words: AmountWords,
  i: number,
): { number: NumberRead; currency: string | null; next: number } | null {
  if (i >= tokens.count || tokens.pauses[i] === pause.hard) return null;
  let at = i;
  while (at < i + 2 && at < tokens.count && (words.marks[tokens.ids[at]!]! & mark.range) !== 0)
    at++;
  if (at === i && !dashBefore(tokens, i)) return null;
  const before = currencyAt(tokens, words, at);
  const number = readNumber(tokens, words, before.next);
  if (!number) return null;
  const after = before.code ? before : currencyAt(tokens, words, number.next, true);
  const next = after.code && !before.code ? after.next : number.next;
  return { number, currency: before.code ?? after.code, next };
}
