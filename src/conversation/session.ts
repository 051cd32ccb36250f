import type { Kind, Language, Relation } from '#domain/message.ts';
import { relations } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import type { Evidence, Harm, Risk } from '#domain/verdict.ts';

/** A conversation is forgotten after this. */
export const sessionAgeMaxMs = 24 * 3_600_000;

/** What is kept of the last case: ids and facts, never a word of the message. */
export type Case = {
  readonly kind: Kind;
  readonly evidence: readonly Evidence[];
  /** Facts as `name:value`; whom the case is about is one of them (`relation:child`). */
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
  /** The language that was asked for by name (BAHASA); it stays whatever people write in. */
  readonly chosen?: Language | undefined;
  readonly lastCase: Case | null;
  /** What waits for an answer: a question of data/questions.yaml, `menu`, `language`, a lesson or a quiz. */
  readonly pending: string | null;
};

/**
 * The message that made a session, and the session before it. A message that is handled again
 * after a crash starts from there, so that it gives the same answer and is not counted twice.
 */
export type TurnMark = { readonly id: string; readonly before: Session | null };
export type KeptSession = { readonly session: Session; readonly turn: TurnMark | null };

/** Where sessions are kept; each chat has at most one. */
export type SessionStore = {
  read(chat: string): Promise<KeptSession | null>;
  /**
   * Keeps the session and what the statistics shall do, both or neither.
   * @param session null where nothing may be left: then nothing of them waits to be counted, too
   * @param turn left out where the channel tells no ids of messages
   */
  write(
    chat: string,
    session: Session | null,
    wish: StatisticsWish | null,
    now: Date,
    turn?: TurnMark,
  ): Promise<void>;
  /** Removes sessions last written before; returns how many. */
  purge(before: Date): Promise<number>;
};

/** A case with a verdict. */
export type Judged = Case & { readonly risk: Risk };
export const isJudged = (case_: Case): case_ is Judged => case_.risk !== null;

export const isAbroad = (case_: Case): boolean => case_.atoms.includes('place:abroad');

/** Somebody under 18 is concerned. */
export const isMinor = (case_: Case): boolean =>
  case_.atoms.includes('age:under-18') ||
  case_.evidence.some(
    (e) => (e.rule === 'minor' || e.rule === 'underage') && e.scope === 'asserted',
  );

/** Whom the writer asks for; null for themselves and where nobody is told. */
export const relativeOf = (case_: Case): Exclude<Relation, 'self'> | null =>
  relations.filter((r) => r !== 'self').find((r) => case_.atoms.includes(`relation:${r}`)) ?? null;

/** Findings that count, whoever said them. */
export const hasSign = (case_: Case, rule: string): boolean =>
  case_.evidence.some((e) => e.rule === rule && e.scope !== 'negated' && e.scope !== 'warned');
