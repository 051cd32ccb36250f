import { type Tokens, tokenFlag } from '../tokens.ts';
import { type AmountWords, mark } from './amount-words.ts';

/** A number read from tokens `first` up to `next` (exclusive). */
export type NumberRead = {
  value: number;
  next: number;
  /** A thousand, million … was said or written. */
  hasUnit: boolean;
  /** The last unit, for ranges such as "3 - 5jt" and speech such as "dua juta lima ratus". */
  unit: number;
  /** "puluhan juta": at least so much. */
  open: boolean;
  /** Thousands were set apart by dots: 1.500.000. */
  grouped: boolean;
  /** The plain digits, before any unit. */
  bare: number;
};

/** Groups of three after a dot are thousands; "1,5" and "2.5" are decimals. */
function digitsValue(tokens: Tokens, i: number, unitFollows: boolean): [number, boolean] {
  const value = tokens.values[i]!;
  const fraction = tokens.fractions[i]!;
  const separators = tokens.separators[i]!;
  if (separators === 0) return [value, false];
  const thousands = fraction === 3 && (separators > 1 || !unitFollows);
  if (thousands) return [value, true];
  // 1.500.000,00 has cents behind its thousands.
  return [value / 10 ** fraction, separators > 1];
}

const smallValue = (words: AmountWords, id: number): number => words.number[id]!;

/** True where a dash stands between this token and the one before. */
export function dashBefore(tokens: Tokens, i: number): boolean {
  if (i === 0) return false;
  const between = tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!);
  return between.length <= 4 && /[-–—~]/.test(between);
}

/**
 * Reads the number that starts at token `i`: digits, words or both, with its units
 * ("5 juta 500 ribu", "dua puluh lima juta", "8jt", "1.500.000", "puluhan juta").
 * @returns null where no number starts
 */
export function readNumber(tokens: Tokens, words: AmountWords, i: number): NumberRead | null {
  const reader = new NumberReader(tokens, words, i);
  return reader.read();
}

class NumberReader {
  readonly #tokens: Tokens;
  readonly #words: AmountWords;
  readonly #first: number;
  #at: number;
  #total = 0;
  #current = 0;
  #unit = 1;
  #open = false;
  #grouped = false;
  #bare = 0;
  #afterDigits = false;

  constructor(tokens: Tokens, words: AmountWords, first: number) {
    this.#tokens = tokens;
    this.#words = words;
    this.#first = first;
    this.#at = first;
  }

  read(): NumberRead | null {
    while (this.#at < this.#tokens.count && this.#continues() && this.#step()) this.#at++;
    if (this.#at === this.#first) return null;
    const rest = this.#current;
    // In speech "satu juta lima ratus" leaves the thousand out.
    const spoken = this.#unit === 1e6 && rest >= 100 && rest < 1000 && !this.#afterDigits;
    return {
      value: this.#total + (spoken ? rest * 1000 : rest),
      next: this.#at,
      hasUnit: this.#unit >= 1000,
      unit: this.#unit,
      open: this.#open,
      grouped: this.#grouped,
      bare: this.#bare,
    };
  }

  #continues(): boolean {
    return this.#at === this.#first || this.#tokens.pauses[this.#at] === 0;
  }

  /** Takes the token at hand into the number; false where it does not belong to one. */
  #step(): boolean {
    const id = this.#tokens.ids[this.#at]!;
    if (this.#tokens.has(this.#at, tokenFlag.number)) return this.#digits();
    const small = smallValue(this.#words, id);
    if (small >= 0) return this.#word(small);
    const factor = this.#words.multiplier[id]!;
    if (factor > 0) return this.#multiply(factor);
    return this.#special(id);
  }

  #digits(): boolean {
    const next = this.#at + 1;
    const id = next < this.#tokens.count ? this.#tokens.ids[next]! : 0;
    const unitFollows = this.#words.multiplier[id]! >= 1000;
    const first = this.#at === this.#first;
    // "5 juta 500 ribu" is one amount, "4jt-6jt" a range.
    if (!first && (this.#unit === 1 || !unitFollows || dashBefore(this.#tokens, this.#at)))
      return false;
    const [value, grouped] = digitsValue(this.#tokens, this.#at, unitFollows);
    this.#current = value;
    this.#grouped ||= grouped;
    this.#bare = value;
    this.#afterDigits = true;
    return true;
  }

  #word(value: number): boolean {
    // "1.5 juta loro wong": a small number behind a unit counts something else.
    if (this.#unit >= 1000 && value < 100 && !this.#nextMultiplies()) return false;
    if (value >= 1e6) {
      this.#total += value;
      this.#unit = 1e6;
    } else if (value >= 1000) {
      this.#total += value;
      this.#unit = 1000;
    } else if (value < 10 && this.#current % 10 !== 0) {
      return false;
    } else this.#current += value;
    this.#bare = this.#current;
    return true;
  }

  #multiply(factor: number): boolean {
    if (this.#current === 0) return false;
    if (factor < 1000) this.#current = this.#scaleLow(factor);
    else {
      this.#total += this.#current * factor;
      this.#current = 0;
      this.#unit = factor;
    }
    return true;
  }

  /** "dua ratus lima puluh": the fifty is added to the two hundred. */
  #scaleLow(factor: number): number {
    if (this.#afterDigits) return this.#current * factor;
    const high = factor === 10 ? Math.floor(this.#current / 100) * 100 : 0;
    const low = this.#current - high;
    return high + (low || 1) * factor;
  }

  #special(id: number): boolean {
    const marks = this.#words.marks[id]!;
    if ((marks & mark.teen) !== 0 && this.#current % 10 > 0) {
      this.#current += 10;
      return true;
    }
    if ((marks & mark.half) !== 0) return this.#half();
    if ((marks & mark.decimal) !== 0 && this.#at > this.#first) return this.#decimals();
    const least = this.#words.open[id]!;
    if (least > 0 && this.#at === this.#first && this.#nextIsUnit()) {
      this.#current = least;
      this.#open = true;
      return true;
    }
    return false;
  }

  /** "satu setengah juta", "dua juta setengah". */
  #half(): boolean {
    if (this.#nextIsUnit() || this.#nextIsRange()) this.#current += 0.5;
    else if (this.#unit >= 1000 && this.#current === 0 && !this.#nextIsTime())
      this.#total += this.#unit / 2;
    else return false;
    return true;
  }

  /** "500rb setengah hari" */
  #nextIsTime(): boolean {
    const next = this.#at + 1;
    return next < this.#tokens.count && this.#words.period[this.#tokens.ids[next]!] !== 0;
  }

  /** "empat setengah sampai lima juta" */
  #nextIsRange(): boolean {
    const next = this.#at + 1;
    if (this.#current === 0 || this.#unit > 1 || next >= this.#tokens.count) return false;
    return (this.#words.marks[this.#tokens.ids[next]!]! & mark.range) !== 0;
  }

  #nextMultiplies(): boolean {
    const next = this.#at + 1;
    return next < this.#tokens.count && this.#words.multiplier[this.#tokens.ids[next]!]! > 0;
  }

  #nextIsUnit(): boolean {
    const next = this.#at + 1;
    return next < this.#tokens.count && this.#words.multiplier[this.#tokens.ids[next]!]! >= 100;
  }

  /** "dua koma lima juta". */
  #decimals(): boolean {
    const next = this.#at + 1;
    if (next >= this.#tokens.count) return false;
    const digit = smallValue(this.#words, this.#tokens.ids[next]!);
    if (!(digit >= 0 && digit < 10)) return false;
    this.#current += digit / 10;
    this.#at = next;
    return true;
  }
}
