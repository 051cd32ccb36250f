import { symbol } from '#domain/fold.ts';
import { tokenClass, type Vocabulary } from '#rulebook/vocabulary.ts';
import { pause, type Tokens, tokenFlag } from './tokens.ts';

/** A word as collected from the text: symbols with their places. */
export type MixedWord = {
  readonly symbols: Uint8Array;
  readonly positions: Int32Array;
  length: number;
  start: number;
  end: number;
  digits: number;
  /** True where it begins with a regional indicator. */
  flag: boolean;
  pauseBefore: number;
  flags: number;
};

const { letterLast, digitFirst, digitLast } = symbol;
const isDigit = (s: number): boolean => s >= digitFirst && s <= digitLast;
const letter = (c: string): number => c.charCodeAt(0) - 96;
/** Digits written for letters, by digit; 0 where none is usual. */
const leet = ['o', 'i', '', 'e', 'a', 's', 'g', 't', 'b', 'g'].map((c) => (c ? letter(c) : 0));
/** Letters that OCR reads for digits. */
const digitLike = new Map([
  [letter('o'), 0],
  [letter('i'), 1],
  [letter('l'), 1],
]);
const nought = letter('o');
/** Longest unit glued to a number: 5juta, 10ribu, 3bulan. */
const unitLettersMax = 7;
const leetLettersMin = 4;
const plain = new Uint8Array(24);
const repetition = digitFirst + 2;

/**
 * Reads a word of letters and digits: a known one (`p3mi`), a number with a unit (`8jt`), a word
 * before a number (`rp500`), digits misread (`O821`), or letters in disguise (`g4ji`).
 */
export function readMixedWord(
  word: MixedWord,
  vocabulary: Vocabulary,
  tokens: Tokens,
  separators: number,
  fraction: number,
): void {
  const { symbols, length } = word;
  const known = vocabulary.bySymbols(symbols, 0, length);
  if (known !== 0) {
    tokens.push(known, word.start, word.end, word.pauseBefore, word.flags);
    return;
  }
  if (digitsMisread(word, separators)) {
    pushNumber(word, 0, length, tokens, separators, fraction);
    return;
  }
  if (pushLeet(word, vocabulary, tokens)) return;
  const turn = firstTurn(symbols, length);
  if (isDigit(symbols[0]!) && splitNumber(word, turn, vocabulary, tokens, separators, fraction)) {
    return;
  }
  if (!isDigit(symbols[0]!) && splitWord(word, turn, vocabulary, tokens, separators, fraction)) {
    return;
  }
  pushDisguised(word, vocabulary, tokens);
}

/** Index where letters turn into digits or the other way round. */
function firstTurn(symbols: Uint8Array, length: number): number {
  const digitsFirst = isDigit(symbols[0]!);
  let i = 1;
  while (i < length && isDigit(symbols[i]!) === digitsFirst) i++;
  return i;
}

/** "2O", "25.OOO", "O821": OCR and disguise write O for nought, l and I for one. */
function digitsMisread({ symbols, length, digits }: MixedWord, separators: number): boolean {
  let noughts = 0;
  for (let i = 0; i < length; i++) {
    if (isDigit(symbols[i]!)) continue;
    if (!digitLike.has(symbols[i]!)) return false;
    if (symbols[i] === nought) noughts++;
  }
  const onlyNoughts = digits + noughts === length;
  return digits * 2 >= length ? onlyNoughts || length > 2 : onlyNoughts && separators > 0;
}

function pushNumber(
  word: MixedWord,
  from: number,
  to: number,
  tokens: Tokens,
  separators: number,
  fraction: number,
): void {
  const { symbols, positions } = word;
  let value = 0;
  for (let i = from; i < to; i++) {
    const s = symbols[i]!;
    value = value * 10 + (isDigit(s) ? s - digitFirst : (digitLike.get(s) ?? 0));
  }
  const start = from === 0 ? word.start : positions[from]!;
  const end = to === word.length ? word.end : positions[to]!;
  const flags = (from === 0 ? word.flags : tokenFlag.glued) | tokenFlag.number;
  const i = tokens.push(tokenClass.number, start, end, from === 0 ? word.pauseBefore : 0, flags);
  tokens.values[i] = value;
  tokens.separators[i] = separators;
  tokens.fractions[i] = fraction;
}

