import type { ChatKey } from './message.ts';

/** A message that has come in, as it is written down before its sender is told. */
export type Arrival = {
  /** Keyed hash of chat, writer and id: the same message twice is one. */
  readonly message: string;
  readonly chat: ChatKey;
  /** What only the channel can read; sealed before it touches the disk. */
  readonly body: Uint8Array;
  /** Somebody may be in danger: answered before all others. */
  readonly urgent: boolean;
  /** When the person sent it, in milliseconds of this machine's clock. */
  readonly sentAtMs: number;
};

/** An arrival in the queue; the body stays on disk until it is answered. */
export type Letter = Omit<Arrival, 'body'> & {
  readonly seq: number;
  readonly arrivedAtMs: number;
};

/** One bubble of an answer on its way out. */
export type Outgoing = {
  /** Derived from the message it answers: sent twice, it is shown once. */
  readonly id: string;
  /** The message (of a burst, the first) that it answers. */
  readonly message: string;
  readonly chat: ChatKey;
  readonly body: Uint8Array;
  readonly urgent: boolean;
  /** Not sent later than this, in milliseconds since 1970. */
  readonly expiresAtMs: number;
};
export type Queued = Omit<Outgoing, 'body'> & { readonly seq: number };
