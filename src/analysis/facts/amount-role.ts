import type { PayPeriod } from '#domain/offer.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens } from '../tokens.ts';
import { type AmountWords, hasMark, mark, type Role, roles } from './amount-words.ts';

/** How far a word may stand from the amount that it explains, in words. */
const roleDistanceMax = 8;
const roleAfterMax = 2;
/** A thing paid for tells a fee only right beside the amount. */
const weakDistanceMax = 4;
/** Words between one who gives and what is given. */
const givenDistanceMax = 3;

/**
 * What an amount is for: the nearest word before it that says so, else the nearest behind it.
 * @param per the period that the amount is given for, or null
 */
export function roleOf(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  per: PayPeriod | null,
): Role {
  const before = telling(tokens, words, token);
  if (before < 0) {
    const behind = roleToldBehind(tokens, words, token);
    return behind === 'none' && per === null && isForFamily(tokens, words, token)
      ? 'pocket'
      : behind;
  }
  const id = tokens.ids[before]!;
  const role = roles[words.role[id]!]!;
  // "cuma kasih makan kucing, 18 juta" is not for meals.
  if (role === 'extra' && isApart(tokens, before, token)) return 'none';
  // "100rb/hari + pulsa 50rb": what is added is given.
  if (hasMark(words, id, mark.weak) && isAdded(tokens, before)) return 'extra';
  if (role === 'fee') return roleOfFee(tokens, words, before, per);
  if (role === 'pay' && isCharged(tokens, words, before)) return 'fee';
  if (role === 'pay' && hasMark(words, id, mark.recruitingPay)) {
    const recruiting = wordBefore(tokens, words, token, (other) =>
      hasMark(words, other, mark.recruiting),
    );
    // "ajak 2 teman dapat 5 juta" is no pay.
    if (recruiting >= 0) return 'extra';
  }
  return role;
}

/** Index of the word that says what the amount is for, or -1. */
function telling(tokens: Tokens, words: AmountWords, token: number): number {
  const nearest = wordBefore(
    tokens,
    words,
    token,
    (id, i) => words.role[id] !== 0 && !isNamed(tokens, words, id, i),
  );
  if (nearest < 0 || !hasMark(words, tokens.ids[nearest]!, mark.weak)) return nearest;
  const strong = wordBefore(tokens, words, token, (id) => isStrong(words, id));
  if (strong >= 0 && isOneLine(tokens, strong, token)) return strong;
  return token - nearest <= weakDistanceMax && isOneLine(tokens, nearest, token) ? nearest : -1;
}

/** "loker admin" is a job, "tidak kabur" no penalty. */
function isNamed(tokens: Tokens, words: AmountWords, id: number, i: number): boolean {
  if (i === 0 || tokens.pauses[i] !== pause.none) return false;
  const before = tokens.ids[i - 1]!;
  if (roles[words.role[id]!] === 'penalty') return hasMark(words, before, mark.not);
  return hasMark(words, id, mark.weak) && hasMark(words, before, mark.jobCue);
}

const isOneLine = (tokens: Tokens, from: number, to: number): boolean =>
  !tokens.text.slice(tokens.ends[from]!, tokens.starts[to]!).includes('\n');

function isApart(tokens: Tokens, from: number, to: number): boolean {
  for (let i = from + 1; i <= to; i++) if (tokens.pauses[i] !== pause.none) return true;
  return false;
}

const isAdded = (tokens: Tokens, i: number): boolean =>
  i > 0 && tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!).includes('+');

/** "bayar 100rb sehari" is pay, "batal ganti 5 juta" a penalty, "dikasih modal 5 juta" a gift. */
function roleOfFee(tokens: Tokens, words: AmountWords, at: number, per: PayPeriod | null): Role {
  const either = hasMark(words, tokens.ids[at]!, mark.either);
  if (either && per !== null && per !== 'task' && per !== 'contract') return 'pay';
  const near = (bit: number) => wordBefore(tokens, words, at, (id) => hasMark(words, id, bit));
  const penalty = wordBefore(tokens, words, at, (id) => roles[words.role[id]!] === 'penalty');
  if (penalty >= 0 && (either || near(mark.condition) >= 0)) return 'penalty';
  const given = near(mark.given);
  return given >= 0 && at - given <= givenDistanceMax ? 'pocket' : 'fee';
}

