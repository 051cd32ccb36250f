import { AsyncLocalStorage } from 'node:async_hooks';
import { errorName } from '#domain/log.ts';
import type { Letter, Outgoing, Queued } from '#domain/mail.ts';
import type { Answer, ChatKey, Reply } from '#domain/message.ts';
import { firstBurst, type Rhythm } from './burst.ts';
import type { Answerer, MailParts } from './post-office.ts';
import { Sender } from './sender.ts';

/** After this a helpful answer is a danger: somebody else may hold the phone. */
export const emergencyAgeMaxMs = 10 * 60_000;
export const answerAgeMaxMs = 24 * 3_600_000;
/** Cases read at the same time where nothing else is told; who is in danger is not kept by this. */
const casesMaxUsual = 4;
/** Letters of one chat that may wait; what comes above that is dropped. */
const lettersPerChatMax = 200;
/** Said before the answer, it is of no use later than this. */
const meanwhileAgeMaxMs = 30_000;
const meanwhilePlace = -1;
/** How long the messenger has to tell us that it has what a process sent before it died. */
const newsAfterDeathMs = 3_000;
/** Wait after the disk failed. */
const failedPauseMs = 10_000;

export type MailboxParts = MailParts & {
  readonly answer: Answerer;
  readonly rhythm: Rhythm;
  /** Asked each time; a few where nothing is told. */
  readonly casesMax?: () => number;
  /** Nothing of this chat waits any more, neither to be answered nor to be sent. */
  readonly onIdle?: (chat: ChatKey) => void;
};
type Chat = { letters: Letter[]; busy: boolean; pausedUntil: number };

/**
 * Answers what is written down in the inbox and sends what is written down in the outbox: in order
 * within a chat, somebody in danger before all others, nothing too late. Whatever is interrupted
 * is found again at the next start.
 */
