import type { Message, Turn } from '#conversation/handle-message.ts';
import { offerAgeMaxMs, offersSeen } from '#conversation/offer-sketch.ts';
import {
  type KeptSession,
  type OfferNote,
  type Session,
  type SessionStore,
  sessionAgeMaxMs,
  type TurnMark,
} from '#conversation/session.ts';
import { errorName, type Log } from '#domain/log.ts';
import type { Answer, Attachment, Inbound, Language, Notice, Reply } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import { serangDay } from '#statistics/windows.ts';
import type { FileNote, FilesRead } from './read-media.ts';

/** Messages of one chat that may wait for each other; one more is refused. */
const queuePerChatMax = 20;

/** After this a person who sent a file is told that it is being read. */
const readingSlowMs = 2_000;

/** What is told of a message beside its words. */
export type Told = Notice | FileNote | 'reading';

/** Says something before the answer, at most once for a message. */
export type TellMeanwhile = (reply: Reply) => void;

export type AnswerParts = {
  readonly sessions: SessionStore;
  readonly converse: (session: Session | null, message: Message, now: Date) => Turn;
  /** A human sentence with a hotline, for when all else fails. */
  readonly failedText: string;
  /** Sentences about what could not be read. */
  readonly tell: (told: readonly Told[], language: Language) => Reply[];
  readonly readMedia: (text: string, attachments: readonly Attachment[]) => Promise<FilesRead>;
  /** Whether the words alone tell that somebody is in danger. */
  readonly isUrgent: (text: string) => boolean;
  /** Keyed hashes of an offer, by which it is known again; empty for a short text. */
  readonly markOffer: (chat: string, text: string) => Uint8Array;
  /** Called when the statistics have something to do. */
  readonly onWish: () => void;
  readonly log: Log;
  readonly now: () => Date;
};

/**
 * The shell around one message: load, decide, save, log. The one error boundary: whatever fails,
 * the person gets a sentence with a hotline and the log gets a stage and an error class.
 * Messages of one chat are handled in order, different chats side by side.
 */
export function createAnswerMessage(
  parts: AnswerParts,
): (inbound: Inbound, tellMeanwhile?: TellMeanwhile) => Promise<Answer> {
  const failed: Answer = { replies: [{ text: parts.failedText }] };
  const queues = new Map<string, { last: Promise<unknown>; waiting: number }>();

  return async (inbound, tellMeanwhile) => {
    // Who is in danger waits for no picture, neither their own nor one sent before.
    if (isAlarm(inbound)) return answerOne(withoutFiles(inbound));
    const queue = queues.get(inbound.chat) ?? { last: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= queuePerChatMax) return failed;
    queue.waiting++;
    const turn = queue.last.then(() => answerOne(inbound));
    queue.last = turn;
    queues.set(inbound.chat, queue);
    const answer = await tellWhenSlow(parts, inbound, turn, tellMeanwhile);
    if (--queue.waiting === 0) queues.delete(inbound.chat);
    return answer;
  };

  function isAlarm({ text, attachments = [], chat }: Inbound): boolean {
    const waits = attachments.length > 0 || queues.has(chat);
    return waits && text.trim() !== '' && parts.isUrgent(text);
  }

  async function answerOne(inbound: Inbound): Promise<Answer> {
    try {
      const { chat, turn: id, attachments = [], notices = [], ...message } = inbound;
      const { text, form, notes } = await parts.readMedia(message.text, attachments);
      const kept = await readOr(parts.sessions.read(chat), null, parts.log);
      const told: Told[] = [...notices, ...notes];
      const language = message.language ?? kept?.session.language ?? 'id';
      if (told.length > 0 && text.trim() === '') return { replies: parts.tell(told, language) };
      // Words of a file alone are a recruiter's: they do not tell what the person speaks.
      const spoken = message.text.trim() === '' && { language };
      const isWhere = message.text.trim() === '' && attachments.every((a) => a.kind === 'location');
      const read = { ...message, ...spoken, text, isWhere, ...(form && { form }) };
      const turn = await decide(chat, read, kept, id);
      // Somebody in danger reads nothing but what to do.
      const answer = { ...turn.answer, ...(turn.session === null && { isForgotten: true }) };
      const { replies, verdict } = answer;
      if (told.length === 0 || verdict?.kind === 'emergency') return answer;
      return { ...answer, replies: [...replies, ...parts.tell(told, turn.outcome.language)] };
    } catch (error) {
      parts.log({ event: 'failed', stage: 'decide', error: errorName(error) });
      return failed;
    }
  }

  /** One turn, kept and logged; a repeat of the last one gives the same and is not counted. */
  async function decide(
    chat: string,
    message: Message,
    kept: KeptSession | null,
    id: string | undefined,
  ): Promise<Turn> {
    const start = performance.now();
    const now = parts.now();
    const isRepeat = id !== undefined && kept?.turn?.id === id;
    const before = isRepeat ? (kept.turn?.before ?? null) : (kept?.session ?? null);
    const marks = parts.markOffer(chat, message.text);
    const offers = await readOr(parts.sessions.offers(chat), [], parts.log);
    const seen = offersSeen(marks, offers, serangDay(now.getTime()));
    // The message of a repeat has been remembered already.
    const today = seen.today - (isRepeat ? 1 : 0);
    const turn = parts.converse(before, { ...message, seen: { ...seen, today } }, now);
    const wish = isRepeat ? null : turn.outcome.statistics;
    const mark = id === undefined ? undefined : { id, before };
    await saveTurn(chat, turn, wish, mark, isRepeat ? undefined : noteOf(turn, marks));
    const { kind, risk, harm, rules } = turn.outcome;
    const ms = Math.round(performance.now() - start);
    if (!isRepeat) parts.log({ event: 'answered', kind, risk, harm, rules, ms });
    return turn;
  }

  /** A full disk must not keep an answer from somebody in danger. */
  async function saveTurn(
    chat: string,
    { session }: Turn,
    wish: StatisticsWish | null,
    mark: TurnMark | undefined,
    offer: OfferNote | undefined,
  ): Promise<void> {
    try {
      await parts.sessions.write(chat, session, wish, parts.now(), mark, offer);
      if (wish) parts.onWish();
    } catch (error) {
      parts.log({ event: 'session-not-saved', error: errorName(error) });
    }
  }
}

