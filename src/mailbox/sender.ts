import { errorName } from '#domain/log.ts';
import type { Queued } from '#domain/mail.ts';
import type { ChatKey } from '#domain/message.ts';
import type { MailParts, Sent } from './post-office.ts';

const retryMs = 2_000;
const retryMaxMs = 60_000;
/** How much longer each further wait is. */
const retryGrowth = 2;
const crowdedGrowth = 4;

type Waiting = Queued & { readonly tries: number; readonly notBefore: number };

/** Sends the outbox: in order within a chat, emergencies before all others and without pacing. */
export class Sender {
  readonly #parts: MailParts;
  readonly #onRest: (chat: ChatKey) => void;
  #queue: Waiting[] = [];
  readonly #busyChats = new Set<string>();
  /** Sent, but the disk did not take it down: that is tried again, not the sending. */
  readonly #arrived = new Set<string>();
  #isRunning = false;
  #isOffline = false;
  #active = 0;
  #nextAt = 0;
  #lastMessage = '';
  #timer: NodeJS.Timeout | undefined;

  /** @param onRest told each time that nothing more of a chat is on its way */
  constructor(parts: MailParts, onRest: (chat: ChatKey) => void = () => {}) {
    this.#parts = parts;
    this.#onRest = onRest;
  }

  /** Bubbles on their way at this moment. */
  get active(): number {
    return this.#active;
  }

  has(chat: ChatKey): boolean {
    return this.#busyChats.has(chat) || this.#queue.some((q) => q.chat === chat);
  }

  /** Another process sends what waits of this chat. */
  leave(chat: ChatKey): void {
    this.#queue = this.#queue.filter((q) => q.chat !== chat);
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

  /** @param notBefore milliseconds since 1970 */
  accept(queued: readonly Queued[], notBefore = 0): void {
    for (const q of queued) this.#queue.push({ ...q, tries: 0, notBefore });
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
        this.#putBack(next, 'failed');
      })
      .finally(() => {
        this.#active--;
        this.#busyChats.delete(next.chat);
        this.#onRest(next.chat);
        this.#pump();
      });
  }

  async #deliver(next: Waiting): Promise<void> {
    const { courier, pace, now } = this.#parts;
    let body = await this.#bodyOf(next);
    if (body && !next.urgent && pace.composeMs > 0 && next.message !== this.#lastMessage) {
      await courier.compose(body);
      await new Promise((resolve) => setTimeout(resolve, this.#jittered(pace.composeMs)));
      // Meanwhile the machine may have slept, and the sender taken the message back.
      body = await this.#bodyOf(next);
    }
    if (!body) return;
    const hasArrived = this.#arrived.has(next.id);
    await this.#settle(next, hasArrived ? { ok: true } : await courier.send(next.id, body));
    if (next.urgent) return;
    this.#lastMessage = next.message;
    this.#nextAt = now() + this.#jittered(pace.gapMs);
  }

  /** Null where it is not to be sent any more. */
  async #bodyOf(next: Waiting): Promise<Uint8Array | null> {
    const body = await this.#parts.store.outgoingBody(next.seq);
    if (body === 'sent') return null;
    const isLate = this.#parts.now() > next.expiresAtMs;
    if (body && !isLate) return body;
    await this.#drop(next, isLate ? 'too-old' : 'taken-back');
    return null;
  }

  async #settle(next: Waiting, sent: Sent): Promise<void> {
    if (sent.ok) {
      this.#arrived.add(next.id);
      await this.#parts.store.markSent(next.seq, this.#parts.now());
      this.#arrived.delete(next.id);
    } else if (sent.reason === 'refused') await this.#drop(next, 'refused');
    else {
      this.#isOffline ||= sent.reason === 'offline';
      this.#putBack(next, sent.reason);
    }
  }

  async #drop(next: Waiting, reason: 'too-old' | 'taken-back' | 'refused'): Promise<void> {
    await this.#parts.store.remove(next.seq);
    this.#parts.log({ event: 'mail-dropped', reason, count: 1 });
  }

  /** To its old place; its id makes sure that, if it did arrive, it is shown once. */
  #putBack(next: Waiting, reason: 'offline' | 'failed' | 'crowded'): void {
    const growth = reason === 'crowded' ? crowdedGrowth : retryGrowth;
    const wait = Math.min(retryMs * growth ** next.tries, retryMaxMs);
    const back =
      reason === 'offline'
        ? { ...next, notBefore: 0 }
        : { ...next, tries: next.tries + 1, notBefore: this.#parts.now() + wait };
    const place = this.#queue.findIndex((q) => q.seq > next.seq);
    this.#queue.splice(place < 0 ? this.#queue.length : place, 0, back);
  }

  #jittered(ms: number): number {
    return ms * (1 + this.#parts.random() * this.#parts.pace.jitter);
  }
}
