import { errorName } from '#domain/log.ts';
import type { Queued } from '#domain/mail.ts';
import type { MailParts, Sent } from './post-office.ts';

const retryMs = 2_000;
const retryMaxMs = 60_000;

type Waiting = Queued & { readonly tries: number; readonly notBefore: number };

/** Sends the outbox: in order within a chat, emergencies before all others and without pacing. */
export class Sender {
  readonly #parts: MailParts;
  #queue: Waiting[] = [];
  readonly #busyChats = new Set<string>();
  #isRunning = false;
  #isOffline = false;
  #active = 0;
  #nextAt = 0;
  #lastMessage = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: MailParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#queue.length + this.#active;
  }

  start(unsent: readonly Queued[]): void {
    this.#isRunning = true;
    this.accept(unsent);
  }

  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  /** The channel is online again. */
  wake(): void {
    this.#isOffline = false;
    this.#pump();
  }

  accept(queued: readonly Queued[]): void {
    for (const q of queued) this.#queue.push({ ...q, tries: 0, notBefore: 0 });
    // Order within a chat is kept: what stands before an emergency must hurry as well.
    const hurry = new Set(queued.filter((q) => q.urgent).map((q) => q.chat));
    if (hurry.size > 0)
      this.#queue = this.#queue.map((q) => (hurry.has(q.chat) ? { ...q, urgent: true } : q));
    this.#pump();
  }

  #pump(): void {
    clearTimeout(this.#timer);
    while (this.#isRunning && !this.#isOffline) {
      const next = this.#take((q) => q.urgent) ?? this.#take((q) => this.#mayGo(q));
      if (!next) break;
      this.#start(next);
    }
    if (!this.#isRunning || this.#isOffline || this.#queue.length === 0) return;
    const time = this.#parts.now();
    const times = this.#queue.map((q) => Math.max(q.notBefore, q.urgent ? 0 : this.#nextAt));
    const later = times.filter((t) => t > time);
    if (later.length > 0) this.#timer = setTimeout(() => this.#pump(), Math.min(...later) - time);
  }

  /** Bubbles of one answer follow each other; between answers there is a gap. */
  #mayGo(q: Waiting): boolean {
    if (this.#active >= this.#parts.pace.sendsMax) return false;
    return q.message === this.#lastMessage || this.#parts.now() >= this.#nextAt;
  }

  /** Takes the oldest that fits out of the queue; only the first of each chat comes into question. */
  #take(fits: (q: Waiting) => boolean): Waiting | null {
    const time = this.#parts.now();
    const passed = new Set(this.#busyChats);
    for (const [index, q] of this.#queue.entries()) {
      if (passed.has(q.chat)) continue;
      passed.add(q.chat);
      if (q.notBefore > time || !fits(q)) continue;
      this.#queue.splice(index, 1);
      return q;
    }
    return null;
  }

  #start(next: Waiting): void {
    this.#active++;
    this.#busyChats.add(next.chat);
    void this.#deliver(next)
      .catch((error: unknown) => {
        this.#parts.log({ event: 'failed', stage: 'send', error: errorName(error) });
        this.#putBack(next, false);
      })
      .finally(() => {
        this.#active--;
        this.#busyChats.delete(next.chat);
        this.#pump();
      });
  }

  async #deliver(next: Waiting): Promise<void> {
    const { store, courier, pace, now } = this.#parts;
    const body = store.outgoingBody(next.seq);
    if (!body || now() > next.expiresAtMs) {
      this.#drop(next, body ? 'too-old' : 'taken-back');
      return;
    }
    if (!next.urgent && pace.composeMs > 0 && next.message !== this.#lastMessage) {
      await courier.compose(body);
      await new Promise((resolve) => setTimeout(resolve, this.#jittered(pace.composeMs)));
    }
    this.#settle(next, await courier.send(next.id, body));
    if (next.urgent) return;
    this.#lastMessage = next.message;
    this.#nextAt = now() + this.#jittered(pace.gapMs);
  }

  #settle(next: Waiting, sent: Sent): void {
    if (sent.ok) this.#parts.store.markSent(next.seq, this.#parts.now());
    else if (sent.reason === 'refused') this.#drop(next, 'refused');
    else {
      this.#isOffline ||= sent.reason === 'offline';
      this.#putBack(next, sent.reason === 'offline');
    }
  }

  #drop(next: Waiting, reason: 'too-old' | 'taken-back' | 'refused'): void {
    this.#parts.store.remove(next.seq);
    this.#parts.log({ event: 'mail-dropped', reason, count: 1 });
  }

  /** To its old place; its id makes sure that, if it did arrive, it is shown once. */
  #putBack(next: Waiting, atOnce: boolean): void {
    const wait = Math.min(retryMs * 2 ** next.tries, retryMaxMs);
    const back = atOnce
      ? { ...next, notBefore: 0 }
      : { ...next, tries: next.tries + 1, notBefore: this.#parts.now() + wait };
    const place = this.#queue.findIndex((q) => q.seq > next.seq);
    this.#queue.splice(place < 0 ? this.#queue.length : place, 0, back);
  }

  #jittered(ms: number): number {
    return ms * (1 + this.#parts.random() * this.#parts.pace.jitter);
  }
}
