import type { Fee, Pay, Place } from '#domain/offer.ts';
import type { FactWords } from '#reference/fact-words.ts';
import type { Tokens } from '../tokens.ts';
import type { Role } from './amount-words.ts';
import type { Amount } from './amounts.ts';

/** Less than any pay or fee in rupiah for work abroad. */
const rupiahMin = 300_000;
/** Key in `local-money` of what is paid with where no money is named at all. */
const anyMoney = 'ANY';

/** Dollars, riyals and dinars without a name are those of the place. */
function currencyOf(amount: Amount, places: readonly Place[], words: FactWords): string {
  const { currency } = amount;
  const country = places.find((p) => p.country !== 'ID')?.country ?? '';
  if (currency === null) {
    // "gaji 29500" for Taiwan is in its own money: nobody pays 29,500 rupiah.
    const isSmall = !amount.hasUnit && (amount.max ?? amount.min ?? 0) < rupiahMin;
    return (isSmall && words['local-money'][anyMoney]?.[country]) || 'IDR';
  }
  const unnamed = words['unnamed-money'][currency];
  if (unnamed === undefined) return currency;
  const local = words['local-money'][currency]?.[country] ?? unnamed;
  // "$350 a month" on a ship of Taiwan cannot be NT$350.
  const least = amount.per === 'month' ? (words['local-least'][local] ?? 0) : 0;
  return (amount.max ?? amount.min ?? least) >= least ? local : unnamed;
}

/** More rupiah than that without any word for pay is rather a price. */
const untoldMax = 12_000_000;

const isForeign = ({ currency }: Amount): boolean => currency !== null && currency !== 'IDR';
const isByTime = ({ per }: Amount): boolean => per !== null && per !== 'task';

/** How surely an amount is the main pay; 0 where it is none, 1 where it may be anything. */
function payLikelihood(amount: Amount, isTraineeship: boolean): number {
  const { role, isSure } = amount;
  if (role === 'pay') return (isSure ? 7 : 4) + (isByTime(amount) ? 2 : 0);
  if (role === 'none') return likelihoodUntold(amount);
  if (role === 'pocket') return likelihoodOfAllowance(amount, isTraineeship);
  return role === 'extra' && isByTime(amount) && isForeign(amount) ? 1 : 0;
}

/** A traineeship pays "uang saku"; by the month or in the money of a place abroad it is pay, too. */
function likelihoodOfAllowance(amount: Amount, isTraineeship: boolean): number {
  if (isByTime(amount)) return 3;
  if (isTraineeship && !amount.leadsOn) return 2;
  return isForeign(amount) && !amount.leadsOn ? 1 : 0;
}

/** Of an amount that no word explains. */
function likelihoodUntold(amount: Amount): number {
  if (isByTime(amount)) return 5;
  if (amount.per === 'task') return 2;
  if (isForeign(amount)) return 2;
  return amount.leadsOn || (amount.min ?? 0) > untoldMax ? 0 : 1;
}

/** Roles of money that is not pay: beside them an amount without any word says nothing. */
const notPay: readonly Role[] = ['fee', 'penalty', 'pocket'];

/** The main pay: the surest amount, the first of several, with the other ends of its list. */
export function choosePay(
  amounts: readonly Amount[],
  places: readonly Place[],
  words: FactWords,
  tokens: Tokens,
  isTraineeship: boolean,
): { pay: Pay; token: number } | null {
  let chosen: Amount | null = null;
  let best = 0;
  for (const amount of amounts) {
    const likelihood = payLikelihood(amount, isTraineeship);
    if (likelihood > best) [chosen, best] = [amount, likelihood];
  }
  if (!chosen) return null;
  if (best === 1 && amounts.some((a) => notPay.includes(a.role))) return null;
  const { min, max } = rangeOfList(amounts, chosen);
  const pay: Pay = {
    min,
    max,
    currency: currencyOf(chosen, places, words),
    per: chosen.per ?? 'month',
    span: tokens.span(chosen.token, chosen.token),
  };
  return { pay, token: chosen.token };
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
  if (later.besideFee) return false;
  if (other.currency !== chosen.currency) return false;
  if (other.per !== null && other.per !== chosen.per) return false;
  if (Math.abs(other.token - neighbour.token) > listDistanceMax) return false;
  const [low, high] = [Math.min(other.min, neighbour.max), Math.max(other.max, neighbour.max)];
  return high <= listRatioMax * low;
}

/** Amounts the applicant is asked for, before work or by deduction. */
export function chooseFees(
  amounts: readonly Amount[],
  places: readonly Place[],
  words: FactWords,
  tokens: Tokens,
): { fee: Fee; token: number }[] {
  return (
    amounts
      // "setoran 35rb/hari" is what a day's work yields, "biaya 0 rupiah" no fee.
      .filter((a) => a.role === 'fee' && a.per !== 'day' && a.per !== 'hour' && a.max !== 0)
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
