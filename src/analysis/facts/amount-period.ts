import { type PayPeriod, payPeriods } from '#domain/offer.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens, tokenFlag } from '../tokens.ts';
import { type AmountWords, hasHint, hasMark, hint, mark, roles } from './amount-words.ts';

/** "5jt/bulan", "per bulan 5jt", "sehari 250rb". */
export function periodOf(tokens: Tokens, words: AmountWords, token: number): PayPeriod | null {
  return periodBehind(tokens, words, token) ?? periodBefore(tokens, words, token);
}

function periodBehind(tokens: Tokens, words: AmountWords, token: number): PayPeriod | null {
  // "5jt bersih sebulan"
  const first = isNetOrGross(tokens, words, token + 1) ? token + 2 : token + 1;
  const per = isPer(tokens, words, first);
  const at = per ? first + 1 : first;
  if (at >= tokens.count || tokens.pauses[at] === pause.hard) return null;
  const rate = per || slashBefore(tokens, at);
  // "Rp 5.000.000,-/bulan": the comma is no pause.
  if (tokens.pauses[at] !== pause.none && !rate) return null;
  // "75rb sekali datang", "12rb sekilo"
  if (isOnce(tokens, words, at)) return 'task';
  const period = periodAt(tokens, words, at);
  if (!period) return isPiece(tokens, at, rate) ? 'task' : null;
  return isPointOfTime(tokens, words, at, rate, period) ? null : period;
}

/** "75rb sekali datang"; in "gaji 5jt + borongan" it comes on top. */
const isOnce = (tokens: Tokens, words: AmountWords, i: number): boolean =>
  (hasMark(words, tokens.ids[i]!, mark.once) || hasHint(words, tokens.ids[i]!, hint.piece)) &&
  !tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!).includes('+');

/** "5jt potong gaji" and "5jt tahun 2026" name no rate, "10rb per like" does. */
function isPointOfTime(
  tokens: Tokens,
  words: AmountWords,
  at: number,
  rate: boolean,
  period: PayPeriod,
): boolean {
  if (rate) return false;
  const behind = at + 1;
  // "2jt hari ini"
  const isNow = behind < tokens.count && hasHint(words, tokens.ids[behind]!, hint.moment);
  if (isNow && tokens.pauses[behind] === pause.none) return true;
  if (period === 'task' || period === 'contract') return true;
  const next = at + 1;
  return (
    next < tokens.count && tokens.pauses[next] === pause.none && tokens.has(next, tokenFlag.number)
  );
}

const isNetOrGross = (tokens: Tokens, words: AmountWords, i: number): boolean =>
  i < tokens.count &&
  tokens.pauses[i] === pause.none &&
  hasMark(words, tokens.ids[i]!, mark.behind) &&
  roles[words.role[tokens.ids[i]!]!] === 'pay';

const isPer = (tokens: Tokens, words: AmountWords, i: number): boolean =>
  i < tokens.count && tokens.pauses[i] === pause.none && hasMark(words, tokens.ids[i]!, mark.per);

function periodBefore(tokens: Tokens, words: AmountWords, token: number): PayPeriod | null {
  const each = eachBefore(tokens, words, token);
  if (each) return each;
  for (let i = token - 1; i >= 0 && i >= token - 4; i--) {
    if (tokens.pauses[i + 1] === pause.hard || beginsPay(tokens, words, i + 1)) break;
    if (isOfOther(tokens, words, i)) break;
    const before = rateAt(tokens, words, i, token);
    if (before) return before;
  }
  return null;
}

/** "$15 per hour, deposit $200": the rate of the amount before. */
const isOfOther = (tokens: Tokens, words: AmountWords, i: number): boolean =>
  i > 1 &&
  (tokens.ids[i - 1] === tokenClass.money ||
    (isPer(tokens, words, i - 1) && tokens.ids[i - 2] === tokenClass.money));

/** The rate that token `i` gives for an amount behind it. */
function rateAt(tokens: Tokens, words: AmountWords, i: number, token: number): PayPeriod | null {
  const id = tokens.ids[i]!;
  if (hasMark(words, id, mark.once) || (i === token - 1 && hasHint(words, id, hint.piece))) {
    return 'task';
  }
  if (isCounted(tokens, words, i) || isNoRate(tokens, words, i, token)) return null;
  const period = periodAt(tokens, words, i);
  return period === 'task' || period === 'contract' ? null : period;
}

/** "tenaga harian, gaji 3,9": what is told of pay begins behind the comma. */
const beginsPay = (tokens: Tokens, words: AmountWords, i: number): boolean =>
  tokens.pauses[i] === pause.soft && roles[words.role[tokens.ids[i]!]!] === 'pay';

/** "jam bebas 3-5 jt", "malam ini 5jt": a time, unless "per" or the amount stands beside it. */
const isNoRate = (tokens: Tokens, words: AmountWords, i: number, token: number): boolean =>
  i < token - 1 &&
  hasHint(words, tokens.ids[i]!, hint.barePeriod) &&
  !(i > 0 && (hasMark(words, tokens.ids[i - 1]!, mark.per) || isOne(tokens, words, i - 1)));

/** "per pasang 85rb", "1 dus 400rb", "1 hari 100rb": what the amount is given for, right before. */
function eachBefore(tokens: Tokens, words: AmountWords, token: number): PayPeriod | null {
  const [counted, of] = [token - 1, token - 2];
  if (of < 0 || tokens.pauses[token] !== pause.none || tokens.pauses[counted] !== pause.none) {
    return null;
  }
  const id = tokens.ids[counted]!;
  if (tokens.has(counted, tokenFlag.number) || words.role[id] !== 0 || words.currency[id] !== 0) {
    return null;
  }
  const isEach = hasMark(words, tokens.ids[of]!, mark.per | mark.once);
  if (!isOne(tokens, words, of) && !isEach) return null;
  return periodAt(tokens, words, counted) ?? 'task';
}

/** "3.500 per kaos", "2.200 / paket": anything counted that is no length of time. */
const isPiece = (tokens: Tokens, at: number, rate: boolean): boolean =>
  rate &&
  tokens.ids[at] !== tokenClass.money &&
  !tokens.has(at, tokenFlag.number) &&
  (tokens.ends[at]! - tokens.starts[at]! > 2 || slashBefore(tokens, at));

export const slashBefore = (tokens: Tokens, i: number): boolean =>
  tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!).includes('/');

/** "2 tahun", "12 jam", "jam 9": a length or point of time, not a rate. */
function isCounted(tokens: Tokens, words: AmountWords, i: number): boolean {
  if (i + 1 < tokens.count && tokens.has(i + 1, tokenFlag.number)) return true;
  if (i > 0 && /^(x|kali)$/i.test(tokens.slice(i - 1, i - 1))) return true; // "10x sehari"
  return i > 0 && valueAt(tokens, words, i - 1) >= 0 && !isOne(tokens, words, i - 1);
}

/** Value of a number in digits or one word; NaN where there is none. */
const valueAt = (tokens: Tokens, words: AmountWords, i: number): number =>
  tokens.has(i, tokenFlag.number) ? tokens.values[i]! : words.number[tokens.ids[i]!]!;

/** "satu bulan 5jt" is a rate. */
const isOne = (tokens: Tokens, words: AmountWords, i: number): boolean =>
  valueAt(tokens, words, i) === 1;

function periodAt(tokens: Tokens, words: AmountWords, i: number): PayPeriod | null {
  if (i >= tokens.count) return null;
  const index = words.period[tokens.ids[i]!]!;
  return index === 0 ? null : payPeriods[index - 1]!;
}
