import {
  codePointAt,
  foldAstral,
  foldTable,
  hashPrime,
  hashStart,
  isRegionalIndicator,
  symbol,
} from '#domain/fold.ts';
import { tokenClass, type Vocabulary, wordSymbolsMax } from '#rulebook/vocabulary.ts';
import { isAbbreviation } from './abbreviations.ts';
import { isBrokenUp, joinLines } from './join-lines.ts';
import { isMask, joinMaskedWords } from './join-masked-words.ts';
import { isPassivePrefix, joinPassives } from './join-passives.ts';
import { joinSpelledWords } from './join-spelled-words.ts';
import { type MixedWord, readMixedWord } from './mixed-words.ts';
import { flagOf, pauseOf, symbolAt } from './separators.ts';
import { pushJoinedWords } from './split-joined-words.ts';
import { pause, type Tokens, tokenFlag } from './tokens.ts';

const { space, letterLast, digitFirst, digitLast, drop, surrogate } = symbol;
const { ask, newline, dot, comma } = symbol;
const letterO = 15;
const letterL = 12;

/** Scratch of the word being read; one message is read at a time. */
const word: MixedWord = {
  symbols: new Uint8Array(wordSymbolsMax),
  positions: new Int32Array(wordSymbolsMax),
  length: 0,
  start: 0,
  end: 0,
  digits: 0,
  flag: false,
  pauseBefore: 0,
  flags: 0,
};
let hash = 0;
let previous = 0;
let capitals = 0;
let separators = 0;
let fraction = 0;
let pauseBefore = 0;
let flagsBefore = 0;
let singleLetters = 0;
let longestSingleRun = 0;
let passives = false;
let lineBreaks = 0;
let sawMask = false;

/**
 * Reads a message into tokens in one pass: words folded to vocabulary ids, numbers with their
 * values, pauses and question marks. Cost grows with the length only.
 */
export function readTokens(text: string, vocabulary: Vocabulary, tokens: Tokens): void {
  tokens.reset(text);
  pauseBefore = pause.none;
  flagsBefore = 0;
  singleLetters = 0;
  longestSingleRun = 0;
  passives = false;
  lineBreaks = 0;
  sawMask = false;
  const length = text.length;
  for (let position = 0; position < length; ) {
    const s = symbolAt(text, position);
    if (s > space && s <= digitLast) {
      position = readWord(text, position);
      pushWord(vocabulary, tokens);
    } else position = readSeparator(text, position, s, tokens);
  }
  if (sawMask) joinMaskedWords(tokens, vocabulary);
  if (longestSingleRun >= 3) joinSpelledWords(tokens, vocabulary);
  if (passives) joinPassives(tokens, vocabulary);
  if (isBrokenUp(tokens, lineBreaks)) joinLines(tokens);
}

/** Collects one word from `start`; returns the position after it. */
function readWord(text: string, start: number): number {
  separators = 0;
  fraction = 0;
  word.digits = 0;
  word.flag = false;
  let position = readLetters(text, start);
  while (position < text.length) {
    const code = text.charCodeAt(position);
    let s = foldTable[code]!;
    let width = 1;
    if (s === surrogate) {
      const codePoint = codePointAt(text, position);
      s = foldAstral(codePoint);
      width = codePoint > 0xffff ? 2 : 1;
      if (word.length === 0) word.flag = isRegionalIndicator(codePoint);
    }
    if (s > space && s <= digitLast) takeSymbol(s, code, position);
    else if (s !== drop && !takeSeparator(text, position, s)) break;
    position += width;
  }
  word.start = start;
  word.end = position;
  return position;
}

/** The plain letters a word begins with: nearly all words, so in a loop without calls. */
function readLetters(text: string, start: number): number {
  const { symbols, positions } = word;
  const end = Math.min(text.length, start + wordSymbolsMax);
  let position = start;
  let sum = hashStart;
  let before = 0;
  let upper = 0;
  for (; position < end; position++) {
    const code = text.charCodeAt(position);
    const s = foldTable[code]!;
    if (s === space || s > letterLast) break;
    if (code <= 90 && code >= 65) upper++;
    if (s !== before) sum = Math.imul(sum ^ s, hashPrime);
    before = s;
    symbols[position - start] = s;
    positions[position - start] = position;
  }
  hash = sum;
  previous = before;
  capitals = upper;
  word.length = position - start;
  return position;
}

