import type { TokenIds } from './phrase-index.ts';
import { tokenClass } from './vocabulary.ts';

/**
 * Which words and choices of words stand anywhere in a message. Told by marks that hold the number
 * of the message, so that nothing is to be wiped between messages.
 */
export class Presence {
  /** By word, and behind them by choice: number of the last message that had it. */
  readonly #marks: Int32Array;
  /** Choices of each word, one after another; by word where its own begin. */
  readonly #choices: Int32Array;
  readonly #starts: Int32Array;
  /** Place of each choice among the marks. */
  readonly #places = new Map<number, number>();
  /** Beyond the last one: a mark that is always set. */
  readonly #always: number;
  #message = 0;

  /**
   * @param choices elements of several words with their words, each once
   * @param words number of ids in use
   */
  constructor(choices: readonly (readonly [element: number, ids: Int32Array])[], words: number) {
    this.#always = words + choices.length;
    this.#marks = new Int32Array(this.#always + 1);
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

  /** Marks what stands in the message. */
  read({ count, ids, inPlace }: TokenIds): void {
    this.#message = (this.#message + 1) | 0;
    this.#marks[this.#always] = this.#message;
    let hasPlace = false;
    for (let i = 0; i < count; i++) {
      const id = ids[i]!;
      if (this.#marks[id] !== this.#message) this.#mark(id);
      if (inPlace[i] === 1) hasPlace = true;
    }
    if (hasPlace) this.#mark(tokenClass.place);
  }

  #mark(id: number): void {
    this.#marks[id] = this.#message;
    const end = this.#starts[id + 1]!;
    for (let i = this.#starts[id]!; i < end; i++) this.#marks[this.#choices[i]!] = this.#message;
  }

  has(place: number): boolean {
    return this.#marks[place] === this.#message;
  }
}