/** "potong gaji bulan pertama 500rb", "processing fee USD 450". */
function isCharged(tokens: Tokens, words: AmountWords, at: number): boolean {
  if (at === 0 || tokens.pauses[at] !== pause.none) return false;
  const isFee = /^fees?$/i.test(tokens.slice(at, at));
  return hasMark(words, tokens.ids[at - 1]!, isFee ? mark.charged : mark.cuts);
}

/** "5 juta buat ibu di rumah", "digei duit limang juta". */
function isForFamily(tokens: Tokens, words: AmountWords, token: number): boolean {
  const given = wordBefore(tokens, words, token, (id) => hasMark(words, id, mark.given));
  if (given >= 0 && token - given <= givenDistanceMax) return true;
  const behind = token + 1;
  if (behind + 1 >= tokens.count || tokens.pauses[behind] !== pause.none) return false;
  if (!hasMark(words, tokens.ids[behind]!, mark.forWhom)) return false;
  return [behind + 1, behind + 2].some(
    (i) => i < tokens.count && hasMark(words, tokens.ids[i]!, mark.family),
  );
}

const isStrong = (words: AmountWords, id: number): boolean =>
  words.role[id] !== 0 && !hasMark(words, id, mark.weak);

/** Index of the nearest such word before `token` in its sentence and behind other amounts; or -1. */
function wordBefore(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  fits: (id: number, at: number) => boolean,
): number {
  for (let i = token - 1; i >= 0 && i >= token - roleDistanceMax; i--) {
    if (tokens.pauses[i + 1] === pause.hard || tokens.ids[i] === tokenClass.money) return -1;
    if (tokens.ids[i]! < words.role.length && fits(tokens.ids[i]!, i)) return i;
  }
  return -1;
}

function roleToldBehind(tokens: Tokens, words: AmountWords, token: number): Role {
  const role = roles[roleBehind(tokens, words, token)]!;
  return role === 'none' && isSent(tokens, words, token) ? 'fee' : role;
}

/** "275rb ke 0857-…", "2 juta ke rekening": sent to somebody. */
function isSent(tokens: Tokens, words: AmountWords, token: number): boolean {
  const [to, whom] = [token + 1, token + 2];
  if (whom >= tokens.count || tokens.pauses[to] !== pause.none) return false;
  if (!hasMark(words, tokens.ids[to]!, mark.sentTo)) return false;
  return tokens.ids[whom] === tokenClass.contact || hasMark(words, tokens.ids[whom]!, mark.wallet);
}

function roleBehind(tokens: Tokens, words: AmountWords, token: number): number {
  for (let i = token + 1; i < tokens.count && i <= token + roleAfterMax; i++) {
    // "Rp 375.000 (transfer …": the bracket speaks of the amount.
    const joined = tokens.pauses[i] === pause.none || opensBracket(tokens, i);
    if (!joined || tokens.ids[i] === tokenClass.money) break;
    const id = tokens.ids[i]!;
    if (hasMark(words, id, mark.behind)) return words.role[id]!;
  }
  return 0;
}

const opensBracket = (tokens: Tokens, i: number): boolean =>
  tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!) === ' (';

/** True where a word that means pay and nothing else tells what the amount is. */
export function isSurePay(tokens: Tokens, words: AmountWords, token: number): boolean {
  const before = telling(tokens, words, token);
  const at = before >= 0 ? before : token + 1;
  return at < tokens.count && hasMark(words, tokens.ids[at]!, mark.surePay);
}

/** "5 juta nanti sore saya antar", "12 jt utk kursi": handed over, not earned. */
export function leadsOn(tokens: Tokens, words: AmountWords, token: number): boolean {
  const next = token + 1;
  if (next >= tokens.count || tokens.pauses[next] !== pause.none) return false;
  return hasMark(words, tokens.ids[next]!, mark.forWhom | mark.sentTo | mark.first);
}

/** True where a word for a fee stands between the amount and the one before. */
export function isBesideFee(tokens: Tokens, words: AmountWords, token: number): boolean {
  return wordBefore(tokens, words, token, (id) => roles[words.role[id]!] === 'fee') >= 0;
}