/** Adds a letter or digit to the word. */
function takeSymbol(s: number, code: number, position: number): void {
  if (s >= digitFirst) word.digits++;
  // OCR writes O for nought, also behind the dot of 25.OOO.
  if (separators > 0 && (s >= digitFirst || s === letterO)) fraction++;
  if (code >= 65 && code <= 90) capitals++;
  if (s !== previous || s > letterLast) hash = Math.imul(hash ^ s, hashPrime);
  previous = s;
  if (word.length >= wordSymbolsMax) return;
  word.symbols[word.length] = s;
  word.positions[word.length++] = position;
}

/** Takes a dot or comma inside a number; false where the word ends. */
function takeSeparator(text: string, position: number, s: number): boolean {
  if ((s !== dot && s !== comma) || !separatesDigits(text, position, word.digits, word.length)) {
    return false;
  }
  separators++;
  fraction = 0;
  return true;
}

/** A dot or comma inside a number: only digits before it and a digit (or OCR's O) after it. */
function separatesDigits(text: string, position: number, digits: number, length: number): boolean {
  if (digits === 0 || digits < length - 2) return false;
  const next = text.charCodeAt(position + 1);
  return (next >= 48 && next <= 57) || next === 0x4f;
}

function pushWord(vocabulary: Vocabulary, tokens: Tokens): void {
  const { length, digits } = word;
  word.pauseBefore = pauseBefore;
  word.flags = flagsBefore | capitalFlags(tokens.text.charCodeAt(word.start), length);
  singleLetters = length === 1 && digits === 0 ? singleLetters + 1 : 0;
  if (singleLetters > longestSingleRun) longestSingleRun = singleLetters;
  if (digits === 0) pushLetters(vocabulary, tokens);
  else if (digits === length) pushDigits(vocabulary, tokens);
  else readMixedWord(word, vocabulary, tokens, separators, fraction);
  pauseBefore = pause.none;
  flagsBefore = tokenFlag.glued;
}

function capitalFlags(first: number, length: number): number {
  if (capitals === 0) return 0;
  const all = capitals === length && length > 1 ? tokenFlag.allCapitals : 0;
  return all | (first >= 65 && first <= 90 ? tokenFlag.capital : 0);
}

function pushDigits(vocabulary: Vocabulary, tokens: Tokens): void {
  const id = vocabulary.byHash(hash) || tokenClass.number;
  const flags = word.flags | tokenFlag.number;
  const i = tokens.push(id, word.start, word.end, word.pauseBefore, flags);
  tokens.values[i] = numberValue();
  tokens.separators[i] = separators;
  tokens.fractions[i] = fraction;
}

function pushLetters(vocabulary: Vocabulary, tokens: Tokens): void {
  const { symbols, length, start, end } = word;
  // Two regional indicators make a flag, which is looked up as the emoji itself.
  const isFlag = word.flag && length === 2 && end - start === 4;
  let id = isFlag ? vocabulary.find(tokens.text.slice(start, end)) : vocabulary.byHash(hash);
  if (isPassivePrefix(symbols, length)) passives = true;
  // With capitals or a small l in front it may be read in more than one way.
  const isPlain = capitals === 0 && symbols[0] !== letterL;
  if (id === 0 && length > 2 && !(isPlain && vocabulary.isStranger(hash, length))) {
    id =
      unknownWord(vocabulary, symbols, length, tokens.text) || vocabulary.repaired(symbols, length);
    if (id === 0 && pushJoinedWords(word, vocabulary, tokens)) return;
    if (id === 0 && isPlain) vocabulary.addStranger(hash, symbols, length);
  }
  tokens.push(id, start, end, word.pauseBefore, word.flags);
}