/** `8jt`, `500rb`, `24jam`, `18th`: a number and what it counts. */
function splitNumber(
  word: MixedWord,
  turn: number,
  vocabulary: Vocabulary,
  tokens: Tokens,
  separators: number,
  fraction: number,
): boolean {
  const { symbols, length, positions } = word;
  const letters = length - turn;
  if (letters > unitLettersMax) return false;
  for (let i = turn; i < length; i++) if (isDigit(symbols[i]!)) return false;
  const id =
    vocabulary.bySymbols(symbols, turn, length) ||
    (letters > 2 ? vocabulary.unknown(symbols.subarray(turn, length), letters) : 0);
  if (id === 0 && letters > 3) return false;
  pushNumber(word, 0, turn, tokens, separators, fraction);
  tokens.push(id, positions[turn]!, word.end, pause.none, tokenFlag.glued);
  return true;
}

/** `rp5000000`, `wa0812…`, `umur18`: a known word of letters and the number behind it. */
function splitWord(
  word: MixedWord,
  turn: number,
  vocabulary: Vocabulary,
  tokens: Tokens,
  separators: number,
  fraction: number,
): boolean {
  const { symbols, length, positions } = word;
  const digitsBehind = length - turn;
  const id = vocabulary.bySymbols(symbols, 0, turn);
  if (digitsBehind === 1 && symbols[turn] === repetition) {
    // orang2 is written for orang-orang.
    const single = id || (turn > 2 ? vocabulary.unknown(symbols, turn) : 0);
    tokens.push(single, word.start, word.end, word.pauseBefore, word.flags);
    return true;
  }
  let numberEnd = turn;
  // Behind a dot letters O are noughts: "RM3.OOO".
  const isPart = (s: number) => isDigit(s) || (separators > 0 && s === nought);
  while (numberEnd < length && isPart(symbols[numberEnd]!)) numberEnd++;
  if (id === 0 || (numberEnd < length && length - numberEnd > unitLettersMax)) return false;
  if (numberEnd < length && vocabulary.bySymbols(symbols, numberEnd, length) === 0) return false;
  tokens.push(id, word.start, positions[turn]!, word.pauseBefore, word.flags);
  pushNumber(word, turn, numberEnd, tokens, separators, fraction);
  if (numberEnd < length) {
    const unit = vocabulary.bySymbols(symbols, numberEnd, length);
    tokens.push(unit, positions[numberEnd]!, word.end, pause.none, tokenFlag.glued);
  }
  return true;
}

/** `6aji`, `s4y4`: digits for letters that give a known word are no number. */
function pushLeet(word: MixedWord, vocabulary: Vocabulary, tokens: Tokens): boolean {
  const { symbols, length } = word;
  if (length < leetLettersMin || length > plain.length || word.digits * 2 > length) return false;
  for (let i = 0; i < length; i++) {
    const s = symbols[i]!;
    plain[i] = s > letterLast ? leet[s - digitFirst]! : s;
    if (plain[i] === 0) return false;
  }
  const id = vocabulary.bySymbols(plain, 0, length);
  if (id === 0) return false;
  tokens.push(id, word.start, word.end, word.pauseBefore, word.flags);
  return true;
}

function pushDisguised(word: MixedWord, vocabulary: Vocabulary, tokens: Tokens): void {
  const { symbols, length } = word;
  for (let i = 0; i < length; i++) {
    const s = symbols[i]!;
    if (s > letterLast) symbols[i] = leet[s - digitFirst] || s;
  }
  const id =
    vocabulary.bySymbols(symbols, 0, length) ||
    (length > 2 ? vocabulary.unknown(symbols, length) : 0) ||
    vocabulary.repaired(symbols, length);
  tokens.push(id, word.start, word.end, word.pauseBefore, word.flags);
}
