import type { Kind, Language, Relation } from '#domain/message.ts';
import { relations } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import { type Evidence, type Harm, type Risk, risks } from '#domain/verdict.ts';
import type { KeptOffer } from './offer-sketch.ts';

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

/** An offer to remember, or (`marks` null) a harsher verdict on the last one. */
export type OfferNote = { readonly marks: Uint8Array | null; readonly risk: Risk };

/** Where sessions are kept; each chat has at most one. */
export type SessionStore = {
  read(chat: string): Promise<KeptSession | null>;
  /**
   * Keeps the session and what the statistics shall do, both or neither.
   * @param session null where nothing may be left: then nothing of them waits to be counted, too
   * @param turn left out where the channel tells no ids of messages
   * @param offer what is remembered of an offer that was judged
   */
  write(
    chat: string,
    session: Session | null,
    wish: StatisticsWish | null,
    now: Date,
    turn?: TurnMark,
    offer?: OfferNote,
  ): Promise<void>;
  /** The offers of a chat that are remembered. */
  offers(chat: string): Promise<readonly KeptOffer[]>;
  /** Removes offers of days before; returns how many. */
  purgeOffers(before: Date): Promise<number>;
  /** Removes sessions last written before; returns how many. */
  purge(before: Date): Promise<number>;
};

/** Name of the fact that an offer like this one was judged so: `worst:danger`. */
export const worstAtom = 'worst';

/** The verdict below which a case does not fall again, or null. */
export const worstOf = ({ atoms }: Case): Risk | null =>
  risks.find((risk) => atoms.includes(`${worstAtom}:${risk}`)) ?? null;

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
