import type { PayPeriod } from '#domain/offer.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens } from '../tokens.ts';
import {
  type AmountWords,
  hasHint,
  hasMark,
  hint,
  mark,
  type Role,
  roles,
} from './amount-words.ts';

/** How far a word may stand from the amount that it explains, in words. */
const roleDistanceMax = 8;
const roleAfterMax = 2;
/** Words in a bracket that is passed over. */
const bracketMax = 8;
/** Words between one who gives and what is given. */
const givenDistanceMax = 3;
/** Words between an amount and the office that takes it. */
const officeDistanceMax = 6;
/** Words between an amount and what says that it is paid back, or what is to come of it. */
const behindDistanceMax = 3;

/** Index of the nearest such word before `token` in its sentence and behind other amounts; or -1. */
export function wordBefore(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  fits: (id: number, at: number) => boolean,
): number {
  let last = token - roleDistanceMax;
  for (let i = token - 1; i >= 0 && i >= last; i--) {
    const stops = tokens.pauses[i + 1] === pause.hard && !isAsked(tokens, i, token);
    if (stops || tokens.ids[i] === tokenClass.money) return -1;
    const head = i === token - 1 ? beforeBracket(tokens, i) : i;
    last -= i - head;
    i = head;
    if (tokens.ids[i]! < words.role.length && fits(tokens.ids[i]!, i)) return i;
  }
  return -1;
}

/** "beli kit (sepatu, rompi) 475.000": the word before the bracket that ends with token `i`. */
function beforeBracket(tokens: Tokens, i: number): number {
  if (tokens.text[tokens.ends[i]!] !== ')') return i;
  for (let at = i; at > 0 && at > i - bracketMax; at--) {
    if (tokens.text.slice(tokens.ends[at - 1]!, tokens.starts[at]!).includes('(')) return at - 1;
  }
  return i;
}

/** "Biaya? 58jt": the question is answered right behind it. */
const isAsked = (tokens: Tokens, i: number, token: number): boolean =>
  i === token - 1 && tokens.text.slice(tokens.ends[i]!, tokens.starts[token]!).trim() === '?';

export const isOneLine = (tokens: Tokens, from: number, to: number): boolean =>
  !tokens.text.slice(tokens.ends[from]!, tokens.starts[to]!).includes('\n');

export function isApart(tokens: Tokens, from: number, to: number): boolean {
  for (let i = from + 1; i <= to; i++) if (tokens.pauses[i] !== pause.none) return true;
  return false;
}

/** True where a word with one of these hints stands right before token `i`, in its clause. */
export const isBehind = (
  tokens: Tokens,
  words: AmountWords,
  i: number,
  ...which: readonly number[]
): boolean =>
  i > 0 &&
  tokens.pauses[i] === pause.none &&
  which.some((one) => hasHint(words, tokens.ids[i - 1]!, one));

/** "5 juta buat ibu di rumah", "digei duit limang juta". */
export function isForFamily(tokens: Tokens, words: AmountWords, token: number): boolean {
  const given = wordBefore(tokens, words, token, (id) => hasHint(words, id, hint.given));
  if (given >= 0 && token - given <= givenDistanceMax) return true;
  const behind = token + 1;
  if (behind + 1 >= tokens.count || tokens.pauses[behind] !== pause.none) return false;
  if (!hasHint(words, tokens.ids[behind]!, hint.forWhom)) return false;
  return [behind + 1, behind + 2].some(
    (i) => i < tokens.count && hasHint(words, tokens.ids[i]!, hint.family),
  );
}

/** True where somebody gives or gets what stands up to three words behind. */
export function isGivenBefore(tokens: Tokens, words: AmountWords, at: number): boolean {
  const given = wordBefore(tokens, words, at, (id) => hasHint(words, id, hint.given));
  return given >= 0 && at - given <= givenDistanceMax;
}

/** What a word behind the amount says of it ("3jt transfer dulu"). */
export function roleToldBehind(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  per: PayPeriod | null,
): Role {
  const role = roles[roleBehind(tokens, words, token, per)]!;
  return role === 'none' && isSent(tokens, words, token) ? 'fee' : role;
}

/** "275rb ke 0857-…", "2 juta ke rekening": sent to somebody. */
function isSent(tokens: Tokens, words: AmountWords, token: number): boolean {
  const [to, whom] = [token + 1, token + 2];
  if (whom >= tokens.count || tokens.pauses[to] !== pause.none) return false;
  if (!hasHint(words, tokens.ids[to]!, hint.sentTo)) return false;
  return tokens.ids[whom] === tokenClass.contact || hasHint(words, tokens.ids[whom]!, hint.wallet);
}

/** True for a rate by time, of which only pay is told. */
export const isByTime = (per: PayPeriod | null): boolean =>
  per !== null && per !== 'task' && per !== 'contract';

function roleBehind(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  per: PayPeriod | null,
): number {
  let isTimed = false;
  for (let i = token + 1; i < tokens.count && i <= token + roleAfterMax; i++) {
    if (!speaksOf(tokens, i)) break;
    const id = tokens.ids[i]!;
    isTimed ||= words.period[id] !== 0 && words.role[id] === 0;
    if (!hasMark(words, id, mark.behind) || leadsElsewhere(tokens, words, i)) continue;
    const role = words.role[id]!;
    // "130rb/hari bayar tiap Sabtu"
    if (hasMark(words, id, mark.either) && isByTime(per)) return roles.indexOf('pay');
    // "65 sehari potong kos"
    return isTimed && roles[role] !== 'pay' ? 0 : role;
  }
  return 0;
}

