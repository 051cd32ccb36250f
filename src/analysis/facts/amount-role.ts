import type { PayPeriod } from '#domain/offer.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens } from '../tokens.ts';
import {
  hasMoneyFace,
  isApart,
  isBehind,
  isByTime,
  isCarriedHome,
  isForFamily,
  isGivenBefore,
  isOneLine,
  isOwnMoney,
  isPaidBack,
  isPaidToOffice,
  isPerHead,
  isThroughMe,
  roleToldBehind,
  wordBefore,
} from './amount-near.ts';
import {
  type AmountWords,
  hasHint,
  hasMark,
  hint,
  mark,
  type Role,
  roles,
} from './amount-words.ts';

/** A thing paid for tells a fee only right beside the amount. */
const weakDistanceMax = 4;
/** "kursus bahasa Jepang N4 4 bulan 4,2 jt" */
const lessonReach = 7;
/** Words between an amount and one that adds something to it. */
const addedDistanceMax = 8;
const lessonDistanceMax = 3;
const chargedDistanceMax = 3;

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
  const role =
    before < 0
      ? roleUntold(tokens, words, token, per)
      : roleTold(tokens, words, token, before, per);
  if (role !== 'fee') return role;
  const isNoFee = isPaidBack(tokens, words, token) || isPaidToOffice(tokens, words, token);
  return isNoFee ? 'extra' : 'fee';
}

function roleUntold(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  per: PayPeriod | null,
): Role {
  if (isCarriedHome(tokens, words, token)) return 'pay';
  const behind = roleToldBehind(tokens, words, token, per);
  if (behind !== 'none') return behind;
  if (hasMoneyFace(tokens, token)) return 'pay';
  if (per === null && isThroughMe(tokens, words, token)) return 'fee';
  if (per !== null) return 'none';
  // "uang suami 7jt"
  const isGiven = isForFamily(tokens, words, token) || isBehind(tokens, words, token, hint.family);
  return isGiven ? 'pocket' : 'none';
}

function roleTold(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  at: number,
  per: PayPeriod | null,
): Role {
  const id = tokens.ids[at]!;
  const role = roles[words.role[id]!]!;
  // "cuma kasih makan kucing, 18 juta" is not for meals.
  if (role === 'extra' && isApart(tokens, at, token)) return 'none';
  const better = hasMark(words, id, mark.weak) ? overWeak(tokens, words, token, at, per) : null;
  if (better) return better;
  // "Mbok siti njaluk wong, saben siji dikei sejuta"
  if (role === 'fee' && at < givenAt(tokens, words, token)) return 'pocket';
  // "dekat keluarga, 2,5 jt"
  if (role === 'pocket' && hasHint(words, id, hint.family) && isApart(tokens, at, token)) {
    return 'none';
  }
  if (role === 'fee') return roleOfFee(tokens, words, at, per);
  return role === 'pay' ? roleOfPay(tokens, words, token, at, per) : role;
}

/** What counts for more than a weak word at `at`. */
function overWeak(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  at: number,
  per: PayPeriod | null,
): Role | null {
  // "100rb/hari + pulsa 50rb": what is added is given.
  if (isAdded(tokens, at)) return 'extra';
  if (isCarriedHome(tokens, words, token)) return 'pay';
  return per === null && isForFamily(tokens, words, token) ? 'pocket' : null;
}

/** Index of the word right before an amount by which it is given, or -1. */
function givenAt(tokens: Tokens, words: AmountWords, token: number): number {
  return isBehind(tokens, words, token, hint.given) ? token - 1 : -1;
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
  if (isFirm(tokens, words, nearest, token)) return nearest;
  const strong = wordBefore(
    tokens,
    words,
    token,
    (id, i) => isStrong(words, id) && !isNamed(tokens, words, id, i),
  );
  if (strong >= 0 && isOneLine(tokens, strong, token)) return strong;
  const reach = hasHint(words, tokens.ids[nearest]!, hint.lessons) ? lessonReach : weakDistanceMax;
  return token - nearest <= reach && isOneLine(tokens, nearest, token) ? nearest : -1;
}

/** "harus ditutup dulu 1.850.000", "mess 150rb": a weak word that leaves no doubt. */
function isFirm(tokens: Tokens, words: AmountWords, at: number, token: number): boolean {
  if (isBehind(tokens, words, at, hint.must)) return isOneLine(tokens, at, token);
  const isExtra = roles[words.role[tokens.ids[at]!]!] === 'extra';
  return isExtra && at === token - 1 && tokens.pauses[token] === pause.none;
}

/** "loker admin" is a job, "tidak kabur" no penalty, "potong domba" work, "cukup ganti rokok" a fee. */
function isNamed(tokens: Tokens, words: AmountWords, id: number, i: number): boolean {
  if (hasHint(words, id, hint.cuts) && i + 1 < tokens.count) {
    if (hasHint(words, tokens.ids[i + 1]!, hint.cutThings)) return true;
  }
  if (i === 0 || tokens.pauses[i] !== pause.none) return false;
  const before = tokens.ids[i - 1]!;
  if (roles[words.role[id]!] === 'penalty') {
    return hasHint(words, before, hint.not) || hasHint(words, before, hint.only);
  }
  return hasMark(words, id, mark.weak) && hasHint(words, before, hint.jobCue);
}

/** True where a plus sign before the word adds to an amount before it. */
function isAdded(tokens: Tokens, i: number): boolean {
  if (!isPlus(tokens, i)) return false;
  for (let at = i - 1; at >= 0 && at >= i - addedDistanceMax; at--) {
    if (tokens.ids[at] === tokenClass.money) return true;
  }
  return false;
}