/** A location takes no time, and tells who can help. */
const withoutFiles = (inbound: Inbound): Inbound => ({
  ...inbound,
  attachments: (inbound.attachments ?? []).filter((a) => a.kind === 'location'),
});

/** Hands an answer on; where its files take long, the person is told meanwhile that they are read. */
async function tellWhenSlow(
  { sessions, tell, log }: AnswerParts,
  { chat, attachments = [], ...message }: Inbound,
  answer: Promise<Answer>,
  tellMeanwhile: TellMeanwhile | undefined,
): Promise<Answer> {
  if (!tellMeanwhile || attachments.length === 0) return answer;
  let isOver = false;
  const sayReading = async (): Promise<void> => {
    const language = message.language ?? (await sessions.read(chat))?.session.language ?? 'id';
    if (!isOver) for (const reply of tell(['reading'], language)) tellMeanwhile(reply);
  };
  const timer = setTimeout(() => {
    // Only a courtesy: the answer comes all the same.
    sayReading().catch((error: unknown) => {
      log({ event: 'failed', stage: 'read', error: errorName(error) });
    });
  }, readingSlowMs);
  try {
    return await answer;
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}

/** What cannot be read counts as not there: the message is answered all the same. */
async function readOr<T>(reading: Promise<T>, otherwise: T, log: Log): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    log({ event: 'failed', stage: 'read', error: errorName(error) });
    return otherwise;
  }
}

/** What is remembered of an offer: a new one with its marks, or the verdict after an answer. */
function noteOf({ outcome }: Turn, marks: Uint8Array): OfferNote | undefined {
  const { kind, risk, statistics } = outcome;
  if (risk === null || (kind !== 'offer' && kind !== 'question')) return undefined;
  return { marks: statistics?.wish === 'count' ? marks : null, risk };
}

/** Removes sessions older than a day and offers older than 28; call at the start and every hour. */
export async function purgeSessions(
  parts: Pick<AnswerParts, 'sessions' | 'log' | 'now'> & {
    readonly isClockBelieved?: () => boolean;
  },
): Promise<void> {
  // A clock that jumped ahead would forget conversations of this minute.
  if (parts.isClockBelieved?.() === false) return;
  const before = new Date(parts.now().getTime() - sessionAgeMaxMs);
  try {
    const count = await parts.sessions.purge(before);
    await parts.sessions.purgeOffers(new Date(parts.now().getTime() - offerAgeMaxMs));
    if (count > 0) parts.log({ event: 'sessions-purged', count });
  } catch (error) {
    parts.log({ event: 'session-not-saved', error: errorName(error) });
  }
}