export class Mailbox {
  readonly #parts: MailboxParts;
  readonly #sender: Sender;
  readonly #chats = new Map<ChatKey, Chat>();
  readonly #urgentChats = new Set<ChatKey>();
  // Letters are handed over inside a transaction of the key store; our work must not run in it.
  readonly #detached = AsyncLocalStorage.snapshot();
  #isRunning = false;
  #isPlanned = false;
  #active = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: MailboxParts) {
    this.#parts = parts;
    this.#sender = new Sender(parts, (chat) => this.#rest(chat));
  }

  /** Takes up what an earlier run left behind, then works until stopped. */
  start(): void {
    this.#isRunning = true;
    this.#sender.start(this.#parts.store.unsent());
    this.accept(this.#parts.store.waiting());
  }

  stop(): void {
    this.#isRunning = false;
    clearTimeout(this.#timer);
    this.#sender.stop();
  }

  /** The channel is online again. */
  wake(): void {
    this.#detached(() => this.#sender.wake());
  }

  /** Cases being read and bubbles on their way at this moment. */
  get active(): number {
    return this.#active + this.#sender.active;
  }

  /** Bubbles that a process before us did not send, or sent and could not note before it died. */
  resend(unsent: readonly Queued[]): void {
    this.#sender.accept(unsent, this.#parts.now() + newsAfterDeathMs);
  }

  /** Another process has taken this chat over. */
  leave(chat: ChatKey): void {
    this.#chats.get(chat)?.letters.splice(0);
    this.#sender.leave(chat);
  }

  counts(): { waiting: number; unsent: number } {
    const letters = [...this.#chats.values()].reduce((n, c) => n + c.letters.length, 0);
    return { waiting: letters + this.#active, unsent: this.#sender.count };
  }

  /** New letters, already written down. */
  accept(letters: readonly Letter[]): void {
    for (const letter of letters) {
      const chat = this.#chats.get(letter.chat) ?? { letters: [], busy: false, pausedUntil: 0 };
      if (chat.letters.length >= lettersPerChatMax) {
        void this.#drop([letter], 'flood').catch((error: unknown) => this.#failed(error));
        continue;
      }
      // By the time of sending: a webhook may bring the second message before the first.
      const later = chat.letters.findLastIndex((l) => l.sentAtMs <= letter.sentAtMs) + 1;
      chat.letters.splice(later, 0, letter);
      this.#chats.set(letter.chat, chat);
      if (letter.urgent) this.#urgentChats.add(letter.chat);
    }
    this.#plan();
  }

  #plan(): void {
    if (!this.#isRunning || this.#isPlanned) return;
    this.#isPlanned = true;
    this.#detached(() =>
      setImmediate(() => {
        this.#isPlanned = false;
        this.#startCases();
      }),
    );
  }

  #startCases(): void {
    clearTimeout(this.#timer);
    for (const key of this.#urgentChats) this.#startCase(key);
    let nextAt = Number.POSITIVE_INFINITY;
    for (const key of this.#chats.keys()) {
      // Whoever ends next plans anew.
      if (this.#active >= (this.#parts.casesMax?.() ?? casesMaxUsual)) return;
      nextAt = Math.min(nextAt, this.#startCase(key));
    }
    if (nextAt === Number.POSITIVE_INFINITY || !this.#isRunning) return;
    const wait = Math.max(0, nextAt - this.#parts.now());
    this.#timer = setTimeout(() => this.#startCases(), wait);
  }

  /** Starts the first case of a chat where it is time; else tells when it will be. */
  #startCase(key: ChatKey): number {
    const chat = this.#chats.get(key);
    if (!this.#isRunning || !chat || chat.busy || chat.letters.length === 0)
      return Number.POSITIVE_INFINITY;
    const { letters, readyAtMs } = firstBurst(chat.letters, this.#parts.rhythm);
    const startAt = Math.max(readyAtMs, chat.pausedUntil);
    if (startAt > this.#parts.now()) return startAt;
    chat.letters.splice(0, letters.length);
    chat.busy = true;
    this.#active++;
    void this.#answerCase(letters)
      .catch((error: unknown) => {
        // The disk failed. The letters are still in the inbox; they are tried until they are too old.
        this.#failed(error);
        chat.letters.unshift(...letters);
        chat.pausedUntil = this.#parts.now() + failedPauseMs;
      })
      .finally(() => {
        this.#active--;
        chat.busy = false;
        if (!chat.letters.some((l) => l.urgent)) this.#urgentChats.delete(key);
        if (chat.letters.length === 0) this.#chats.delete(key);
        this.#rest(key);
        this.#plan();
      });
    return Number.POSITIVE_INFINITY;
  }

  #rest(chat: ChatKey): void {
    if (!this.#chats.has(chat) && !this.#sender.has(chat)) this.#parts.onIdle?.(chat);
  }

  #failed(error: unknown): void {
    this.#parts.log({ event: 'failed', stage: 'mail', error: errorName(error) });
  }

  async #answerCase(letters: readonly Letter[]): Promise<void> {
    const { store, courier, now } = this.#parts;
    const [first] = letters;
    const lastSentAt = Math.max(...letters.map((l) => l.sentAtMs));
    const urgent = letters.some((l) => l.urgent);
    const ageMax = urgent ? emergencyAgeMaxMs : answerAgeMaxMs;
    if (!first || now() > lastSentAt + ageMax) {
      await this.#drop(letters, 'too-old');
      return;
    }
    const seqs = letters.map((l) => l.seq);
    const bodies = await store.bodiesOf(seqs);
    if (bodies.length === 0) {
      // Deleted by the sender, or sealed with a key that is gone.
      await this.#drop(letters, 'taken-back');
      return;
    }
    const content = await courier.read(bodies, urgent);
    const inbound = { chat: first.chat, ...content, turn: first.message };
    const answer = await this.#parts.answer(
      inbound,
      (reply) =>
        void this.#sayMeanwhile(first, bodies, reply).catch((error: unknown) =>
          this.#failed(error),
        ),
    );
    if ((await store.bodiesOf(seqs)).length === 0) {
      // Deleted while it was read: somebody else may hold the phone by now.
      await this.#drop(letters, 'taken-back');
      return;
    }
    const outgoing = this.#addressed(first, bodies, answer, lastSentAt);
    if (answer.isForgotten) await courier.forget(bodies);
    const forgotten = answer.isForgotten ? first.chat : null;
    this.#sender.accept(await store.finish(seqs, outgoing, forgotten));
  }

  /**
   * A bubble before the answer. Its place is none of the answer's, so that both are shown.
   * @throws where the disk fails
   */
  async #sayMeanwhile(first: Letter, bodies: readonly Uint8Array[], reply: Reply): Promise<void> {
    const { store, courier, now } = this.#parts;
    const bubble = {
      id: courier.idOf(first.message, meanwhilePlace),
      message: first.message,
      chat: first.chat,
      body: courier.address(bodies, reply),
      urgent: false,
      expiresAtMs: now() + meanwhileAgeMaxMs,
    };
    this.#sender.accept(await store.finish([], [bubble]));
  }

  #addressed(
    first: Letter,
    bodies: readonly Uint8Array[],
    answer: Answer,
    lastSentAt: number,
  ): Outgoing[] {
    const { courier } = this.#parts;
    const urgent = answer.verdict?.kind === 'emergency';
    return answer.replies.map((reply, place) => ({
      id: courier.idOf(first.message, place),
      message: first.message,
      chat: first.chat,
      body: courier.address(bodies, reply),
      urgent,
      expiresAtMs: lastSentAt + (urgent ? emergencyAgeMaxMs : answerAgeMaxMs),
    }));
  }

  async #drop(
    letters: readonly Letter[],
    reason: 'too-old' | 'taken-back' | 'flood',
  ): Promise<void> {
    await this.#parts.store.finish(
      letters.map((l) => l.seq),
      [],
    );
    this.#parts.log({ event: 'mail-dropped', reason, count: letters.length });
  }
}
