import { hashPrime, hashStart } from '#domain/fold.ts';
import type { Reply } from '#domain/message.ts';
import { type Risk, risks } from '#domain/verdict.ts';
import { choicesOf, chosenFrom, listInline } from '../choose.ts';
import { bubble, fill, sayReasons, showQuote, type Voice } from '../compose-reply.ts';
import { type ConversationParts, type Incoming, sessionWith, type Turn, turnOf } from '../turn.ts';
import { judge, luresOf } from './examples.ts';

const roundsMax = 5;
const offerLengthMax = 260;
/** A shorter example is too easy. */
const wordsMin = 5;
const reasonsShown = 2;
const stateShape = /^quiz:(\d{1,6}):(\d):(\d)$/;
const seedsMax = 100_000;

/** A quiz at hand: which offers, the round that waits for an answer, how many were right. */
type Quiz = { readonly seed: number; readonly round: number; readonly right: number };

/** Five offers to judge; which ones depends on the moment. */
export function startQuiz(parts: ConversationParts, incoming: Incoming): Turn {
  const seed = Math.floor(incoming.voice.now.getTime() / 1_000) % seedsMax;
  return askRound(parts, incoming, { seed, round: 0, right: 0 }, '');
}

/** The turn of an answer to the offer that was shown, or null where the message is something else. */
export function answerQuiz(parts: ConversationParts, incoming: Incoming): Turn | null {
  const quiz = quizOf(incoming);
  const { voice, text } = incoming;
  const guess = quiz && chosenFrom(voice.texts.quiz.choices, text);
  if (!quiz || !guess) return null;
  const offer = offerOf(parts, voice, quiz);
  const isRight = guess === offer.risk;
  const told = sayResult(voice, offer, isRight);
  const next = { ...quiz, round: quiz.round + 1, right: quiz.right + (isRight ? 1 : 0) };
  if (next.round < roundsMax) return askRound(parts, incoming, next, told);
  const values = { right: String(next.right), total: String(roundsMax) };
  const end = bubble(told, fill(voice.texts.quiz.end, values));
  return turnOf(
    sessionWith(incoming, {
      lastCase: incoming.session?.lastCase ?? null,
      pending: null,
    }),
    [{ text: end }],
    null,
  );
}

function quizOf({ session }: Incoming): Quiz | null {
  const [, seed, round, right] = stateShape.exec(session?.pending ?? '') ?? [];
  return seed ? { seed: Number(seed), round: Number(round), right: Number(right) } : null;
}

function askRound(parts: ConversationParts, incoming: Incoming, quiz: Quiz, before: string): Turn {
  const { voice } = incoming;
  const { texts } = voice;
  const { text } = offerOf(parts, voice, quiz);
  const title = fill(texts.quiz.title, {
    number: String(quiz.round + 1),
    total: String(roundsMax),
    text: showQuote(text, offerLengthMax),
  });
  const ask: Reply = {
    text: `${title}\n\n${listInline(voice, texts.quiz.choices)}`,
    choices: choicesOf(texts.quiz.choices),
  };
  const pending = `quiz:${quiz.seed}:${quiz.round}:${quiz.right}`;
  const kept = sessionWith(incoming, { lastCase: incoming.session?.lastCase ?? null, pending });
  return turnOf(kept, before ? [{ text: before }, ask] : [ask], null);
}

type Offer = ReturnType<typeof judge> & { readonly text: string };

/**
 * The offer of a round, out of the rules' own examples: dangerous ones and honest look-alikes in
 * turn, in the person's language where there are enough.
 */
function offerOf(parts: ConversationParts, { language }: Voice, { seed, round }: Quiz): Offer {
  const wantsDanger = mixed(seed, round) % 2 === 0;
  const texts = luresOf(parts)
    .flatMap(({ examples }): { text: string }[] => (wantsDanger ? examples.hits : examples.misses))
    .map(({ text }) => text)
    .filter((text) => text.split(/\s+/).length >= wordsMin);
  const start = mixed(seed, round + roundsMax) % texts.length;
  const inTurn = [...texts.slice(start), ...texts.slice(0, start)].map((text) => ({
    text,
    ...judge(text, parts),
  }));
  const fitting = inTurn.filter(({ risk }) => (risk === 'danger') === wantsDanger);
  const offers = fitting.filter(({ kind }) => kind === 'offer');
  const own = offers.find(({ analysis }) => analysis.language === language);
  return own ?? offers[0] ?? fitting[0] ?? inTurn[0]!;
}

/** The same numbers always give the same one, and neighbours differ widely. */
function mixed(seed: number, round: number): number {
  let hash = hashStart;
  for (const n of [seed, round, seed >> 4]) hash = Math.imul(hash ^ n, hashPrime);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function sayResult(voice: Voice, { risk, analysis }: Offer, isRight: boolean): string {
  const { quiz, word } = voice.texts;
  const verdict: Record<Risk, string> = word;
  return bubble(
    fill(isRight ? quiz.right : quiz.wrong, { word: verdict[risk] }),
    risk === risks[risks.length - 1]
      ? ''
      : sayReasons(voice, quiz.because, analysis.reasons.slice(0, reasonsShown)),
  );
}