/** "bayar 100rb sehari" is pay, "batal ganti 5 juta" a penalty, "dikasih modal 5 juta" a gift. */
function roleOfFee(tokens: Tokens, words: AmountWords, at: number, per: PayPeriod | null): Role {
  const id = tokens.ids[at]!;
  const either = hasMark(words, id, mark.either);
  const near = (bit: number) =>
    wordBefore(tokens, words, at, (other) => hasHint(words, other, bit));
  if (either && isByTime(per)) {
    // "training 1 minggu bayar 28 jt", "setahun harus bayar 25 jt"
    const lesson = near(hint.lessons);
    const isLesson = lesson >= 0 && at - lesson <= lessonDistanceMax;
    return isLesson || isBehind(tokens, words, at, hint.must) ? 'fee' : 'pay';
  }
  const penalty = wordBefore(
    tokens,
    words,
    at,
    (other, i) => roles[words.role[other]!] === 'penalty' && !isNamed(tokens, words, other, i),
  );
  if (penalty >= 0 && (either || near(hint.condition) >= 0)) return 'penalty';
  if (isHandedOver(tokens, words, at)) return 'pocket';
  return isGivenBefore(tokens, words, at) ? 'pocket' : 'fee';
}

/** "saya sudah siapin 5 juta", "bos bayar 6 juta di depan": whoever offers hands it over. */
function isHandedOver(tokens: Tokens, words: AmountWords, at: number): boolean {
  if (!hasHint(words, tokens.ids[at]!, hint.handsOver)) return false;
  const isPutBy = /si?ap/i.test(tokens.slice(at, at));
  const subject = isBehind(tokens, words, at, hint.auxiliary) ? at - 1 : at;
  return (
    isBehind(tokens, words, subject, hint.payer) ||
    (isPutBy && isBehind(tokens, words, subject, hint.me))
  );
}

function roleOfPay(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  at: number,
  per: PayPeriod | null,
): Role {
  if (isCharged(tokens, words, at) || isChargedBehind(tokens, words, at, token)) return 'fee';
  const id = tokens.ids[at]!;
  // "gapok 2,6 + insentif 200rb"
  if (!hasHint(words, id, hint.surePay) && isAdded(tokens, at)) return 'extra';
  if (!hasMark(words, id, mark.recruitingPay)) return 'pay';
  if (isOwnMoney(tokens, words, token)) return 'extra';
  // "ajak 2 teman dapat 5 juta" is no pay, nor is "fee 3jt per kepala".
  const isRecruiting = (other: number) => hasMark(words, other, mark.recruiting);
  if (wordBefore(tokens, words, token, isRecruiting) >= 0) return 'extra';
  if (isPerHead(tokens, words, token, per)) return 'extra';
  // "bapak dapat 20 juta": whoever gets it does not work for it.
  const isParent = isBehind(tokens, words, at, hint.family) && !isSpokenTo(tokens, at - 1);
  return per === null && isParent ? 'pocket' : 'pay';
}

/** "kakak dapat 15 juta": whoever reads it. */
const isSpokenTo = (tokens: Tokens, i: number): boolean =>
  /^(kakak|adik|ibu|anak)/i.test(tokens.slice(i, i));

/** "potong gaji bulan pertama 500rb", "processing fee USD 450". */
function isCharged(tokens: Tokens, words: AmountWords, at: number): boolean {
  const isFee = /^fees?$/i.test(tokens.slice(at, at));
  return isBehind(tokens, words, at, isFee ? hint.charged : hint.cuts);
}

/** "pay USD 450 embassy processing", "pay USD 210 for medical clearance". */
function isChargedBehind(tokens: Tokens, words: AmountWords, at: number, token: number): boolean {
  if (!/^pay$/i.test(tokens.slice(at, at))) return false;
  for (let i = token + 1; i < tokens.count && i <= token + chargedDistanceMax; i++) {
    if (tokens.pauses[i] !== pause.none) return false;
    if (hasHint(words, tokens.ids[i]!, hint.charged)) return true;
  }
  return false;
}

const isStrong = (words: AmountWords, id: number): boolean =>
  words.role[id] !== 0 && !hasMark(words, id, mark.weak);

/** True where a word that means pay and nothing else tells what the amount is. */
export function isSurePay(tokens: Tokens, words: AmountWords, token: number): boolean {
  const before = telling(tokens, words, token);
  const at = before >= 0 ? before : token + 1;
  if (at >= tokens.count) return false;
  if (hasHint(words, tokens.ids[at]!, hint.surePay)) return true;
  // "bayaran borongan 2.000"
  return before > 0 && isBehind(tokens, words, before, hint.surePay);
}

/** "training seminggu dibayar 50rb/hari": pay of a time of learning, not of the job. */
export function isForLessons(tokens: Tokens, words: AmountWords, token: number): boolean {
  if (isBehind(tokens, words, token, hint.lessons)) return true;
  const before = telling(tokens, words, token);
  if (before < 0) return false;
  const lesson = wordBefore(tokens, words, before, (id) => hasHint(words, id, hint.lessons));
  return lesson >= 0 && before - lesson <= lessonDistanceMax;
}

/** True where a word for a fee or a plus sign stands between the amount and the one before. */
export const standsApart = (tokens: Tokens, words: AmountWords, token: number): boolean =>
  wordBefore(
    tokens,
    words,
    token,
    (id, i) => roles[words.role[id]!] === 'fee' || isPlus(tokens, i),
  ) >= 0;

const isPlus = (tokens: Tokens, i: number): boolean =>
  i > 0 && tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!).includes('+');
