import type { Kind, Language } from '#domain/message.ts';
import type { Evidence, Harm, Risk } from '#domain/verdict.ts';

/** A conversation is forgotten after this. */
export const sessionAgeMaxMs = 24 * 3_600_000;

/** What is kept of the last case: ids and facts, never a word of the message. */
export type Case = {
  readonly kind: Kind;
  readonly evidence: readonly Evidence[];
  /** Facts as `name:value`. */
  readonly atoms: readonly string[];
  readonly risk: Risk | null;
  readonly harm: Harm | null;
  /** ISO country of the work or the person; null where unknown. */
  readonly country: string | null;
  readonly asked: readonly string[];
};

/** One conversation. It holds no text, no quote, no number. */
export type Session = {
  readonly language: Language;
  readonly lastCase: Case | null;
  /** Question of data/questions.yaml that waits for an answer. */
  readonly pending: string | null;
};

/** Where sessions are kept; each chat has at most one. */
export type SessionStore = {
  read(chat: string): Promise<Session | null>;
  write(chat: string, session: Session, now: Date): Promise<void>;
  /** Removes sessions last written before; returns how many. */
  purge(before: Date): Promise<number>;
};
