import type { PayPeriod } from '#domain/offer.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens, tokenFlag } from '../tokens.ts';
import { leadsOn } from './amount-near.ts';
import { withPairs } from './amount-pairs.ts';
import { periodOf } from './amount-period.ts';
import { isForLessons, isSurePay, roleOf, standsApart } from './amount-role.ts';
import { type AmountWords, mark, type Role } from './amount-words.ts';
import { dashBefore, type NumberRead, readNumber } from './read-number.ts';
import { isRate, moneyWithin, type Unsaid, unsaidUnit, withSaidDecimal } from './unsaid-unit.ts';

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
  /** A word that means pay and nothing else says so. */
  readonly isSure: boolean;
  /** Pay of a time of learning before the job. */
  readonly isForLessons: boolean;
  /** The sentence goes on right behind it with something else. */
  readonly leadsOn: boolean;
  /** A word for a fee or a plus sign stands between it and the amount before. */
  readonly standsApart: boolean;
  /** Index of its token. */
  token: number;
};

/** Without currency and unit a smaller number is not taken for money. */
const plainMoneyMin = 50_000;
const plainMoneyMax = 999_999_999;
/** More amounts than any offer names; the rest of such a message is not read for them. */
const amountsMax = 100;

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
  const amounts = found.map(({ mention: { min, max, currency, hasUnit, perDay }, token }) => {
    const per = periodOf(tokens, words, token) ?? (perDay ? 'day' : null);
    const role = roleOf(tokens, words, token, per);
    return {
      min,
      max,
      currency,
      hasUnit,
      per,
      role,
      isSure: role === 'pay' && isSurePay(tokens, words, token),
      isForLessons: (role === 'pay' || role === 'none') && isForLessons(tokens, words, token),
      leadsOn: leadsOn(tokens, words, token),
      standsApart: standsApart(tokens, words, token),
      token,
    };
  });
  return withPairs(amounts, tokens, words);
}

type Mention = {
  min: number | null;
  max: number | null;
  currency: string | null;
  hasUnit: boolean;
  /** Said so that it can only be for a day ("tukang 150"). */
  perDay: boolean;
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
  return slang > 0 ? wholeAmount(slang, i + 1) : readWritten(tokens, words, i);
}

/** "goceng" */
const wholeAmount = (value: number, next: number): Mention => ({
  min: value,
  max: value,
  currency: 'IDR',
  hasUnit: true,
  perDay: false,
  next,
});

function readWritten(tokens: Tokens, words: AmountWords, i: number): Mention | null {
  const before = currencyAt(tokens, words, i);
  const read = readNumber(tokens, words, before.next);
  if (!read) return null;
  const first = withShortMillion(tokens, words, i, before.code, read);
  const after = before.code ? before : currencyAt(tokens, words, first.next, true);
  const second = readRangeEnd(tokens, words, Math.max(first.next, after.next));
  const sign = signBefore(tokens, words, i) ?? signBehind(tokens, words, first.next);
  const currency = before.code ?? after.code ?? second?.currency ?? sign;
  const hasUnit = first.hasUnit || second?.number.hasUnit === true;
  const end = skipAbout(tokens, second?.next ?? Math.max(first.next, after.next));
  const leavesOut = currency === null && !hasUnit;
  const unsaid = leavesOut
    ? unsaidUnit(tokens, words, i, end, first, second?.number ?? null)
    : said;
  const money =
    unsaid.factor > 1 ||
    isMoney(first, second?.number ?? null, currency, hasUnit, tokens, before.next);
  if (!money && !isRate(tokens, words, i, end, first)) return null;
  const [min, max] = bounds(first, second?.number ?? null).map((v) =>
    v === null ? null : toCents(v * unsaid.factor),
  ) as [number, number | null];
  return {
    ...withOpenEnd(tokens, words, i, end, min, max),
    currency,
    hasUnit: hasUnit || unsaid.factor > 1,
    perDay: unsaid.perDay,
    next: end,
  };
}
/** 4.1 million is 4,100,000, not 4,099,999.9999999995. */
const toCents = (value: number): number => Math.round(value * 100) / 100;
const said: Unsaid = { factor: 1, perDay: false };

