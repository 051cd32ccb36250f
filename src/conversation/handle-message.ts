import type { Analysis } from '#analysis/analysis.ts';
import { scoreEvidence } from '#analysis/score.ts';
import type { Answer, Kind, Language, Reply } from '#domain/message.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { Evidence, Risk, Verdict } from '#domain/verdict.ts';
import { type Hotline, hotlinesFor } from '#reference/hotline-directory.ts';
import type { Question } from '#reference/load-questions.ts';
import type { ReplyBook, ReplyLanguage } from '#reference/load-replies.ts';
import type { CompanyCheck } from '#reference/p3mi-registry.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';
import {
  answerAgencyCheck,
  answerChanged,
  answerEmergency,
  answerOffer,
  answerQuestion,
  countryOf,
} from './answers.ts';
import { askQuestion, bubble, nameHotline, say, type Voice } from './compose-reply.ts';
import { nextQuestion, readAnswer, withAnswer } from './follow-up.ts';
import type { Case, Session } from './session.ts';
import { triage } from './triage.ts';

/** What a conversation rests on; all of it is read at the start and never changes. */
export type ConversationParts = {
  readonly analyse: (text: string) => Analysis;
  readonly rulebook: Rulebook;
  readonly replies: ReplyBook;
  readonly questions: readonly Question[];
  readonly hotlines: readonly Hotline[];
  readonly checkCompany: (name: string) => CompanyCheck;
};

export type Message = { readonly text: string; readonly language?: Language | undefined };
export type Turn = {
  readonly session: Session;
  readonly answer: Answer;
  readonly outcome: Outcome;
};

const privacyWords = new Set(['privasi', 'privacy', 'data saya', 'kebijakan privasi']);
const helpWords = new Set(['menu', 'help', 'bantuan', 'start', 'mulai', '/start', 'info', '?']);
const safeQuestion = 'safe-now';
const companyQuestion = 'company-name';
const shortAnswerWordsMax = 3;

/** One turn of a conversation: pure, the same session and message always give the same answer. */
export function createConversation(parts: ConversationParts) {
  return (session: Session | null, message: Message, now: Date): Turn => {
    const text = message.text.trim();
    const pending = parts.questions.find((q) => q.id === session?.pending);
    const voiceIn = (language: Language) => voiceOf(parts, language, now);
    const known = message.language ?? session?.language ?? 'id';
    const word = text.toLowerCase().replace(/[.!*]+$/, '');
    if (privacyWords.has(word)) return speak(parts, session, voiceIn(known), 'privacy');
    if (helpWords.has(word)) return speak(parts, session, voiceIn(known), 'help');
    if (!/[\p{L}\p{N}]/u.test(text)) return speak(parts, session, voiceIn(known), 'empty');
    if (pending && session?.lastCase) {
      const turn = answerPending(parts, session, session.lastCase, pending, text, voiceIn(known));
      if (turn) return turn;
    }
    const analysis = parts.analyse(text);
    const language = message.language ?? replyLanguage(analysis, session);
    return newCase(parts, session, analysis, voiceIn(language));
  };
}

/** Replies are complete in Indonesian and English; all else is answered in Indonesian. */
function replyLanguage(analysis: Analysis, session: Session | null): Language {
  if (analysis.wordCount <= shortAnswerWordsMax && session) return session.language;
  return analysis.language === 'en' ? 'en' : 'id';
}

function voiceOf(parts: ConversationParts, language: Language, now: Date): Voice {
  const spoken: ReplyLanguage = language === 'en' ? 'en' : 'id';
  return { language: spoken, texts: parts.replies[spoken], rulebook: parts.rulebook, now };
}

/** A fixed text; the case at hand and its question stay as they are. */
function speak(parts: ConversationParts, session: Session | null, voice: Voice, key: string): Turn {
  const [hotline] = hotlinesFor(parts.hotlines, { country: null, harm: null, emergency: false });
  const text = say(voice, key, { hotline: nameHotline(voice, hotline!) });
  const kept = session ?? { language: voice.language, lastCase: null, pending: null };
  return turn({ ...kept, language: voice.language }, [{ text }], 'other', null);
}

function turn(session: Session, replies: Reply[], kind: Kind, case_: Case | null): Turn {
  const risk = case_?.risk ?? null;
  const harm = risk === 'danger' ? (case_?.harm ?? null) : null;
  const rules = (case_?.evidence ?? []).filter((e) => e.scope === 'asserted').map((e) => e.rule);
  return {
    session,
    answer: { replies, verdict: { kind, risk, harm } },
    outcome: { kind, risk, harm, rules: [...new Set(rules)], language: session.language },
  };
}

/** An answer to the question asked before, or null where the text is a new message. */
function answerPending(
  parts: ConversationParts,
  session: Session,
  case_: Case,
  question: Question,
  text: string,
  voice: Voice,
): Turn | null {
  const choice = readAnswer(question, text);
  if (!choice) return unreadAnswer(parts, session, case_, question, text, voice);
  const language = voice.language;
  if (choice.says) {
    const hotline = hotlinesFor(parts.hotlines, {
      ...case_,
      emergency: case_.kind === 'emergency',
    })[0]!;
    const said = say(voice, choice.says, { hotline: nameHotline(voice, hotline) });
    return turn({ language, lastCase: case_, pending: null }, [{ text: said }], case_.kind, case_);
  }
  const changed = withAnswer(case_, choice);
  return judgeAnew(parts, case_, changed, choice.label[voice.language], voice);
}

