import type { Generated } from 'kysely';

/** All tables. What each column holds, how long and why: data/stored.yaml. */
export type Tables = {
  session: {
    chat: string;
    /** A session as JSON; no text of a message. */
    state: string;
    /** Milliseconds since 1970. */
    written_at: number;
    /** Keyed hash of the message that made this state; null where the channel tells none. */
    turn: string | null;
    /** The session before that message, as JSON; null where there was none. */
    before: string | null;
  };
  /** Offers of 28 days, as keyed hashes; see conversation/offer-sketch.ts. */
  offer: {
    id: Generated<number>;
    chat: string;
    marks: Buffer;
    /** A Risk. */
    risk: string;
    /** Day in Serang. */
    day: string;
  };
  /** What the statistics shall do; a row lives until it is done, mostly less than a second. */
  wish: {
    id: Generated<number>;
    chat: string;
    /** Day in Serang, such as `2026-11-24`. */
    day: string;
    /** A StatisticsWish as JSON. */
    wish: string;
  };
  counter: {
    /** A WindowLength. */
    length: string;
    /** First day of the window. */
    start: string;
    measure: string;
    cell: string;
    /** Count with the noise it was born with. */
    n: number;
  };
  tag: {
    length: string;
    start: string;
    measure: string;
    tag: Buffer;
  };
  left_out: { mark: Buffer };
  release: {
    number: number;
    /** A Release as JSON. */
    body: string;
  };
  account: {
    id: Generated<number>;
    name: string;
    role: string;
    password: string | null;
    totp: string | null;
    failures: number;
    locked_until: number;
  };
  sign_in: { id_hash: string; account: number; started_at: number; seen_at: number };
  link: { token_hash: string; account: number; expires_at: number };
  proposal: {
    id: Generated<number>;
    proposer: string;
    act: string;
    subject: string;
    role: string | null;
    expires_at: number;
  };
  audit: {
    number: number;
    at: number;
    actor: string;
    act: string;
    subject: string;
    hash: string;
  };
  /** Newest check of each hotline by the task force. */
  hotline_check: { hotline: string; number: string; day: string; checked_by: string };
  /** What all processes on this database must agree in; see installation.ts. */
  installation: { name: string; value: string };
  /** Messages that came in by a channel without a file of its own; see shared-mail-store.ts. */
  mail_in: {
    seq: Generated<number>;
    message: string;
    chat: string;
    /** Sealed; null when the message is done. */
    body: Buffer | null;
    /** 0 or 1. */
    urgent: number;
    sent_at: number;
    arrived_at: number;
  };
  /** Bubbles that wait to be sent, or were sent within the last minutes. */
  mail_out: {
    seq: Generated<number>;
    id: string;
    message: string;
    chat: string;
    /** Sealed; null when it was sent. */
    body: Buffer | null;
    urgent: number;
    expires_at: number;
    sent_at: number | null;
  };
  /** Chats with mail, and which process works on each. */
  mail_chat: {
    chat: string;
    urgent: number;
    since: number;
    /** How often mail came, and how much of it the owner has loaded. */
    arrivals: number;
    loaded: number;
    /** Random id of a process; empty where nobody has it. */
    owner: string;
    /** End of the lease, in milliseconds since 1970. */
    until: number;
  };
};