/** "Rp 5.6M", "gaji satu delapan": a million in short. */
function withShortMillion(
  tokens: Tokens,
  words: AmountWords,
  i: number,
  currency: string | null,
  read: NumberRead,
): NumberRead {
  const takesM = currency === 'IDR' || moneyWithin(tokens, words, i);
  return withSaidDecimal(tokens, words, i, takesM ? withEnglishMillion(tokens, read) : read);
}

/** "Rp 5.6M": behind rupiah the English short form of million. */
function withEnglishMillion(tokens: Tokens, read: NumberRead): NumberRead {
  const { next } = read;
  const isShort =
    !read.hasUnit &&
    next < tokens.count &&
    tokens.has(next, tokenFlag.glued) &&
    /^(m|mn|mil|mio)$/i.test(tokens.slice(next, next));
  return isShort
    ? { ...read, value: read.value * 1e6, next: next + 1, hasUnit: true, unit: 1e6 }
    : read;
}

/** "25jt-an" is about 25 million; the ending is no word of its own. */
function skipAbout(tokens: Tokens, next: number): number {
  if (next >= tokens.count) return next;
  const end = tokens.ends[next - 1]!;
  const about = /^-?an$/i.test(tokens.text.slice(end, tokens.ends[next]!));
  return about ? next + 1 : next;
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
  return (marksAt(i - 1) & mark.upTo) !== 0 || isAsFarAs(tokens, i)
    ? { min: null, max }
    : { min, max };
}

/** "insentif s/d 2 jt" */
const isAsFarAs = (tokens: Tokens, i: number): boolean =>
  i > 1 && /^s\s?\/?\s?d$/i.test(tokens.text.slice(tokens.starts[i - 2]!, tokens.ends[i - 1]!));

function isMoney(
  first: NumberRead,
  second: NumberRead | null,
  currency: string | null,
  hasUnit: boolean,
  tokens: Tokens,
  at: number,
): boolean {
  if (currency !== null) return first.value > 0;
  if (hasUnit) return Math.max(first.value, second?.value ?? 0) >= 1000 && !first.grouped;
  if (tokens.text.charCodeAt(tokens.starts[at]!) === 0x30) return false;
  const { value } = first;
  const plausible = value >= plainMoneyMin && value <= plainMoneyMax;
  return plausible && (first.grouped || value % 1000 === 0);
}

/** "3 - 5jt", "3jt-3,8": the unit of one end holds for the other too. */
function bounds(first: NumberRead, second: NumberRead | null): [number, number | null] {
  if (!second) return [first.value, first.open ? null : first.value];
  if (!first.hasUnit && second.hasUnit && first.value < 1000) {
    return [first.value * second.unit, second.value];
  }
  const shared = first.hasUnit && !second.hasUnit && second.value < 1000;
  return [first.value, shared ? second.value * first.unit : second.value];
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
  // In "UMK 2026 Rp 5.178.521" the Rp belongs to what follows, in "700 ringgit, 3 bulan" not.
  const followed =
    behind &&
    i + 1 < tokens.count &&
    tokens.pauses[i + 1] === pause.none &&
    tokens.has(i + 1, tokenFlag.number);
  if (index === 0 || followed) return { code: null, next: i };
  return { code: words.currencies[index - 1]!, next: i + 1 };
}

/** "900$" */
function signBehind(tokens: Tokens, words: AmountWords, next: number): string | null {
  return words.signs[tokens.text[tokens.ends[next - 1]!] ?? ''] ?? null;
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
  // "mesin 3D. 4jt"
  if (at > i && at < tokens.count && tokens.pauses[at] === pause.hard) return null;
  const before = currencyAt(tokens, words, at);
  const number = readNumber(tokens, words, before.next);
  if (!number) return null;
  const after = before.code ? before : currencyAt(tokens, words, number.next, true);
  const next = after.code && !before.code ? after.next : number.next;
  return { number, currency: before.code ?? after.code, next };
}