/** A company name is free text; any other short text that is no answer is asked about again. */
function unreadAnswer(
  parts: ConversationParts,
  session: Session,
  case_: Case,
  question: Question,
  text: string,
  voice: Voice,
): Turn | null {
  const words = text.split(/\s+/).length;
  if (question.id === companyQuestion && words <= 6) {
    const check = parts.checkCompany(text);
    const said = answerAgencyCheck(voice, check, case_, parts.hotlines);
    const atoms = ['company:named', ...(check.outcome === 'found' ? ['company:in-p3mi-list'] : [])];
    const kept = { ...case_, atoms: [...new Set([...case_.atoms, ...atoms])] };
    const next = { language: session.language, lastCase: kept, pending: null };
    return turn(next, said, case_.kind, kept);
  }
  const analysis = parts.analyse(text);
  const isNew = words > shortAnswerWordsMax || triage(analysis) !== 'other';
  if (isNew) return null;
  const again = askQuestion(voice, question);
  const repeated = { ...again, text: bubble(say(voice, 'not-understood'), again.text) };
  return turn(session, [repeated], case_.kind, case_);
}

function judgeAnew(
  parts: ConversationParts,
  before: Case,
  changed: { evidence: Evidence[]; atoms: string[] },
  answer: string,
  voice: Voice,
): Turn {
  const verdict = scoreEvidence(changed, parts.rulebook);
  const country = changed.atoms.includes('place:domestic') ? 'ID' : before.country;
  const after: Case = { ...before, ...changed, country, risk: verdict.risk, harm: verdict.harm };
  const question = nextQuestion(after, parts.questions, parts.rulebook);
  const replies = answerChanged(voice, before, after, answer, question, parts.hotlines);
  return turn(sessionAfter(after, question, voice), replies, after.kind, after);
}

const sessionAfter = (case_: Case, question: Question | null, voice: Voice): Session => ({
  language: voice.language,
  lastCase: question ? { ...case_, asked: [...case_.asked, question.id] } : case_,
  pending: question?.id ?? null,
});

function newCase(
  parts: ConversationParts,
  session: Session | null,
  analysis: Analysis,
  voice: Voice,
): Turn {
  const kind = triage(analysis);
  if (kind === 'other') return speak(parts, session, voice, otherText(analysis));
  const judged = isJudged(kind, analysis);
  const case_: Case = {
    kind,
    evidence: analysis.findings.map(({ rule, matcher, severity, scope }) => ({
      rule,
      matcher,
      severity,
      scope,
    })),
    atoms: analysis.atoms.map((a) => `${a.name}:${a.value}`),
    risk: judged ? riskToTell(kind, analysis.verdict) : null,
    harm: analysis.verdict.harm,
    country: countryOf(analysis),
    asked: [],
  };
  const question = questionFor(parts, case_);
  const replies = repliesFor(parts, case_, analysis, question, voice);
  return turn(sessionAfter(case_, question, voice), replies, kind, case_);
}

/** Offers always; questions and emergencies where they describe an offer. */
function isJudged(kind: Kind, analysis: Analysis): boolean {
  if (kind === 'offer') return true;
  const described = analysis.verdict.decidedBy.length > 0 || analysis.facts.pay !== null;
  return (
    (kind === 'question' && described) ||
    (kind === 'emergency' && analysis.verdict.decidedBy.length > 1)
  );
}

/** What is only asked about is not known: such a question is answered with care, never "low". */
const riskToTell = (kind: Kind, verdict: Verdict): Risk =>
  kind === 'question' && verdict.risk === 'low' ? 'caution' : verdict.risk;

function questionFor(parts: ConversationParts, case_: Case): Question | null {
  if (case_.kind === 'emergency') return parts.questions.find((q) => q.id === safeQuestion) ?? null;
  if (case_.kind === 'agency-check' || case_.risk === null) return null;
  const open = parts.questions.filter((q) => q.id !== safeQuestion);
  return nextQuestion(case_, open, parts.rulebook);
}

function repliesFor(
  parts: ConversationParts,
  case_: Case,
  analysis: Analysis,
  question: Question | null,
  voice: Voice,
): Reply[] {
  const { hotlines } = parts;
  if (case_.kind === 'emergency')
    return answerEmergency(voice, case_, analysis, question, hotlines);
  if (case_.kind === 'agency-check') {
    const name = analysis.facts.company?.name;
    return answerAgencyCheck(voice, name ? parts.checkCompany(name) : null, case_, hotlines);
  }
  if (case_.risk === null) return answerQuestion(voice, case_, hotlines);
  return answerOffer(voice, case_, analysis, question, hotlines);
}

function otherText(analysis: Analysis): string {
  const cued = (name: string) => analysis.cues.some((c) => c.name === `kind/${name}`);
  if (cued('thanks')) return 'thanks';
  if (cued('help')) return 'help';
  return cued('greeting') ? 'hello' : 'other';
}
