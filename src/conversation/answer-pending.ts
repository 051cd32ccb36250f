import { scoreEvidence } from '#analysis/score.ts';
import type { Question, QuestionChoice } from '#reference/load-questions.ts';
import type { CompanyCheck } from '#reference/p3mi-registry.ts';
import { askQuestion, bubble, fill, showQuote, type Voice, withQuestion } from './compose-reply.ts';
import { nextQuestion, withAnswer, withWords } from './follow-up.ts';
import { sayOutcome } from './intents/agency-check.ts';
import { answerChanged } from './intents/offer.ts';
import { smallTalkIn } from './intents/other.ts';
import { linesFor, nameBest, nameById, nameHotline } from './name-hotlines.ts';
import { openCase } from './new-case.ts';
import { harsher } from './offer-sketch.ts';
import type { ReadAnswer } from './read-answer.ts';
import { countryOf, isWholeOffer } from './read-case.ts';
import { type Case, isJudged, type Judged, worstOf } from './session.ts';
import {
  type ConversationParts,
  type Incoming,
  sessionAfter,
  sessionWith,
  type Turn,
  turnOf,
} from './turn.ts';

/** A message that arrives while a question waits. */
type Pending = Incoming & {
  readonly last: Case;
  readonly pending: Question;
  readonly answer: ReadAnswer | null;
};

/** A longer text that is no answer is a new message. */
const unclearWordsMax = 3;
/** A company name as an answer. */
const nameWordsMax = 7;
/** "ya" tells nothing beside the choice; a longer answer may. */
const tellingWordsMin = 2;

/** The turn of an answer to the question asked before, or null where the text is a new message. */
export function answerPending(parts: ConversationParts, incoming: Pending): Turn | null {
  const { last, answer } = incoming;
  if (answer?.choice.opens) {
    return openCase(parts, incoming, { ...last, kind: answer.choice.opens, asked: [] });
  }
  if (answer?.choice.says) return goOn(parts, incoming, answer.choice, answer.choice.says);
  if (isJudged(last)) {
    if (answer) return judgeAnew(parts, incoming, last, answer.choice);
    if (namesFact(incoming)) return judgeAnew(parts, incoming, last, null);
  }
  return isUnclear(incoming) ? askAgain(incoming) : null;
}

/** Free text that names a country, whatever was asked, or the company that was asked for. */
function namesFact({ pending, analysis, text, kind }: Pending): boolean {
  if (analysis.wordCount > nameWordsMax || isWholeOffer(kind, analysis)) return false;
  if (analysis.facts.places.length > 0) return true;
  const isName = kind !== 'question' && smallTalkIn(analysis) === 'other';
  return pending.reads === 'company' && isName && /\p{L}{3}/u.test(text);
}

/** The case judged again with what the answer told, and what changed. */
function judgeAnew(
  parts: ConversationParts,
  incoming: Pending,
  before: Judged,
  choice: QuestionChoice | null,
): Turn {
  const { rulebook } = parts;
  const { pending, analysis, text, voice } = incoming;
  const { company, places } = analysis.facts;
  const isCompany = !choice && pending.reads === 'company' && (company || places.length === 0);
  const check = isCompany ? parts.checkCompany(company?.name ?? text) : null;
  const chosen = choice ? withAnswer(before, choice, rulebook) : before;
  const told =
    !choice || analysis.wordCount >= tellingWordsMin ? withWords(chosen, analysis) : chosen;
  const known = { ...told, atoms: [...new Set([...told.atoms, ...factsOfCheck(check)])] };
  const verdict = scoreEvidence(known, rulebook);
  const isHome = known.atoms.includes('place:domestic');
  const after: Judged = {
    ...before,
    ...known,
    country: countryOf(analysis) ?? (isHome ? 'ID' : before.country),
    risk: harsher(verdict.risk, worstOf(before)),
    harm: verdict.harm ?? before.harm,
  };
  const question = nextQuestion(after, parts.questions, rulebook);
  const replies = answerChanged(
    voice,
    [before, after],
    {
      answer: choice ? choice.label[voice.language] : `"${showQuote(text)}"`,
      rule: choice?.adds?.[0] ?? null,
      first: check ? sayOutcome(voice, check, after) : '',
    },
    question && askQuestion(voice, question),
  );
  return turnOf(sessionAfter(after, question, incoming), replies, after);
}

function factsOfCheck(check: CompanyCheck | null): string[] {
  if (!check) return [];
  return ['company:named', ...(check.outcome === 'found' ? ['company:in-p3mi-list'] : [])];
}

/** A short text that means nothing we know. Somebody in danger is never asked to repeat. */
const isUnclear = ({ kind, analysis, last }: Pending): boolean =>
  kind === 'other' &&
  last.kind !== 'emergency' &&
  analysis.wordCount <= unclearWordsMax &&
  smallTalkIn(analysis) === 'other';

function askAgain(incoming: Pending): Turn {
  const { voice, pending, last } = incoming;
  const again = askQuestion(voice, pending);
  const reply = { ...again, text: bubble(voice.texts.ask.again, again.text) };
  return turnOf(sessionWith(incoming, { lastCase: last, pending: pending.id }), [reply], last);
}

/** What an answer leads to, and the question below it. */
function goOn(
  { questions }: ConversationParts,
  incoming: Pending,
  { next }: QuestionChoice,
  says: NonNullable<QuestionChoice['says']>,
): Turn {
  const { voice, last } = incoming;
  const question = questions.find((q) => q.id === next) ?? null;
  const ask = question && askQuestion(voice, question);
  const replies = withQuestion(sayNext(voice, says, last), ask);
  return turnOf(sessionAfter(last, question, incoming), replies, last);
}

/** The text that an answer leads to; what was given away is dealt with by harm. */
function sayNext(voice: Voice, says: NonNullable<QuestionChoice['says']>, case_: Case): string {
  const { safe, more, family, already } = voice.texts;
  const texts: Record<typeof says, string> = {
    'safe.calm': safe.calm,
    'safe.hidden': safe.hidden,
    'safe.family': safe.family,
    'more.say': more.say,
    'more.proof': more.proof,
    'more.watched': more.watched,
    'more.papers': more.papers,
    'more.ransom': more.ransom,
    'more.dont': more.dont,
    'family.not-left': family['not-left'],
    'family.on-the-way': family['on-the-way'],
    'already.gave': already[case_.harm === 'fraud' ? 'gave-fraud' : 'gave-trafficking'],
    'already.not-yet': already['not-yet'],
    'already.unknown': already.unknown,
  };
  const values = {
    hotline: nameBest(voice, case_),
    urgent: nameHotline(voice, linesFor(voice, case_, true)[0]),
    bank: nameById(voice, 'bank'),
    police: nameById(voice, 'police'),
  };
  return fill(texts[says], values);
}