/** OCR and disguise mix up l and I; the other reading is tried before endings are cut off. */
function unknownWord(
  vocabulary: Vocabulary,
  symbols: Uint8Array,
  length: number,
  text: string,
): number {
  const id = vocabulary.unknown(symbols, length);
  const smallL = text.charCodeAt(word.positions[0]!) === 0x6c;
  if (id !== 0 || length < 3 || (capitals === 0 && !smallL)) return id;
  const lower = 12;
  const upper = 9;
  let changed = false;
  otherReading.set(symbols);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(word.positions[i]!);
    const odd =
      (code === 0x6c && (capitals > 1 || i === 0)) || (code === 0x49 && capitals < length);
    if (!odd) continue;
    otherReading[i] = code === 0x6c ? upper : lower;
    changed = true;
  }
  if (!changed) return 0;
  return vocabulary.bySymbols(otherReading, 0, length) || vocabulary.unknown(otherReading, length);
}
const otherReading = new Uint8Array(wordSymbolsMax);

function numberValue(): number {
  let value = 0;
  for (let i = 0; i < word.length; i++) value = value * 10 + word.symbols[i]! - digitFirst;
  return value;
}

/** Takes one separator; returns the position after it. */
function readSeparator(text: string, position: number, s: number, tokens: Tokens): number {
  const isAstral = foldTable[text.charCodeAt(position)] === surrogate;
  const after = position + (isAstral && codePointAt(text, position) > 0xffff ? 2 : 1);
  if (s === drop) return after;
  flagsBefore &= ~tokenFlag.glued;
  if (s === newline) return readNewlines(text, after, tokens);
  if (isMask(text.charCodeAt(position))) sawMask ||= tokens.ends[tokens.count - 1] === position;
  if (s === dot) readDot(text, after, tokens);
  else if (s === ask && tokens.count > 0) tokens.flags[tokens.count - 1]! |= tokenFlag.asked;
  pauseBefore = Math.max(pauseBefore, pauseOf[s]!);
  const flag = flagOf[s]!;
  if (flag !== 0) flagsBefore |= flag;
  else if (s === space) flagsBefore &= ~(tokenFlag.at | tokenFlag.plus);
  return after;
}

/** An empty line or a list mark at the start of a line ends the sentence before it. */
function readNewlines(text: string, from: number, tokens: Tokens): number {
  let position = from;
  let lines = 1;
  for (; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === 10) lines++;
    else if (code !== 32 && code !== 9 && code !== 13) break;
  }
  const next = position < text.length ? symbolAt(text, position) : space;
  const wraps = lines === 1 && next > space && next <= digitLast;
  if (lines === 1) lineBreaks++;
  // "gaji 5" and "juta" on the next line are one amount.
  const splitsAmount =
    wraps &&
    next <= letterLast &&
    tokens.count > 0 &&
    tokens.has(tokens.count - 1, tokenFlag.number) &&
    text.charCodeAt(position) >= 97;
  const softly = splitsAmount ? pause.none : pause.soft;
  pauseBefore = Math.max(pauseBefore, wraps ? softly : pause.hard);
  return position;
}

/** "kerja. Besok" ends a sentence, "wa.me" and "PT.Maju" do not. */
function readDot(text: string, after: number, tokens: Tokens): void {
  const next = after < text.length ? symbolAt(text, after) : space;
  if (next > space && next <= digitLast) {
    flagsBefore |= tokenFlag.glued;
    pauseBefore = Math.max(pauseBefore, pause.soft);
    return;
  }
  const last = tokens.count - 1;
  // "3x." ends a sentence, "Jl." does not.
  const isBrief =
    last >= 0 &&
    tokens.ends[last]! - tokens.starts[last]! <= 2 &&
    foldTable[text.charCodeAt(tokens.starts[last]!)]! <= letterLast;
  const shortWord = isBrief && !tokens.has(last, tokenFlag.number | tokenFlag.glued);
  const isShort = shortWord || (last >= 0 && isAbbreviation(tokens.slice(last, last)));
  pauseBefore = Math.max(pauseBefore, isShort ? pause.soft : pause.hard);
}
