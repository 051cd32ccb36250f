/** Visits every place a phrase is filed under; must give the same each time it is called. */
export type Filing = (
  visit: (key: number, phrase: number, element: number, guard: number) => void,
) => void;

/** Elements of phrases by key, packed into few arrays so that a lookup stays in few cache lines. */
export class Postings {
  /** Open-addressed, key and start of its list in turn; 0 is an empty slot, so no key may be 0. */
  readonly #table: Int32Array;
  readonly #mask: number;
  /** One bit for each key that may be there: most questions end here. */
  readonly #filter: Int32Array;
  readonly #filterMask: number;
  /** One after another: length, then phrase, element and guard in turn. */
  readonly lists: Int32Array;

  constructor(filing: Filing) {
    let visits = 0;
    filing(() => visits++);
    const rough = new Counter(visits);
    filing((key) => rough.add(key));
    const capacity = 2 ** Math.ceil(Math.log2(2 * (rough.size + 1)));
    this.#table = new Int32Array(2 * capacity);
    this.#mask = capacity - 1;
    this.#filter = new Int32Array(capacity >>> 2 || 1);
    this.#filterMask = 32 * this.#filter.length - 1;
    let end = 0;
    rough.forEach((key, count) => {
      const slot = this.#slotOf(key);
      this.#table[slot] = key;
      this.#table[slot + 1] = end;
      const bit = filterBit(key) & this.#filterMask;
      this.#filter[bit >>> 5]! |= 1 << (bit & 31);
      end += 1 + 3 * count;
    });
    const lists = new Int32Array(end);
    filing((key, phrase, element, guard) => {
      const start = this.#table[this.#slotOf(key) + 1]!;
      const next = start + 1 + lists[start]!;
      lists[next] = phrase;
      lists[next + 1] = element;
      lists[next + 2] = guard;
      lists[start]! += 3;
    });
    this.lists = lists;
  }

  /** Where the list of a key begins in `lists`, or -1. */
  find(key: number): number {
    const bit = filterBit(key) & this.#filterMask;
    if ((this.#filter[bit >>> 5]! & (1 << (bit & 31))) === 0) return -1;
    const slot = this.#slotOf(key);
    return this.#table[slot] === key ? this.#table[slot + 1]! : -1;
  }

  /** Twice the slot that holds the key, or the empty one where it would go. */
  #slotOf(key: number): number {
    const table = this.#table;
    let slot = spread(key) & this.#mask;
    while (table[2 * slot] !== 0 && table[2 * slot] !== key) slot = (slot + 1) & this.#mask;
    return 2 * slot;
  }
}

function spread(key: number): number {
  const mixed = Math.imul(key, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function filterBit(key: number): number {
  const mixed = Math.imul(key, 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}

/** How often each key comes. */
class Counter {
  readonly #keys: Int32Array;
  readonly #counts: Int32Array;
  readonly #mask: number;
  size = 0;

  /** @param most how many different keys may come */
  constructor(most: number) {
    const capacity = 2 ** Math.ceil(Math.log2(2 * (most + 1)));
    this.#keys = new Int32Array(capacity);
    this.#counts = new Int32Array(capacity);
    this.#mask = capacity - 1;
  }

  add(key: number): void {
    let slot = spread(key) & this.#mask;
    while (this.#counts[slot] !== 0 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    if (this.#counts[slot]!++ === 0) this.size++;
    this.#keys[slot] = key;
  }

  forEach(visit: (key: number, count: number) => void): void {
    this.#counts.forEach((count, slot) => {
      if (count > 0) visit(this.#keys[slot]!, count);
    });
  }
}
