import { errorName, type Log } from '#domain/log.ts';
import type { Letter, Queued } from '#domain/mail.ts';
import type { ChatKey } from '#domain/message.ts';
import type { Mailbox } from './mailbox.ts';

/** A killed process gives its chats up after so long. */
export const leaseMs = 10_000;
const keepEveryMs = 3_000;
/** How soon mail is found that another process took in. */
const lookEveryMs = 100;
/**
 * Chats one process holds at the same time, those in danger apart; few, so that others find work.
 * Where the end of a burst is waited for most of them wait, too.
 */
export const chatsMaxPrompt = 64;
export const chatsMaxSlow = 400;
/** How long a stop waits for answers that are on their way. */
const settleMaxMs = 3_000;
const settleStepMs = 20;
/** Wait after the database failed. */
const failedPauseMs = 1_000;

/** What claims need of a store that processes share. */
export type ClaimStore = {
  claim(
    idle: readonly ChatKey[],
    wanted: { leaseMs: number; max: number; now: number },
  ): Promise<{
    readonly released: readonly ChatKey[];
    readonly claimed: readonly {
      readonly chat: ChatKey;
      readonly letters: readonly Letter[];
      readonly unsent: readonly Queued[];
    }[];
  }>;
  keep(leaseMs: number, now: number): Promise<readonly ChatKey[]>;
  leaveAll(): Promise<void>;
};

export type ClaimParts = {
  readonly store: ClaimStore;
  readonly mailbox: Pick<Mailbox, 'accept' | 'resend' | 'leave' | 'start' | 'stop' | 'active'>;
  readonly chatsMax: number;
  readonly log: Log;
  readonly now: () => number;
};

/**
 * Brings a mailbox the mail of chats that no other process works on, and gives the chats back when
 * nothing of them waits. The lease of a process that dies runs out, and another goes on.
 */
export class Claims {
  readonly #parts: ClaimParts;
  /** Chats we have, with what of each the mailbox got. */
  readonly #held = new Map<ChatKey, Set<string>>();
  readonly #idle = new Set<ChatKey>();
  #isRunning = false;
  #isLooking = false;
  #mustLook = false;
  #lookTimer: NodeJS.Timeout | undefined;
  #keepTimer: NodeJS.Timeout | undefined;

  constructor(parts: ClaimParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#isRunning = true;
    this.#parts.mailbox.start();
    this.#keepTimer = setInterval(() => void this.#keep(), keepEveryMs);
    this.wake();
  }

  /** Lets answers that are on their way go out, then leaves the rest to others. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    clearTimeout(this.#lookTimer);
    clearInterval(this.#keepTimer);
    this.#parts.mailbox.stop();
    for (let waited = 0; waited < settleMaxMs; waited += settleStepMs) {
      if (this.#parts.mailbox.active === 0 && !this.#isLooking) break;
      await new Promise((resolve) => setTimeout(resolve, settleStepMs));
    }
    await this.#parts.store.leaveAll().catch((error: unknown) => this.#failed(error));
  }

  /** There is mail; without this it is found a moment later. */
  wake(): void {
    this.#mustLook = true;
    if (this.#isRunning && !this.#isLooking) void this.#lookOften();
  }

  /** Nothing of this chat waits in the mailbox any more. */
  idle(chat: ChatKey): void {
    this.#idle.add(chat);
    // Only where hands are full somebody waits for this.
    if (this.#held.size >= this.#parts.chatsMax) this.wake();
  }

  async #lookOften(): Promise<void> {
    this.#isLooking = true;
    clearTimeout(this.#lookTimer);
    let pauseMs = lookEveryMs;
    try {
      do {
        this.#mustLook = false;
        await this.#look();
      } while (this.#mustLook && this.#isRunning);
    } catch (error) {
      this.#failed(error);
      pauseMs = failedPauseMs;
    }
    this.#isLooking = false;
    if (!this.#isRunning) return;
    this.#lookTimer = setTimeout(() => void this.#lookOften(), pauseMs);
  }

  async #look(): Promise<void> {
    const { store, mailbox, chatsMax, now } = this.#parts;
    const idle = [...this.#idle];
    this.#idle.clear();
    const max = chatsMax - this.#held.size + idle.length;
    const { released, claimed } = await store.claim(idle, { leaseMs, max, now: now() });
    for (const chat of released) this.#held.delete(chat);
    for (const { chat, letters, unsent } of claimed) {
      const known = this.#held.get(chat);
      // Of a chat we had before, the outbox holds only what we put there ourselves.
      if (!known) mailbox.resend(unsent);
      const fresh = letters.filter((l) => !known?.has(l.message));
      this.#held.set(chat, new Set(letters.map((l) => l.message)));
      if (fresh.length > 0) mailbox.accept(fresh);
      else if (unsent.length === 0) this.#idle.add(chat);
    }
  }

  async #keep(): Promise<void> {
    try {
      const kept = new Set(await this.#parts.store.keep(leaseMs, this.#parts.now()));
      for (const chat of this.#held.keys()) {
        if (kept.has(chat)) continue;
        this.#held.delete(chat);
        this.#parts.mailbox.leave(chat);
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#parts.log({ event: 'failed', stage: 'mail', error: errorName(error) });
  }
}
