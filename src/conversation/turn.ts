import type { Analysis } from '#analysis/analysis.ts';
import type { Answer, Kind, Language, Reply } from '#domain/message.ts';
import type { Form, Outcome, StatisticsWish } from '#domain/outcome.ts';
import type { Hotline } from '#reference/hotline-directory.ts';
import type { Commands } from '#reference/load-commands.ts';
import type { Guides } from '#reference/load-guides.ts';
import type { Question } from '#reference/load-questions.ts';
import type { ReplyBook } from '#reference/load-replies.ts';
import type { CompanyCheck, NumberCheck } from '#reference/p3mi-registry.ts';
import type { UsualPay } from '#reference/usual-pay.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';
import type { Voice } from './compose-reply.ts';
import type { OffersSeen } from './offer-sketch.ts';
import type { Case, Session } from './session.ts';

/** What a conversation rests on; all of it is read at the start and never changes. */
export type ConversationParts = {
  readonly analyse: (text: string) => Analysis;
  readonly rulebook: Rulebook;
  readonly replies: ReplyBook;
  readonly questions: readonly Question[];
  readonly commands: Commands;
  readonly guides: Guides;
  readonly hotlines: readonly Hotline[];
  readonly checkCompany: (name: string) => CompanyCheck;
  readonly checkNumber: (number: string) => NumberCheck;
  readonly usualPay: UsualPay;
};

export type Message = {
  readonly text: string;
  readonly language?: Language | undefined;
  /** What the text was read from; a plain message where it is not told. */
  readonly form?: Form | undefined;
  /** Nothing but a location: the country where the person is. */
  readonly isWhere?: boolean | undefined;
  /** WhatsApp's own mark of a message that went through many hands. */
  readonly isForwardedOften?: boolean | undefined;
  /** What is remembered of other offers of this chat. */
  readonly seen?: OffersSeen | undefined;
};
export type Turn = {
  /** Null where nothing may be left of the conversation. */
  readonly session: Session | null;
  readonly answer: Answer;
  readonly outcome: Outcome;
};

/** One message with all that is known when it arrives. */
export type Incoming = {
  readonly message: Message;
  readonly text: string;
  readonly analysis: Analysis;
  readonly kind: Kind;
  readonly session: Session | null;
  readonly voice: Voice;
};

/** The session after a turn; a language that was chosen stays chosen. */
export const sessionWith = (
  { session, voice }: Pick<Incoming, 'session' | 'voice'>,
  { lastCase, pending }: Pick<Session, 'lastCase' | 'pending'>,
): Session => ({
  language: voice.language,
  ...(session?.chosen && { chosen: session.chosen }),
  lastCase,
  pending,
});

/** The session after a case, with the question that was asked. */
export const sessionAfter = (
  case_: Case,
  question: Question | null,
  incoming: Pick<Incoming, 'session' | 'voice'>,
): Session =>
  sessionWith(incoming, {
    lastCase: question ? { ...case_, asked: [...new Set([...case_.asked, question.id])] } : case_,
    pending: question?.id ?? null,
  });

/** Session, answer and what may be logged and counted; harm is told only where there is danger. */
export function turnOf(
  session: Session,
  replies: Reply[],
  case_: Case | null,
  statistics: StatisticsWish | null = null,
): Turn {
  const kind = case_?.kind ?? 'other';
  const risk = case_?.risk ?? null;
  const harm = risk === 'danger' ? (case_?.harm ?? null) : null;
  const asserted = (case_?.evidence ?? []).filter((e) => e.scope === 'asserted');
  const rules = [...new Set(asserted.map((e) => e.rule))];
  return {
    session,
    answer: { replies, verdict: { kind, risk, harm } },
    outcome: { kind, risk, harm, rules, language: session.language, statistics },
  };
}
