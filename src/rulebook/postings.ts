/** Visits every place a phrase is filed under; must give the same each time it is called. */
export type Filing = (visit: (key: number, phrase: number, element: number) => void) => void;

/** Elements of phrases by key, packed into three arrays so that a lookup stays in few cache lines. */
export class Postings {
  /** Open-addressed; 0 is an empty slot, so no key may be 0. */
  readonly #keys: Int32Array;
  /** By slot: where in `lists` its list begins. */
  readonly #starts: Int32Array;
  /** One after another: length, then phrase and element in turn. */
  readonly lists: Int32Array;

  constructor(filing: Filing) {
    const counts = new Map<number, number>();
    filing((key) => counts.set(key, (counts.get(key) ?? 0) + 1));
    const capacity = 2 ** Math.ceil(Math.log2(4 * (counts.size + 1)));
    this.#keys = new Int32Array(capacity);
    this.#starts = new Int32Array(capacity);
    let end = 0;
    for (const [key, count] of counts) {
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#starts[slot] = end;
      end += 1 + 2 * count;
    }
    const lists = new Int32Array(end);
    filing((key, phrase, element) => {
      const start = this.#starts[this.#slotOf(key)]!;
      const next = start + 1 + lists[start]!;
      lists[next] = phrase;
      lists[next + 1] = element;
      lists[start]! += 2;
    });
    this.lists = lists;
  }

  /** Where the list of a key begins in `lists`, or -1. */
  find(key: number): number {
    const slot = this.#slotOf(key);
    return this.#keys[slot] === key ? this.#starts[slot]! : -1;
  }

  /** The slot that holds the key, or the empty one where it would go. */
  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    const mixed = Math.imul(key, 0x9e3779b1);
    let slot = (mixed ^ (mixed >>> 15)) & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }
}
