import type { TokenIds } from './phrase-index.ts';
import { tokenClass } from './vocabulary.ts';

/** Places are counted on from message to message; before this one they begin anew. */
const placesMax = 1_000_000_000;

/**
 * Which words and choices of words stand near a token: in its sentence and in reach of a phrase.
 * Told by marks that hold the place where each stood last, so that nothing is wiped between
 * messages.
 */
export class Presence {
  /** By word, and behind them by choice: the last place where it stood. */
  readonly #marks: Int32Array;
  /** Choices of each word, one after another; by word where its own begin. */
  readonly #choices: Int32Array;
  readonly #starts: Int32Array;
  /** Place of each choice among the marks. */
  readonly #places = new Map<number, number>();
  /** Beyond the last one: a mark that is always set. */
  readonly #always: number;
  readonly #reach: number;
  /** Place of the first token of the message, and of its sentence. */
  #base = 0;
  #sentence = 0;
  /** Tokens before this one are marked. */
  #marked = 0;
  /** Older places are out of reach. */
  #oldest = 0;

  /**
   * @param choices elements of several words with their words, each once
   * @param words number of ids in use
   * @param reach most tokens between the first and the last of a phrase
   */
  constructor(
    choices: readonly (readonly [element: number, ids: Int32Array])[],
    words: number,
    reach: number,
  ) {
    this.#reach = reach;
    this.#always = words + choices.length;
    this.#marks = new Int32Array(this.#always + 1).fill(-1);
    this.#marks[this.#always] = placesMax * 2;
    this.#starts = new Int32Array(words + 1);
    for (const [, ids] of choices) for (const id of ids) this.#starts[id + 1]!++;
    for (let id = 0; id < words; id++) this.#starts[id + 1]! += this.#starts[id]!;
    this.#choices = new Int32Array(this.#starts[words]!);
    const next = this.#starts.slice();
    choices.forEach(([element, ids], i) => {
      this.#places.set(element, words + i);
      for (const id of ids) this.#choices[next[id]!++] = words + i;
    });
  }

  /** Where the mark of an element is; of null, a mark that is always set. */
  placeOf(element: number | null): number {
    if (element === null) return this.#always;
    return element >= 0 ? element : this.#places.get(element)!;
  }

  /** Begins a message. */
  begin(): void {
    this.#base += this.#marked;
    this.#marked = 0;
    if (this.#base < placesMax) return;
    this.#base = 0;
    this.#marks.fill(-1, 0, this.#always);
  }

  /** Goes on to the next token of the message. */
  moveTo(at: number, tokens: TokenIds): void {
    const { count, pauses } = tokens;
    if (at === 0 || pauses[at] === 2) {
      this.#sentence = this.#base + at;
      if (this.#marked === at) this.#mark(this.#marked++, tokens);
    }
    const end = Math.min(count, at + this.#reach + 1);
    while (this.#marked < end && pauses[this.#marked] !== 2) this.#mark(this.#marked++, tokens);
    this.#oldest = Math.max(this.#sentence, this.#base + at - this.#reach);
  }

  #mark(at: number, { ids, inPlace }: TokenIds): void {
    this.#markWord(ids[at]!, this.#base + at);
    if (inPlace[at] === 1) this.#markWord(tokenClass.place, this.#base + at);
  }

  #markWord(id: number, place: number): void {
    const marks = this.#marks;
    marks[id] = place;
    const end = this.#starts[id + 1]!;
    for (let i = this.#starts[id]!; i < end; i++) marks[this.#choices[i]!] = place;
  }

  /** True where the element stands in reach of the token. */
  has(place: number): boolean {
    return this.#marks[place]! >= this.#oldest;
  }
}
