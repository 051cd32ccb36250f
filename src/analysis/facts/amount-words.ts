import { type PayPeriod, payPeriods } from '#domain/offer.ts';
import type { FactWords } from '#reference/fact-words.ts';
import type { Vocabulary } from '#rulebook/vocabulary.ts';

export const roles = ['none', 'pay', 'fee', 'pocket', 'penalty', 'extra'] as const;
export type Role = (typeof roles)[number];

/** What each word of the vocabulary means beside a number, by word id. */
export type AmountWords = {
  /** Value of a number word; NaN where it is none. */
  readonly number: Float64Array;
  /** 10, 100, 1000 …; 0 where it is none. */
  readonly multiplier: Float64Array;
  /** Least value of an open amount such as "puluhan"; 0 where it is none. */
  readonly open: Float64Array;
  readonly slang: Float64Array;
  /** Index into `currencies` plus one. */
  readonly currency: Uint8Array;
  readonly currencies: readonly string[];
  /** Index into `payPeriods` plus one. */
  readonly period: Uint8Array;
  /** Index into `roles`. */
  readonly role: Uint8Array;
  /** Bits of `mark`. */
  readonly marks: Uint32Array;
  /** A bit for each `hint`, 32 in one array. */
  readonly hints: readonly Uint32Array[];
  readonly signs: Readonly<Record<string, string>>;
  /** Letters before a dollar sign. */
  readonly dollars: Readonly<Record<string, string>>;
};

export const mark = {
  half: 1,
  decimal: 2,
  teen: 4,
  per: 8,
  range: 16,
  anyNumber: 32,
  from: 64,
  upTo: 128,
  more: 256,
  once: 512,
  behind: 1024,
  either: 2048,
  recruiting: 4096,
  recruitingPay: 8192,
  weak: 16_384,
} as const;

/** Index of each hint: what helps to tell what an amount is for. */
export const hint = {
  /** A word for pay and nothing else, such as "gaji". */
  surePay: 0,
  /** A length of time that is a rate only with "per" or right beside the amount. */
  barePeriod: 1,
  /** Somebody paid by the day. */
  labourer: 2,
  /** "sekilo": for one of them. */
  piece: 3,
  /** Hands over or gets: what follows is given, not asked. */
  given: 4,
  /** Says for whom ("untuk"), and whom of the family. */
  forWhom: 5,
  family: 6,
  /** Cuts from pay. */
  cuts: 7,
  /** Before "fee", behind "pay": it is charged. */
  charged: 8,
  /** "if": a penalty may follow. */
  condition: 9,
  not: 10,
  /** Before the name of a job ("posisi"). */
  jobCue: 11,
  /** "ke rekening": to whom money is sent, and what it is sent to. */
  sentTo: 12,
  wallet: 13,
  /** Says that something is given first, or later. */
  first: 14,
  /** "and": something comes on top. */
  and: 15,
  /** Whoever offers, in the first person ("saya"), and who pays a worker ("majikan"). */
  me: 16,
  payer: 17,
  /** Hands money over ("siapin", "bayar"). */
  handsOver: 18,
  /** Behind an amount: it is paid back. */
  paidBack: 19,
  /** An office with fees of its own, and "at" before it. */
  office: 20,
  at: 21,
  /** A time of learning before the job ("training"). */
  lessons: 22,
  /** Things cut at work ("potong domba"). */
  cutThings: 23,
  /** "bawa pulang": the two words. */
  takes: 24,
  home: 25,
  /** "per kepala": for people brought along. */
  heads: 26,
  /** "men", "women": of two amounts each the price of one. */
  sexes: 27,
  /** "only": what follows is asked after all. */
  only: 28,
  /** "total": of all instalments. */
  total: 29,
  /** Where money goes to ("rekening") that is paid out. */
  accounts: 30,
  /** "must": what follows is asked. */
  must: 31,
  /** "DP": the first part of a price. */
  firstPart: 32,
  /** "this": behind a time no rate is meant. */
  moment: 33,
  /** Behind "ditanggung": the applicant. */
  self: 34,
  /** "sudah", "akan": between who does and what is done. */
  auxiliary: 35,
} as const;

/** Letters of a currency's short form. */
const codeLength = 3;

/** Names of the lists under `hints` in fact-words.yaml. */
const hintNames = {
  'sure-pay': 'surePay',
  'bare-periods': 'barePeriod',
  labourers: 'labourer',
  pieces: 'piece',
  given: 'given',
  'for-whom': 'forWhom',
  family: 'family',
  cuts: 'cuts',
  charged: 'charged',
  conditions: 'condition',
  not: 'not',
  'job-cues': 'jobCue',
  'sent-to': 'sentTo',
  wallets: 'wallet',
  first: 'first',
  and: 'and',
  me: 'me',
  payers: 'payer',
  'hands-over': 'handsOver',
  'paid-back': 'paidBack',
  offices: 'office',
  at: 'at',
  lessons: 'lessons',
  'cut-things': 'cutThings',
  takes: 'takes',
  home: 'home',
  heads: 'heads',
  sexes: 'sexes',
  only: 'only',
  total: 'total',
  accounts: 'accounts',
  must: 'must',
  'first-parts': 'firstPart',
  moments: 'moment',
  self: 'self',
  auxiliaries: 'auxiliary',
} as const;

