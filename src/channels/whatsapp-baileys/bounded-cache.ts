/** A cache with the methods that Baileys wants; the oldest entries give way. */
export class BoundedCache {
  readonly #entries = new Map<string, { value: unknown; until: number }>();
  readonly #entriesMax: number;
  readonly #ageMaxMs: number;

  constructor(entriesMax: number, ageMaxMs: number) {
    this.#entriesMax = entriesMax;
    this.#ageMaxMs = ageMaxMs;
  }

  get<T>(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.until > Date.now()) return entry.value as T;
    this.#entries.delete(key);
    return undefined;
  }

  set<T>(key: string, value: T): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: Date.now() + this.#ageMaxMs });
    if (this.#entries.size <= this.#entriesMax) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  del(key: string): void {
    this.#entries.delete(key);
  }

  flushAll(): void {
    this.#entries.clear();
  }
}
