import { type PayPeriod, payPeriods } from '#domain/offer.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens, tokenFlag } from '../tokens.ts';
import { type AmountWords, mark, roles } from './amount-words.ts';

/** "5jt/bulan", "per bulan 5jt", "sehari 250rb". */
export function periodOf(tokens: Tokens, words: AmountWords, token: number): PayPeriod | null {
  return periodBehind(tokens, words, token) ?? periodBefore(tokens, words, token);
}

function periodBehind(tokens: Tokens, words: AmountWords, token: number): PayPeriod | null {
  // "5jt bersih sebulan"
  const first = isNetOrGross(tokens, words, token + 1) ? token + 2 : token + 1;
  const per = isPer(tokens, words, first);
  const at = per ? first + 1 : first;
  if (at >= tokens.count) return null;
  const rate = per || slashBefore(tokens, at);
  // "Rp 5.000.000,-/bulan": the comma is no pause.
  if (tokens.pauses[at] === pause.hard || (tokens.pauses[at] !== pause.none && !rate)) return null;
  const period = periodAt(tokens, words, at);
  if (!period) return isPiece(tokens, at, rate) ? 'task' : null;
  // "10rb per like" is a rate, "5jt potong gaji" is not.
  if ((period === 'task' || period === 'contract') && !rate) return null;
  const pointOfTime = !rate && at + 1 < tokens.count && tokens.has(at + 1, tokenFlag.number);
  return pointOfTime ? null : period;
}

const isNetOrGross = (tokens: Tokens, words: AmountWords, i: number): boolean =>
  i < tokens.count &&
  tokens.pauses[i] === pause.none &&
  (words.marks[tokens.ids[i]!]! & mark.behind) !== 0 &&
  roles[words.role[tokens.ids[i]!]!] === 'pay';

const isPer = (tokens: Tokens, words: AmountWords, i: number): boolean =>
  i < tokens.count &&
  tokens.pauses[i] === pause.none &&
  (words.marks[tokens.ids[i]!]! & mark.per) !== 0;

function periodBefore(tokens: Tokens, words: AmountWords, token: number): PayPeriod | null {
  for (let i = token - 1; i >= 0 && i >= token - 4; i--) {
    if (tokens.pauses[i + 1] === pause.hard) break;
    if ((words.marks[tokens.ids[i]!]! & mark.once) !== 0) return 'task';
    if (isCounted(tokens, words, i)) continue;
    const before = periodAt(tokens, words, i);
    if (before && before !== 'task' && before !== 'contract') return before;
  }
  return null;
}

/** "3.500 per kaos", "2.200 / paket": anything counted that is no length of time. */
const isPiece = (tokens: Tokens, at: number, rate: boolean): boolean =>
  rate &&
  tokens.ids[at] !== tokenClass.money &&
  !tokens.has(at, tokenFlag.number) &&
  tokens.ends[at]! - tokens.starts[at]! > 2;

export const slashBefore = (tokens: Tokens, i: number): boolean =>
  tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!).includes('/');

/** "2 tahun", "12 jam", "jam 9": a length or point of time, not a rate. */
function isCounted(tokens: Tokens, words: AmountWords, i: number): boolean {
  if (i + 1 < tokens.count && tokens.has(i + 1, tokenFlag.number)) return true;
  if (i === 0) return false;
  const before = tokens.ids[i - 1]!;
  return tokens.has(i - 1, tokenFlag.number) || words.number[before]! >= 0;
}

function periodAt(tokens: Tokens, words: AmountWords, i: number): PayPeriod | null {
  if (i >= tokens.count) return null;
  const index = words.period[tokens.ids[i]!]!;
  return index === 0 ? null : payPeriods[index - 1]!;
}
