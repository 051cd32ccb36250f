import type { Analysis } from '#analysis/analysis.ts';
import type { Kind, Language, Reply } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import type { ReplyBook } from '#reference/load-replies.ts';
import { answerPending } from './answer-pending.ts';
import { askQuestion, type Voice } from './compose-reply.ts';
import { countableItem, kecamatanItem } from './countable.ts';
import { nextQuestion } from './follow-up.ts';
import { answerAgencyCheck } from './intents/agency-check.ts';
import { answerEmergency, answerStillInDanger } from './intents/emergency.ts';
import { answerEarlier, answerOffer } from './intents/offer.ts';
import { answerSmallTalk, type SmallTalk, smallTalkIn } from './intents/other.ts';
import { answerQuestion } from './intents/question.ts';
import { type ReadAnswer, readAnswer } from './read-answer.ts';
import { isWholeOffer, mergeEvidence, readCase } from './read-case.ts';
import { type Case, isJudged, type Session } from './session.ts';
import { triage } from './triage.ts';
import {
  type ConversationParts,
  type Incoming,
  type Message,
  sessionAfter,
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
/** No kecamatan has a longer name. */
const homeWordsMax = 3;

/** One turn of a conversation: pure, the same session and message always give the same answer. */
export function createConversation(parts: ConversationParts) {
  const commands = commandsOf(parts.replies);
  return (session: Session | null, message: Message, now: Date): Turn => {
    const text = message.text.trim();
    const analysis = parts.analyse(text);
    const kind = triage(analysis);
    const language = message.language ?? languageOf(kind, analysis, session);
    const voice = voiceOf(parts, language, now);
    const incoming = { message, text, analysis, kind, session, voice };
    const command = commands.get(text.toLowerCase().replace(/[.!*"]+/g, ''));
    if (command) return obey(incoming, command);
    const home = homeTold(parts.replies, incoming);
    if (home) return home;
    // Squared letters are no letters to Unicode, but the analysis reads them.
    if (analysis.wordCount === 0 && !/[\p{L}\p{N}]/u.test(text)) return speak(incoming, 'empty');
    return continued(parts, incoming) ?? newCase(parts, incoming);
  };
}

function commandsOf(replies: ReplyBook): Map<string, SmallTalk> {
  const commands = Object.values(replies).map((texts) => texts.commands);
  return new Map([
    ...commands.flatMap((c) => c.privacy.map((word) => [word, 'privacy'] as const)),
    ...commands.flatMap((c) => c.help.map((word) => [word, 'help'] as const)),
    ...commands.flatMap((c) => c.erase.map((word) => [word, 'erased'] as const)),
    ...commands.flatMap((c) => c['stop-counting'].map((word) => [word, 'not-counted'] as const)),
    ...commands.flatMap((c) =>
      c['resume-counting'].map((word) => [word, 'counted-again'] as const),
    ),
  ]);
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

/** The turn of a message that goes on with the last case, or null. */
function continued(parts: ConversationParts, incoming: Incoming): Turn | null {
  const { session, text, kind } = incoming;
  const last = session?.lastCase;
  if (!session || !last) return null;
  const pending = parts.questions.find((q) => q.id === session.pending);
  const heard = pending ? readAnswer(pending, text) : null;
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
  return turnOf(session, answerEarlier(voice, last), last);
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
  return turnOf(sessionAfter(case_, question, voice), say(voice, case_, ask), case_);
}

function newCase(parts: ConversationParts, incoming: Incoming): Turn {
  const { kind, analysis, voice, session } = incoming;
  if (kind === 'other') return speak(incoming, smallTalkIn(analysis));
  const read = readCase(kind, analysis);
  // "mereka dipukul lagi, tolong" after "adik saya di Poipet" is still in Cambodia; the country
  // of an offer that was checked says nothing of where somebody is.
  const last = session?.lastCase?.kind === kind && kind === 'emergency' ? session.lastCase : null;
  const case_ = { ...read, country: read.country ?? last?.country ?? null };
  const question = nextQuestion(case_, parts.questions, parts.rulebook);
  const replies = repliesFor(parts, incoming, case_, question && askQuestion(voice, question));
  const item = countableItem(case_, incoming, parts.usualPay);
  return turnOf(sessionAfter(case_, question, voice), replies, case_, { wish: 'count', item });
}

function repliesFor(
  parts: ConversationParts,
  { analysis, voice, text }: Incoming,
  case_: Case,
  question: Reply | null,
): Reply[] {
  if (case_.kind === 'emergency') return answerEmergency(voice, case_, question);
  if (case_.kind === 'agency-check') {
    const name = analysis.facts.company?.name;
    return answerAgencyCheck(voice, name ? parts.checkCompany(name) : null, case_, analysis);
  }
  if (isJudged(case_)) return answerOffer(voice, case_, analysis, question);
  return answerQuestion(voice, case_, analysis, ({ start, end }) => text.slice(start, end));
}

/** A fixed text; the case at hand and its question stay as they are. */
function speak(
  { session, voice }: Incoming,
  key: SmallTalk,
  wish: StatisticsWish | null = null,
): Turn {
  const kept = session ?? { lastCase: null, pending: null };
  return turnOf({ ...kept, language: voice.language }, answerSmallTalk(voice, key), null, wish);
}

const wishes: Partial<Record<SmallTalk, StatisticsWish>> = {
  erased: { wish: 'erase' },
  'not-counted': { wish: 'stop' },
  'counted-again': { wish: 'resume' },
};

/** A fixed word: a fixed text, and what it asks of the statistics. */
const obey = (incoming: Incoming, command: SmallTalk): Turn =>
  speak(incoming, command, wishes[command] ?? null);

/** "KECAMATAN Ciruas": the only way to be counted by place of living is to say so. */
function homeTold(replies: ReplyBook, incoming: Incoming): Turn | null {
  const { text, analysis } = incoming;
  const [first = '', ...rest] = text.toLowerCase().split(/\s+/);
  const isTold = Object.values(replies).some((t) => t.commands.home.includes(first));
  if (!isTold || rest.length === 0 || rest.length > homeWordsMax) return null;
  const home = analysis.facts.places.find((p) => p.groups.includes('kecamatan'));
  if (!home) return speak(incoming, 'home-unknown');
  return speak(incoming, 'home-noted', { wish: 'count', item: kecamatanItem(home.id, incoming) });
}
