/** Several entries under one hash, chained in typed arrays; for building once and reading often. */
export class HashChains {
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #hashes: Int32Array;
  readonly #entries: Int32Array;
  /** One bit for each hash that may be there: most questions end here, without a cache miss. */
  readonly #filter: Uint8Array;
  readonly #filterMask: number;
  #count = 0;

  /** @param capacity the most entries that will be added */
  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * capacity + 2));
    this.#heads = new Int32Array(slots).fill(-1);
    this.#filter = new Uint8Array(slots);
    this.#filterMask = 8 * slots - 1;
    this.#next = new Int32Array(capacity);
    this.#hashes = new Int32Array(capacity);
    this.#entries = new Int32Array(capacity);
  }

  /** @throws {RangeError} beyond the capacity */
  add(hash: number, entry: number): void {
    if (this.#count === this.#next.length) throw new RangeError('more entries than announced');
    const slot = this.#slot(hash);
    const at = this.#count++;
    this.#next[at] = this.#heads[slot]!;
    this.#hashes[at] = hash;
    this.#entries[at] = entry;
    this.#heads[slot] = at;
    const bit = (hash ^ (hash >>> 13)) & this.#filterMask;
    this.#filter[bit >>> 3]! |= 1 << (bit & 7);
  }

  /** First place of the chain of this hash, or -1. */
  first(hash: number): number {
    const bit = (hash ^ (hash >>> 13)) & this.#filterMask;
    if ((this.#filter[bit >>> 3]! & (1 << (bit & 7))) === 0) return -1;
    return this.#matching(this.#heads[this.#slot(hash)]!, hash);
  }

  /** The place after this one in the same chain, or -1. */
  after(at: number): number {
    return this.#matching(this.#next[at]!, this.#hashes[at]!);
  }

  entry(at: number): number {
    return this.#entries[at]!;
  }

  #matching(from: number, hash: number): number {
    let at = from;
    while (at >= 0 && this.#hashes[at] !== hash) at = this.#next[at]!;
    return at;
  }

  #slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & (this.#heads.length - 1);
  }
}
