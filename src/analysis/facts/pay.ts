import type { Fee, Pay, Place } from '#domain/offer.ts';
import type { FactWords } from '#reference/fact-words.ts';
import type { Tokens } from '../tokens.ts';
import type { Amount } from './amounts.ts';

/** Dollars, riyals and dinars without a name are those of the place. */
function currencyOf(amount: Amount, places: readonly Place[], words: FactWords): string {
  const { currency } = amount;
  if (currency === null) return 'IDR';
  const unnamed = words['unnamed-money'][currency];
  if (unnamed === undefined) return currency;
  const country = places.find((p) => p.country !== 'ID')?.country;
  const local = (country && words['local-money'][currency]?.[country]) || unnamed;
  // "$350 a month" on a ship of Taiwan cannot be NT$350.
  const least = amount.per === 'month' ? (words['local-least'][local] ?? 0) : 0;
  return (amount.max ?? amount.min ?? least) >= least ? local : unnamed;
}

/** How surely an amount is the main pay; 0 where it is none. */
function payLikelihood(amount: Amount): number {
  const rate = amount.per !== null && amount.per !== 'task';
  if (amount.role === 'pay') return rate ? 5 : 3;
  if (amount.role === 'none') return rate ? 4 : bareLikelihood(amount);
  // A traineeship pays "uang saku" by the month.
  return amount.role === 'pocket' && rate ? 2 : 0;
}

/** A bare amount is hardly pay, unless it is by the task or in foreign money. */
const bareLikelihood = ({ per, currency }: Amount): number =>
  per === 'task' || (currency !== null && currency !== 'IDR') ? 2 : 1;

/** The main pay: the surest amount, the first of several. */
export function choosePay(
  amounts: readonly Amount[],
  places: readonly Place[],
  words: FactWords,
  tokens: Tokens,
): { pay: Pay; token: number } | null {
  let chosen: Amount | null = null;
  for (const amount of amounts) {
    if (payLikelihood(amount) > (chosen ? payLikelihood(chosen) : 0)) chosen = amount;
  }
  if (!chosen) return null;
  const isOther = amounts.some((a) => ['fee', 'penalty', 'pocket'].includes(a.role));
  if (isOther && payLikelihood(chosen) === 1) return null;
  const pay: Pay = {
    min: chosen.min,
    max: chosen.max,
    currency: currencyOf(chosen, places, words),
    per: chosen.per ?? 'month',
    span: tokens.span(chosen.token, chosen.token),
  };
  return { pay, token: chosen.token };
}

/** Amounts the applicant is asked for, before work or by deduction. */
export function chooseFees(
  amounts: readonly Amount[],
  places: readonly Place[],
  words: FactWords,
  tokens: Tokens,
): { fee: Fee; token: number }[] {
  return amounts
    .filter((a) => a.role === 'fee')
    .map((a) => ({
      fee: {
        amount: a.max ?? a.min ?? 0,
        currency: currencyOf(a, places, words),
        span: tokens.span(a.token, a.token),
      },
      token: a.token,
    }));
}
