/** Bits of `Tokens.flags`. */
export const tokenFlag = {
  /** A question mark follows before the next token. */
  asked: 1,
  /** Begins with a capital. */
  capital: 2,
  /** Only capitals, two letters or more. */
  allCapitals: 4,
  /** Joined to the token before by a dot, slash, @ or nothing: may be part of a link. */
  glued: 8,
  /** Written in digits. */
  number: 16,
  /** A currency sign stands before. */
  currencySign: 32,
  /** A plus sign stands before. */
  plus: 64,
  /** An @ stands before. */
  at: 128,
} as const;

/** Pauses before a token. */
export const pause = { none: 0, soft: 1, hard: 2 } as const;

/**
 * The words of one message as parallel arrays, in order, with places in the original text. The
 * arrays are kept between messages and only grow: reading a message allocates nothing.
 */
export class Tokens {
  text = '';
  count = 0;
  /** Word id of the vocabulary, a token class, or 0 for an unknown word. */
  ids = new Int32Array(0);
  starts = new Int32Array(0);
  ends = new Int32Array(0);
  pauses = new Uint8Array(0);
  flags = new Uint8Array(0);
  inPlace = new Uint8Array(0);
  /** Value of a number in digits, thousands separators removed; index of an amount or contact. */
  values = new Float64Array(0);
  /** Digits after the last dot or comma of a number, 0 where it has none. */
  fractions = new Uint8Array(0);
  /** How many dots and commas a number has. */
  separators = new Uint8Array(0);

  /** Empties the list for a new message and makes room for the most tokens it can have. */
  reset(text: string): void {
    this.text = text;
    this.inPlace.fill(0, 0, this.count);
    this.count = 0;
    const room = text.length + 2;
    if (this.ids.length >= room) return;
    const capacity = Math.max(1024, room * 2);
    this.ids = new Int32Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.pauses = new Uint8Array(capacity);
    this.flags = new Uint8Array(capacity);
    this.inPlace = new Uint8Array(capacity);
    this.values = new Float64Array(capacity);
    this.fractions = new Uint8Array(capacity);
    this.separators = new Uint8Array(capacity);
  }

  /** Appends a token and returns its index; a number's value is set by the caller. */
  push(id: number, start: number, end: number, pauseBefore: number, flags: number): number {
    const i = this.count++;
    this.ids[i] = id;
    this.starts[i] = start;
    this.ends[i] = end;
    this.pauses[i] = pauseBefore;
    this.flags[i] = flags;
    return i;
  }

  /** Copies token `from` to `to`, for joining several tokens into one from the left. */
  move(from: number, to: number): void {
    if (from === to) return;
    this.ids[to] = this.ids[from]!;
    this.starts[to] = this.starts[from]!;
    this.ends[to] = this.ends[from]!;
    this.pauses[to] = this.pauses[from]!;
    this.flags[to] = this.flags[from]!;
    this.values[to] = this.values[from]!;
    this.fractions[to] = this.fractions[from]!;
    this.separators[to] = this.separators[from]!;
  }

  has(index: number, flag: number): boolean {
    return (this.flags[index]! & flag) !== 0;
  }

  /** The original text of tokens `first` to `last`. */
  slice(first: number, last: number): string {
    return this.text.slice(this.starts[first]!, this.ends[last]!);
  }

  span(first: number, last: number): { start: number; end: number } {
    return { start: this.starts[first]!, end: this.ends[last]! };
  }
}
