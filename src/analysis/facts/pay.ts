import type { Fee, Pay, PayPeriod, Place } from '#domain/offer.ts';
import type { FactWords } from '#reference/fact-words.ts';
import type { Tokens } from '../tokens.ts';
import type { Role } from './amount-words.ts';
import type { Amount } from './amounts.ts';

/** Less than any pay or fee in rupiah for work abroad. */
const rupiahMin = 300_000;
/** Less than any month's pay in rupiah anywhere. */
const rupiahLeast = 5_000;
/** Key in `local-money` of what is paid with where no money is named at all. */
const anyMoney = 'ANY';

function currencyUnsaid(amount: Amount, country: string, words: FactWords): string {
  if (amount.hasUnit) return 'IDR';
  const value = amount.max ?? amount.min ?? 0;
  // "gaji 29500" for Taiwan is in its own money: nobody pays 29,500 rupiah.
  const local = value < rupiahMin ? words['local-money'][anyMoney]?.[country] : undefined;
  // "gaji 800-1200", wherever it is: no rupiah.
  return local ?? (amount.per !== 'task' && value < rupiahLeast ? 'USD' : 'IDR');
}

/** Dollars, riyals and dinars without a name are those of the place. */
function currencyOf(amount: Amount, places: readonly Place[], words: FactWords): string {
  const { currency } = amount;
  const country = places.find((p) => p.country !== 'ID')?.country ?? '';
  if (currency === null) return currencyUnsaid(amount, country, words);
  const unnamed = words['unnamed-money'][currency];
  if (unnamed === undefined) return currency;
  const local = words['local-money'][currency]?.[country] ?? unnamed;
  // "$350 a month" on a ship of Taiwan cannot be NT$350.
  const least = amount.per === 'month' ? (words['local-least'][local] ?? 0) : 0;
  return (amount.max ?? amount.min ?? least) >= least ? local : unnamed;
}

/** More rupiah than that without any word for pay is rather a price. */
const untoldMax = 12_000_000;
const untoldAbroadMax = 40_000_000;

const isForeign = ({ currency }: Amount): boolean => currency !== null && currency !== 'IDR';
const isByTime = ({ per }: Amount): boolean => per !== null && per !== 'task';

/** Pay of a time of learning is the main one only where no other is told. */
const lessonsLikelihood = 0.5;

/** How surely an amount is the main pay; 0 where it is none, 1 where it may be anything. */
function payLikelihood(amount: Amount, kind: Kind): number {
  const { role, isSure } = amount;
  if (amount.isForLessons) return lessonsLikelihood;
  if (role === 'pay') return (isSure ? 7 : 4) + (isByTime(amount) ? 2 : 0);
  if (role === 'none') return likelihoodUntold(amount, kind);
  if (role === 'pocket') return likelihoodOfAllowance(amount, kind.isTraineeship);
  return role === 'extra' && isByTime(amount) && (isForeign(amount) || kind.isTraineeship) ? 2 : 0;
}

/** A traineeship pays "uang saku"; by the month or in the money of a place abroad it is pay, too. */
function likelihoodOfAllowance(amount: Amount, isTraineeship: boolean): number {
  if (isByTime(amount)) return 3;
  if (isTraineeship && !amount.leadsOn) return 2;
  return isForeign(amount) && !amount.leadsOn ? 1 : 0;
}

/** Of an amount that no word explains. */
function likelihoodUntold(amount: Amount, { isAbroad, isSold }: Kind): number {
  if (isByTime(amount)) return 5;
  if (amount.per === 'task') return 2;
  if (isForeign(amount)) return 2;
  if (amount.leadsOn || isSold) return 0;
  return (amount.min ?? 0) > (isAbroad ? untoldAbroadMax : untoldMax) ? 0 : 1;
}

/** Roles of money that is not pay: beside them an amount without any word says nothing. */
const notPay: readonly Role[] = ['fee', 'penalty', 'pocket'];

/** What kind of offer it is, as far as it says how money is paid. */
export type Kind = {
  readonly isTraineeship: boolean;
  /** A kidney or eggs for money. */
  readonly isOfBody: boolean;
  readonly isAbroad: boolean;
  /** A place at work at home that is sold: amounts without a word are its price. */
  readonly isSold: boolean;
};

