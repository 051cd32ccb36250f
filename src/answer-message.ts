import type { Message, Turn } from '#conversation/handle-message.ts';
import { type Session, type SessionStore, sessionAgeMaxMs } from '#conversation/session.ts';
import { errorName, type Log } from '#domain/log.ts';
import type { Answer, Inbound } from '#domain/message.ts';

/** Messages of one chat that may wait for each other; one more is refused. */
const queuePerChatMax = 20;

export type AnswerParts = {
  readonly sessions: SessionStore;
  readonly converse: (session: Session | null, message: Message, now: Date) => Turn;
  /** A human sentence with a hotline, for when all else fails. */
  readonly failedText: string;
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
export function createAnswerMessage(parts: AnswerParts): (inbound: Inbound) => Promise<Answer> {
  const failed: Answer = { replies: [{ text: parts.failedText }] };
  const queues = new Map<string, { last: Promise<unknown>; waiting: number }>();

  return async (inbound) => {
    const queue = queues.get(inbound.chat) ?? { last: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= queuePerChatMax) return failed;
    queue.waiting++;
    const turn = queue.last.then(() => answerOne(inbound));
    queue.last = turn;
    queues.set(inbound.chat, queue);
    const answer = await turn;
    if (--queue.waiting === 0) queues.delete(inbound.chat);
    return answer;
  };

  async function answerOne(inbound: Inbound): Promise<Answer> {
    const start = performance.now();
    const now = parts.now();
    try {
      const session = await readSession(inbound.chat);
      const { chat, ...message } = inbound;
      const turn = parts.converse(session, message, now);
      await saveTurn(chat, turn, now);
      const { kind, risk, harm, rules } = turn.outcome;
      const ms = Math.round(performance.now() - start);
      parts.log({ event: 'answered', kind, risk, harm, rules, ms });
      return turn.answer;
    } catch (error) {
      parts.log({ event: 'failed', stage: 'decide', error: errorName(error) });
      return failed;
    }
  }

  /** Without its session a message is still answered, as the first of a conversation. */
  async function readSession(chat: string): Promise<Session | null> {
    try {
      return await parts.sessions.read(chat);
    } catch (error) {
      parts.log({ event: 'failed', stage: 'read', error: errorName(error) });
      return null;
    }
  }

  /** A full disk must not keep an answer from somebody in danger. */
  async function saveTurn(chat: string, { session, outcome }: Turn, now: Date): Promise<void> {
    try {
      await parts.sessions.write(chat, session, outcome.statistics, now);
      if (outcome.statistics) parts.onWish();
    } catch (error) {
      parts.log({ event: 'session-not-saved', error: errorName(error) });
    }
  }
}

/** Removes sessions older than a day; call at the start and every hour. */
export async function purgeSessions(
  parts: Pick<AnswerParts, 'sessions' | 'log' | 'now'>,
): Promise<void> {
  const before = new Date(parts.now().getTime() - sessionAgeMaxMs);
  try {
    const count = await parts.sessions.purge(before);
    if (count > 0) parts.log({ event: 'sessions-purged', count });
  } catch (error) {
    parts.log({ event: 'session-not-saved', error: errorName(error) });
  }
}
