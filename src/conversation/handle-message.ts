import type { Analysis } from '#analysis/analysis.ts';
import type { Kind, Language } from '#domain/message.ts';
import { answerList } from './answer-list.ts';
import { answerPending } from './answer-pending.ts';
import { askQuestion, type Voice } from './compose-reply.ts';
import { nextQuestion } from './follow-up.ts';
import { answerEmergency, answerStillInDanger } from './intents/emergency.ts';
import { homeTold, obey } from './intents/fixed-words.ts';
import { answerEarlier } from './intents/offer.ts';
import { smallTalkIn, speak } from './intents/other.ts';
import { newCase } from './new-case.ts';
import { type ReadAnswer, readAnswer } from './read-answer.ts';
import { countryOf, isWholeOffer, mergeEvidence, readCase } from './read-case.ts';
import { createCommandReader } from './read-command.ts';
import { type Case, isJudged, type Session } from './session.ts';
import { triage } from './triage.ts';
import {
  type ConversationParts,
  type Incoming,
  type Message,
  sessionAfter,
  sessionWith,
  type Turn,
  turnOf,
} from './turn.ts';

export type { ConversationParts, Message, Turn } from './turn.ts';

/** So short a question or remark is about what went before. */
const remarkWordsMax = 6;
/** So short a message does not tell a language. */
const shortWordsMax = 3;
/** So sure must it be that somebody goes on in another language. */
const otherLanguageMin = 0.8;

/** One turn of a conversation: pure, the same session and message always give the same answer. */
export function createConversation(parts: ConversationParts) {
  const readCommand = createCommandReader(parts.commands);
  return (session: Session | null, message: Message, now: Date): Turn => {
    const text = message.text.trim();
    const analysis = parts.analyse(text);
    const kind = isAwayAndSilent(message, analysis) ? 'emergency' : triage(analysis);
    const language = session?.chosen ?? message.language ?? languageOf(kind, analysis, session);
    const voice = voiceOf(parts, language, now);
    const incoming = { message, text, analysis, kind, session, voice };
    const command = readCommand(text);
    // A word that is the answer to our question is no misspelt command.
    if (command && (command.isExact || !heardIn(parts, incoming)?.sure)) {
      return obey(parts, incoming, command);
    }
    // Squared letters are no letters to Unicode, but the analysis reads them.
    const isEmpty = analysis.wordCount === 0 && !/[\p{L}\p{N}]/u.test(text);
    return (
      homeTold(parts, incoming) ??
      (isEmpty ? speak(incoming, 'empty') : null) ??
      answerList(parts, incoming) ??
      continued(parts, incoming) ??
      newCase(parts, incoming)
    );
  };
}

/** A location abroad without a word: whoever can send no more needs the numbers there. */
function isAwayAndSilent({ isWhere }: Message, analysis: Analysis): boolean {
  const country = countryOf(analysis);
  return isWhere === true && country !== null && country !== 'ID';
}

/**
 * The language of a conversation is that of the person, not of the offers they pass on: an offer,
 * a short word or an unsure text changes nothing.
 */
function languageOf(kind: Kind, analysis: Analysis, session: Session | null): Language {
  const tells =
    kind !== 'offer' &&
    analysis.languageChance >= otherLanguageMin &&
    analysis.wordCount > shortWordsMax;
  return session && !tells ? session.language : analysis.language;
}

function voiceOf(parts: ConversationParts, language: Language, now: Date): Voice {
  const { rulebook, hotlines } = parts;
  return { language, texts: parts.replies[language], rulebook, hotlines, now };
}

/** The question that waits, and the answer that the text is to it. */
function heardIn({ questions }: ConversationParts, { session, text }: Incoming): ReadAnswer | null {
  const pending = questions.find((q) => q.id === session?.pending);
  return pending ? readAnswer(pending, text) : null;
}

/** The turn of a message that goes on with the last case, or null. */
function continued(parts: ConversationParts, incoming: Incoming): Turn | null {
  const { session, kind } = incoming;
  const last = session?.lastCase;
  if (!session || !last) return null;
  const pending = parts.questions.find((q) => q.id === session.pending);
  const heard = heardIn(parts, incoming);
  // Danger goes first, unless the message is nothing but the answer.
  if (kind === 'emergency' && !heard?.sure) return null;
  const answer = heard && isMeant(heard, incoming) ? heard : null;
  const turn = pending ? answerPending(parts, { ...incoming, last, pending, answer }) : null;
  return turn ?? remarkOn(parts, incoming, session, last);
}

/** A question or remark that holds no case of its own is about the last one. */
function remarkOn(
  parts: ConversationParts,
  incoming: Incoming,
  session: Session,
  last: Case,
): Turn | null {
  const { kind, analysis, voice } = incoming;
  const isRemark = kind === 'question' || (kind === 'other' && smallTalkIn(analysis) === 'other');
  const isHint = kind === 'offer' && !isWholeOffer(kind, analysis);
  if (last.kind === 'emergency' && (isRemark || isHint)) {
    return stillInDanger(parts, incoming, last);
  }
  if (!isRemark) return null;
  const isShort = analysis.wordCount <= remarkWordsMax;
  if (!isShort || !isJudged(last) || isJudged(readCase(kind, analysis))) return null;
  return turnOf(sessionWith(incoming, session), answerEarlier(voice, last), last);
}

/** "ada loker lain ga?" holds a "ga", but answers nothing; "belum, emang kenapa?" does. */
const isMeant = ({ sure, first }: ReadAnswer, { kind, analysis }: Incoming): boolean =>
  sure || kind === 'other' || (first && analysis.facts.contacts.length === 0);

/** Somebody in danger goes on writing: what they add, such as the country, is kept. */
function stillInDanger(parts: ConversationParts, incoming: Incoming, last: Case): Turn {
  const { analysis, voice } = incoming;
  const told = readCase('emergency', analysis);
  const country = told.country ?? last.country;
  const case_: Case = {
    ...last,
    evidence: mergeEvidence(last.evidence, told.evidence),
    atoms: [...new Set([...last.atoms, ...told.atoms])],
    country,
  };
  const question = nextQuestion(case_, parts.questions, parts.rulebook);
  const ask = question && askQuestion(voice, question);
  const say = country === last.country ? answerStillInDanger : answerEmergency;
  return turnOf(sessionAfter(case_, question, incoming), say(voice, case_, ask), case_);
}