export const hasMark = (words: AmountWords, id: number, bit: number): boolean =>
  (words.marks[id]! & bit) !== 0;

/** @param which one of `hint` */
export const hasHint = (words: AmountWords, id: number, which: number): boolean =>
  (words.hints[which >> 5]![id]! & (1 << (which & 31))) !== 0;

/** Registers the words; call before the vocabulary is sealed. */
export function addAmountWords(words: FactWords, vocabulary: Vocabulary): void {
  const lists = [
    ...[
      words.numbers,
      words.multipliers,
      words.open,
      words.slang,
      words.currencies,
      words.periods,
    ].flatMap((group) => Object.values(group)),
    ...Object.values(words.roles),
    words.halves,
    words.decimals,
    words.teens,
    words.per,
    words.ranges,
    words.from,
    words['up-to'],
    words.more,
    words.once,
    words['roles-behind'],
    words['roles-either'],
    words['roles-weak'],
    words.recruiting,
    words['recruiting-pay'],
    ...Object.values(words.hints),
  ];
  for (const word of lists.flat()) vocabulary.add(word);
}

/** Reads the meanings by id; call when no word will be added any more. */
export function compileAmountWords(words: FactWords, vocabulary: Vocabulary): AmountWords {
  const { size } = vocabulary;
  const each = (list: readonly string[], put: (id: number) => void) => {
    for (const word of list)
      for (const id of vocabulary.withEndings(vocabulary.find(word))) put(id);
  };
  const byNumber = (group: Readonly<Record<string, readonly string[]>>, empty: number) => {
    const values = new Float64Array(size).fill(empty);
    for (const [value, list] of Object.entries(group)) each(list, (id) => (values[id] = +value));
    return values;
  };
  const marks = new Uint32Array(size);
  const setMark = (list: readonly string[], bit: number) =>
    each(list, (id) => (marks[id] = marks[id]! | bit));
  setMark(words.halves, mark.half);
  setMark(words.decimals, mark.decimal);
  setMark(words.teens, mark.teen);
  setMark(words.per, mark.per);
  setMark(words.ranges, mark.range);
  setMark(words.from, mark.from);
  setMark(words['up-to'], mark.upTo);
  setMark(words.more, mark.more);
  setMark(words.once, mark.once);
  setMark(words['roles-behind'], mark.behind);
  setMark(words['roles-either'], mark.either);
  setMark(words['roles-weak'], mark.weak);
  setMark(words.recruiting, mark.recruiting);
  setMark(words['recruiting-pay'], mark.recruitingPay);
  const hints = [new Uint32Array(size), new Uint32Array(size)];
  for (const [list, name] of Object.entries(hintNames)) {
    const marked = hints[hint[name] >> 5]!;
    const bit = 1 << (hint[name] & 31);
    each(words.hints[list as keyof typeof hintNames], (id) => (marked[id] = marked[id]! | bit));
  }
  for (const group of [words.numbers, words.multipliers, words.open, words.slang]) {
    setMark(Object.values(group).flat(), mark.anyNumber);
  }
  const currencies = Object.keys(words.currencies);
  const currency = new Uint8Array(size);
  currencies.forEach((code, i) => {
    // With an ending a short form is another word: "sar" and "sare".
    const [short, long] = [true, false].map((isShort) =>
      words.currencies[code]!.filter((word) => word.length <= codeLength === isShort),
    );
    for (const word of short!) currency[vocabulary.find(word)] = i + 1;
    each(long!, (id) => (currency[id] = i + 1));
  });
  const period = new Uint8Array(size);
  payPeriods.forEach((p: PayPeriod, i) => {
    each(words.periods[p], (id) => (period[id] = i + 1));
  });
  const role = new Uint8Array(size);
  roles.forEach((r, i) => {
    if (r !== 'none') each(words.roles[r], (id) => (role[id] = i));
  });
  return {
    number: byNumber(words.numbers, Number.NaN),
    multiplier: byNumber(words.multipliers, 0),
    open: byNumber(words.open, 0),
    slang: byNumber(words.slang, 0),
    currency,
    currencies,
    period,
    role,
    marks,
    hints,
    signs: words.signs,
    dollars: words.dollars,
  };
}

/** Ids of words that are whole numbers by themselves (`tiga`), for `<number>` in phrases. */
export const numberWordIds = (words: FactWords, vocabulary: Vocabulary): number[] =>
  Object.values(words.numbers)
    .flat()
    .map((word) => vocabulary.find(word))
    .filter((id) => id !== 0);
