import type { Log } from '#domain/log.ts';
import type { Letter, Outgoing, Queued } from '#domain/mail.ts';
import type { Answer, Attachment, ChatKey, Inbound, Notice, Reply } from '#domain/message.ts';

/** A store on the disk of this process answers at once, one shared with others later. */
type Soon<T> = T | Promise<T>;

/** What a mailbox needs of the store. What it tells as done is committed, whenever a crash comes. */
export type MailStore = {
  /** What an earlier run left behind; nothing where claims bring it (claims.ts). */
  waiting(): Letter[];
  unsent(): Queued[];
  /** Bodies of those letters that are neither done nor taken back, in their order. */
  bodiesOf(seqs: readonly number[]): Soon<Uint8Array[]>;
  /**
   * The letters are done and their answer waits to be sent: both or neither.
   * @param forgotten a chat of which nothing is kept but what waits to be answered or sent
   */
  finish(
    seqs: readonly number[],
    answer: readonly Outgoing[],
    forgotten?: ChatKey | null,
  ): Soon<Queued[]>;
  /** `sent`: it has arrived after all; null: taken back, or another process sends it by now. */
  outgoingBody(seq: number): Soon<Uint8Array | 'sent' | null>;
  markSent(seq: number, now: number): Soon<void>;
  remove(seq: number): Soon<void>;
};

/** What the letters of one case say. */
export type Content = {
  readonly text: string;
  /** At least one of them went through many hands, as WhatsApp marks it. */
  readonly isForwardedOften: boolean;
  readonly attachments: readonly Attachment[];
  readonly notices: readonly Notice[];
};

export type Sent =
  | { readonly ok: true }
  /**
   * `offline`: later, when the channel says so; `refused`: never again; `failed`: once more;
   * `crowded`: once more, but this person gets too much at once.
   */
  | { readonly ok: false; readonly reason: 'offline' | 'refused' | 'failed' | 'crowded' };

/** What a mailbox needs of the channel. */
export type Courier = {
  /** @param urgent nothing is fetched: somebody in danger does not wait for a picture */
  read(bodies: readonly Uint8Array[], urgent: boolean): Promise<Content>;
  /** Addresses a reply to whoever wrote these letters. */
  address(bodies: readonly Uint8Array[], reply: Reply): Uint8Array;
  /** Id of a bubble; the same letter and place always give the same. */
  idOf(message: string, place: number): string;
  /** Erases what is kept of whoever wrote these letters, but the keys that the next one needs. */
  forget(bodies: readonly Uint8Array[]): Promise<void>;
  /** Shows that an answer is being written. */
  compose(body: Uint8Array): Promise<void>;
  send(id: string, body: Uint8Array): Promise<Sent>;
};

export type Answerer = (
  inbound: Inbound & { readonly chat: ChatKey },
  /** Says something before the answer, such as that a picture is being read. */
  tellMeanwhile?: (reply: Reply) => void,
) => Promise<Answer>;

/** How fast answers go out. WhatsApp restricts numbers that answer like a machine. */
export type Pace = {
  /** Milliseconds that an answer is "being written"; 0 sends without that sign. */
  readonly composeMs: number;
  /** Milliseconds between answers of all chats. */
  readonly gapMs: number;
  /** Share of both that chance adds. */
  readonly jitter: number;
  /** Bubbles of different chats on their way at the same time. */
  readonly sendsMax: number;
};
/** One answer in 1 to 2 seconds. */
export const slowPace: Pace = { composeMs: 500, gapMs: 500, jitter: 1, sendsMax: 1 };
export const promptPace: Pace = { composeMs: 0, gapMs: 0, jitter: 0, sendsMax: 16 };

export type MailParts = {
  readonly store: MailStore;
  readonly courier: Courier;
  readonly pace: Pace;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
};
