/** Waits for what a test expects; looked at after each stanza and every few milliseconds. */
export class Watch {
  readonly #checks = new Set<() => void>();
  readonly #explain: () => string;

  /** @param explain what else went wrong, for the error */
  constructor(explain: () => string) {
    this.#explain = explain;
  }

  look(): void {
    for (const check of this.#checks) check();
  }

  /** Resolves when the condition holds. */
  async until(holds: () => boolean, timeoutMs: number): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!holds()) return;
        done();
        resolve();
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`not reached within ${timeoutMs} ms: ${holds}; ${this.#explain()}`));
      }, timeoutMs);
      const poll = setInterval(check, 5);
      const done = () => {
        clearTimeout(timer);
        clearInterval(poll);
        this.#checks.delete(check);
      };
      this.#checks.add(check);
    });
  }
}
