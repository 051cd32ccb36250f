import { pause, type Tokens } from '../tokens.ts';
import { isBehind } from './amount-near.ts';
import { type AmountWords, hasHint, hint } from './amount-words.ts';
import type { Amount } from './amounts.ts';

/** Words between a whole price and its first instalment, and between the prices of a list. */
const pairDistanceMax = 6;
/** Words between a deposit and what it yields. */
const returnDistanceMax = 2;
/** In rupiah more than a month's pay that nobody calls one. */
const priceMin = 12_000_000;

/**
 * What amounts say of each other: a price before its first instalment ("55jt, DP 20jt") is a fee
 * as well, two prices by sex ("laki 8jt, perempuan 5jt") are what it costs to get in, and an
 * instalment beside its sum ("1.500, potong 300 x 5") is none of its own.
 */
export function withPairs(
  amounts: readonly Amount[],
  tokens: Tokens,
  words: AmountWords,
): Amount[] {
  return amounts.map((amount, i) => {
    const next = amounts[i + 1];
    const before = amounts[i - 1];
    if (amount.role === 'fee' && before?.role === 'fee' && isInstalment(amount, tokens)) {
      return { ...amount, role: 'extra' };
    }
    if (amount.role === 'pay' && before && isReturn(amount, before)) {
      return { ...amount, role: 'extra' };
    }
    if (amount.role !== 'none' || amount.per !== null) return amount;
    const isFee =
      (next && isPriceOf(amount, next, tokens, words)) ||
      (next && isBySex(amount, next, tokens, words)) ||
      (before && isBySex(amount, before, tokens, words));
    return isFee ? { ...amount, role: 'fee' } : amount;
  });
}

/** "top up 100rb dapat 130rb": what is paid in comes back. */
const isReturn = (amount: Amount, before: Amount): boolean =>
  before.role === 'fee' && !amount.isSure && amount.token - before.token <= returnDistanceMax;

/** "RM300 x 5 bulan" */
const isInstalment = ({ token }: Amount, tokens: Tokens): boolean =>
  /^\s*[x×]\s*\d/i.test(tokens.text.slice(tokens.ends[token]!, tokens.ends[token]! + 6));

function isPriceOf(price: Amount, part: Amount, tokens: Tokens, words: AmountWords): boolean {
  if (part.role !== 'fee' || part.token - price.token > pairDistanceMax) return false;
  // "5 juta, DP 1 juta", "1,5jt di depan sisanya 3 jt"
  if (isFirstPart(part, tokens, words)) return true;
  if ((part.max ?? 0) >= (price.max ?? 0)) return false;
  const isLarge = (price.min ?? 0) > priceMin && price.currency !== 'USD';
  return isLarge || isTotal(price, tokens, words);
}

function isFirstPart({ token }: Amount, tokens: Tokens, words: AmountWords): boolean {
  return [token, token - 1].some((i) => isBehind(tokens, words, i, hint.firstPart));
}

/** "Total 65 jt", "58jt all in" */
function isTotal({ token }: Amount, tokens: Tokens, words: AmountWords): boolean {
  if (isBehind(tokens, words, token, hint.total)) return true;
  const next = token + 1;
  return (
    next < tokens.count &&
    tokens.pauses[next] === pause.none &&
    hasHint(words, tokens.ids[next]!, hint.total)
  );
}

function isBySex(a: Amount, b: Amount, tokens: Tokens, words: AmountWords): boolean {
  if (b.role !== 'none' || b.per !== null) return false;
  if (Math.abs(a.token - b.token) > pairDistanceMax) return false;
  const isOfSex = ({ token }: Amount) => isBehind(tokens, words, token, hint.sexes);
  return isOfSex(a) && isOfSex(b);
}
