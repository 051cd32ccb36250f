type Timer = { readonly id: number; readonly at: number; readonly work: () => void };

/** Everything that was promised is carried out before this resolves. */
const breathe: () => Promise<void> = (
  (real) => () =>
    new Promise<void>((r) => real(() => r()))
)(setImmediate);

/**
 * A clock that goes only when it is told to. `wall` is what the machine believes, which a jump
 * moves; `true` time and timers go on evenly. While installed it stands in for the timers of Node.
 */
export class VirtualTime {
  /** Milliseconds since 1970, as they really are. */
  trueMs: number;
  /** How far the machine's clock is ahead of it. */
  skewMs = 0;
  /** Even time of the last jump. */
  skewedAt = 0;
  /** Time in which the machine slept: its even clock stood. */
  sleptMs = 0;
  #timers: Timer[] = [];
  #next = 1;
  readonly #real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    setImmediate: globalThis.setImmediate,
  };

  constructor(trueMs: number) {
    this.trueMs = trueMs;
  }

  even = (): number => this.trueMs - this.sleptMs;
  wall = (): number => Math.floor(this.trueMs + this.skewMs);

  jump(skewMs: number): void {
    this.skewMs = skewMs;
    this.skewedAt = this.even();
  }

  install(): void {
    const later = (work: () => void, ms = 0) => this.#add(work, Math.max(0, ms || 0));
    const every = (work: () => void, ms: number) => {
      const again = () => {
        this.#add(again, ms, timer.id);
        work();
      };
      const timer = this.#add(again, ms);
      return timer;
    };
    const clear = (timer: { id: number } | undefined) => {
      if (timer) this.#timers = this.#timers.filter((t) => t.id !== timer.id);
    };
    Object.assign(globalThis, {
      setTimeout: later,
      setImmediate: (work: () => void) => later(work),
      setInterval: every,
      clearTimeout: clear,
      clearInterval: clear,
    });
  }

  uninstall(): void {
    Object.assign(globalThis, this.#real);
  }

  /** Forgets all timers, as a killed process does. */
  clear(): void {
    this.#timers = [];
  }

  /** Lets time pass, and everything happen that falls into it. */
  async pass(ms: number): Promise<void> {
    const end = this.trueMs + ms;
    for (;;) {
      await breathe();
      const first = this.#timers.reduce<Timer | null>(
        (a, b) => (a === null || b.at < a.at || (b.at === a.at && b.id < a.id) ? b : a),
        null,
      );
      if (!first || first.at > end) break;
      this.#timers.splice(this.#timers.indexOf(first), 1);
      this.trueMs = Math.max(this.trueMs, first.at);
      first.work();
    }
    this.trueMs = end;
    await breathe();
  }

  #add(work: () => void, ms: number, id = this.#next++) {
    const timer = { id, at: this.trueMs + ms, work };
    this.#timers.push(timer);
    const handle = { id, unref: () => handle, ref: () => handle, hasRef: () => true };
    return handle;
  }
}