/** True where token `i` still speaks of the amount before it. */
function speaksOf(tokens: Tokens, i: number): boolean {
  if (tokens.ids[i] === tokenClass.money || addsBefore(tokens, i)) return false;
  // "Rp 375.000 (transfer …": the bracket speaks of the amount.
  return tokens.pauses[i] === pause.none || opensBracket(tokens, i);
}

/** "2,7jt + bonus panen" */
const addsBefore = (tokens: Tokens, i: number): boolean =>
  tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!).includes('+');

/** "12 juta masuknya nyeberang …", "RM15 masuk akaun": not what it costs to get in. */
function leadsElsewhere(tokens: Tokens, words: AmountWords, i: number): boolean {
  if (!hasMark(words, tokens.ids[i]!, mark.either)) return false;
  const next = i + 1;
  if (next >= tokens.count || tokens.pauses[next] !== pause.none) return false;
  if (hasHint(words, tokens.ids[next]!, hint.accounts)) return true;
  return /nya$|na$|ne$/i.test(tokens.slice(i, i));
}

const opensBracket = (tokens: Tokens, i: number): boolean =>
  tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!) === ' (';

/** "ongkos 700rb diganti": the applicant gets it back. */
export function isPaidBack(tokens: Tokens, words: AmountWords, token: number): boolean {
  for (let i = token + 1; i < tokens.count && i <= token + behindDistanceMax; i++) {
    if (tokens.pauses[i] !== pause.none || hasHint(words, tokens.ids[i]!, hint.cuts)) return false;
    if (hasHint(words, tokens.ids[i]!, hint.paidBack)) {
      // "ditanggung peserta"
      return !(i + 1 < tokens.count && hasHint(words, tokens.ids[i + 1]!, hint.self));
    }
  }
  return false;
}

/** "9-11 jt dibayar ke instansi masing-masing", "di imigrasi (350rb)": what an office takes. */
export function isPaidToOffice(tokens: Tokens, words: AmountWords, token: number): boolean {
  const isOffice = (i: number) =>
    hasHint(words, tokens.ids[i]!, hint.office) &&
    (isBehind(tokens, words, i, hint.at) || isBehind(tokens, words, i - 1, hint.at));
  for (let i = token - 1; i > 0 && i >= token - officeDistanceMax; i--) {
    if (tokens.pauses[i + 1] === pause.hard || tokens.ids[i] === tokenClass.money) break;
    if (isOffice(i)) return true;
  }
  for (let i = token + 1; i < tokens.count && i <= token + officeDistanceMax; i++) {
    if (tokens.pauses[i] === pause.hard || tokens.ids[i] === tokenClass.money) break;
    if (isOffice(i)) return true;
  }
  return false;
}

/** "fee 3 jt/kepala", "500 dolar per orang": for people brought along. */
export function isPerHead(
  tokens: Tokens,
  words: AmountWords,
  token: number,
  per: PayPeriod | null,
): boolean {
  if (per !== 'task') return false;
  return [token - 1, token + 1, token + 2].some(
    (i) => i >= 0 && i < tokens.count && hasHint(words, tokens.ids[i]!, hint.heads),
  );
}

/** "sebulan bisa bawa pulang 12 juta". */
export function isCarriedHome(tokens: Tokens, words: AmountWords, token: number): boolean {
  const home = wordBefore(
    tokens,
    words,
    token,
    (id, i) => hasHint(words, id, hint.home) && isBehind(tokens, words, i, hint.takes),
  );
  return home >= 0 && token - home <= givenDistanceMax;
}

/** "sama saya 13 jt": through whoever offers. */
export const isThroughMe = (tokens: Tokens, words: AmountWords, token: number): boolean =>
  isBehind(tokens, words, token, hint.me) &&
  isBehind(tokens, words, token - 1, hint.sentTo, hint.at, hint.and);

const moneyFaces = ['💰', '💵', '💸', '🤑', '💲', '💴', '💶', '💷'];
/** Characters before an amount in which such a picture speaks of it. */
const faceReach = 4;

/** "💵 15jt - 25jt": a picture instead of the word. */
export function hasMoneyFace(tokens: Tokens, token: number): boolean {
  const start = tokens.starts[token]!;
  const before = tokens.text.slice(Math.max(0, start - faceReach), start);
  return moneyFaces.some((face) => before.includes(face));
}

/** "modal 200 dapat balik 320": the applicant's own money. */
export const isOwnMoney = (tokens: Tokens, words: AmountWords, token: number): boolean =>
  isBehind(tokens, words, token, hint.home) && !isBehind(tokens, words, token - 1, hint.takes);

/** "5 juta nanti sore saya antar", "12 jt utk kursi": handed over, not earned. */
export function leadsOn(tokens: Tokens, words: AmountWords, token: number): boolean {
  const next = token + 1;
  if (next >= tokens.count || tokens.pauses[next] !== pause.none) return false;
  const id = tokens.ids[next]!;
  if (hasHint(words, id, hint.forWhom) || hasHint(words, id, hint.first)) return true;
  // "4,1jt via JobStreet" is the way to the job.
  return hasHint(words, id, hint.sentTo) && !/^(via|lewat|liwat)$/i.test(tokens.slice(next, next));
}