/** The main pay: the surest amount, the first of several, with the other ends of its list. */
export function choosePay(
  amounts: readonly Amount[],
  places: readonly Place[],
  words: FactWords,
  tokens: Tokens,
  kind: Kind,
): { pay: Pay; token: number } | null {
  let chosen: Amount | null = null;
  let best = 0;
  for (const amount of amounts) {
    const likelihood = payLikelihood(amount, kind);
    if (likelihood > best) [chosen, best] = [amount, likelihood];
  }
  if (!chosen) return null;
  if (best === 1 && amounts.some((a) => notPay.includes(a.role))) return null;
  const { min, max } = withTop(amounts, chosen, rangeOfList(amounts, chosen));
  const currency = currencyOf(chosen, places, words);
  const pay: Pay = {
    min,
    max,
    currency,
    per: chosen.per ?? (kind.isOfBody ? 'task' : unsaidPeriod(max ?? min ?? 0, currency)),
    span: tokens.span(chosen.token, chosen.token),
  };
  return { pay, token: chosen.token };
}

/** In rupiah less is paid by the piece, by the day, by the month; more for the whole of it. */
const pieceMax = 25_000;
const dayMax = 300_000;
const monthMax = 80_000_000;

/** What an amount is for where no period is told. */
function unsaidPeriod(amount: number, currency: string): PayPeriod {
  if (currency !== 'IDR' || amount === 0) return 'month';
  if (amount < pieceMax) return 'task';
  if (amount <= dayMax) return 'day';
  return amount > monthMax ? 'contract' : 'month';
}

/** "gaji pokok 3 juta, dengan tip bisa sampai 15 juta": the upper end told apart. */
function withTop(
  amounts: readonly Amount[],
  chosen: Amount,
  range: { min: number | null; max: number | null },
): { min: number | null; max: number | null } {
  const top = amounts[amounts.indexOf(chosen) + 1];
  const isTop =
    top?.min === null &&
    top.currency === chosen.currency &&
    (top.per ?? chosen.per) === chosen.per &&
    top.role !== 'fee' &&
    top.token - chosen.token <= listDistanceMax;
  return isTop && (top.max ?? 0) > (range.max ?? Infinity) ? { ...range, max: top.max } : range;
}

/** Amounts of one list stand so near each other, in words, and differ so much at most. */
const listDistanceMax = 8;
const listRatioMax = 2;

/** "Tukang 200rb, kenek 150rb sehari", "attendant USD 1.100, cleaner USD 800": one range. */
function rangeOfList(
  amounts: readonly Amount[],
  chosen: Amount,
): { min: number | null; max: number | null } {
  let { min, max } = chosen;
  if (min === null || max === null) return { min, max };
  const at = amounts.indexOf(chosen);
  for (const step of [-1, 1]) {
    let last = chosen;
    for (let i = at + step; i >= 0 && i < amounts.length; i += step) {
      const other = amounts[i]!;
      if (!isOfList(other, last, chosen)) break;
      [min, max] = [Math.min(min, other.min!), Math.max(max, other.max!)];
      last = other;
    }
  }
  return { min, max };
}

function isOfList(other: Amount, neighbour: Amount, chosen: Amount): boolean {
  if (other.min === null || other.max === null || neighbour.max === null) return false;
  if (other.role !== 'none' && other.role !== 'pay') return false;
  const later = other.token > neighbour.token ? other : neighbour;
  if (later.standsApart) return false;
  if (other.currency !== chosen.currency) return false;
  if (other.per !== null && other.per !== chosen.per) return false;
  if (Math.abs(other.token - neighbour.token) > listDistanceMax) return false;
  const [low, high] = [Math.min(other.min, neighbour.max), Math.max(other.max, neighbour.max)];
  return high <= listRatioMax * low;
}

/** What a place at work is sold for is at least that much, in rupiah. */
const priceMin = 300_000;

const isPrice = ({ role, per, currency, min }: Amount): boolean =>
  role === 'none' && per === null && (currency ?? 'IDR') === 'IDR' && (min ?? 0) >= priceMin;

/** "bayar ratusan juta" is no sum. */
const isVague = ({ token }: Amount, tokens: Tokens): boolean =>
  /(puluh|belas|ratus)an/i.test(tokens.slice(token, token));

/** Amounts the applicant is asked for, before work or by deduction. */
export function chooseFees(
  amounts: readonly Amount[],
  places: readonly Place[],
  words: FactWords,
  tokens: Tokens,
  { isSold }: Kind,
): { fee: Fee; token: number }[] {
  return (
    amounts
      // "setoran 35rb/hari" is what a day's work yields, "biaya 0 rupiah" no fee.
      .filter((a) => a.role === 'fee' || (isSold && isPrice(a)))
      .filter((a) => a.per !== 'day' && a.per !== 'hour' && a.max !== 0 && !isVague(a, tokens))
      .map((a) => ({
        fee: {
          amount: a.max ?? a.min ?? 0,
          currency: currencyOf(a, places, words),
          span: tokens.span(a.token, a.token),
        },
        token: a.token,
      }))
  );
}
