import type { Reply } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import type { Risk } from '#domain/verdict.ts';
import { askQuestion } from './compose-reply.ts';
import { countableItem } from './countable.ts';
import { nextQuestion } from './follow-up.ts';
import { answerAgencyCheck, answerNumberCheck, sayListed } from './intents/agency-check.ts';
import { answerEmergency } from './intents/emergency.ts';
import { answerOffer } from './intents/offer.ts';
import { smallTalkIn, speak } from './intents/other.ts';
import { answerProcedure } from './intents/procedure.ts';
import { answerQuestion } from './intents/question.ts';
import { answerSituation } from './intents/situation.ts';
import { featuresOf } from './message-features.ts';
import { harsher, offersPerDayMax } from './offer-sketch.ts';
import { readCase } from './read-case.ts';
import { type Case, isJudged, worstAtom } from './session.ts';
import { type ConversationParts, type Incoming, sessionAfter, type Turn, turnOf } from './turn.ts';

/** More acts of offering make it an advertisement. */
const storyCuesMax = 1;

/** The turn of a message that opens a case of its own. */
export function newCase(parts: ConversationParts, incoming: Incoming): Turn {
  const guided =
    answerSituation(parts, incoming) ??
    (incoming.kind === 'emergency' ? null : answerNumberCheck(parts, incoming)) ??
    answerProcedure(parts, incoming);
  if (guided) return guided;
  const { analysis, session, message } = incoming;
  const kind = isFamilyStory(incoming) ? 'question' : incoming.kind;
  if (kind === 'other') return speak(incoming, smallTalkIn(analysis));
  const read = readCase(kind, analysis);
  // "mereka dipukul lagi, tolong" after "adik saya di Poipet" is still in Cambodia; the country
  // of an offer that was checked says nothing of where somebody is.
  const last = session?.lastCase?.kind === kind && kind === 'emergency' ? session.lastCase : null;
  if (kind === 'offer' && (message.seen?.today ?? 0) >= offersPerDayMax) {
    return speak(incoming, 'enough');
  }
  const country = read.country ?? last?.country ?? null;
  const case_ = atLeast({ ...read, country }, message.seen?.worst ?? null);
  const item = countableItem(case_, incoming, parts.usualPay);
  // Nobody told of an emergency there; it is only answered like one.
  return openCase(parts, incoming, case_, message.isWhere ? null : { wish: 'count', item });
}

/** An offer is judged no milder than another one of this chat that was nearly the same. */
function atLeast(case_: Case, worst: Risk | null): Case {
  if (!isJudged(case_)) return case_;
  const risk = harsher(case_.risk, worst);
  if (risk === case_.risk) return case_;
  const atoms = [...case_.atoms, `${worstAtom}:${risk}`];
  return { ...case_, risk, harm: case_.harm ?? 'both', atoms };
}

/** "Anak kuring rek indit ka Kamboja": a family's worry, not an offer that was passed on. */
function isFamilyStory({ kind, analysis }: Incoming): boolean {
  const { family, contact, pay, offerCues } = featuresOf(analysis);
  return kind === 'offer' && family > 0 && contact + pay === 0 && offerCues <= storyCuesMax;
}

/** What is told of a case, and the question that comes next. */
export function openCase(
  parts: ConversationParts,
  incoming: Incoming,
  case_: Case,
  wish: StatisticsWish | null = null,
): Turn {
  const question = nextQuestion(case_, parts.questions, parts.rulebook);
  const ask = question && askQuestion(incoming.voice, question);
  const replies = repliesFor(parts, incoming, case_, ask);
  return turnOf(sessionAfter(case_, question, incoming), replies, case_, wish);
}

function repliesFor(
  parts: ConversationParts,
  incoming: Incoming,
  case_: Case,
  question: Reply | null,
): Reply[] {
  const { analysis, voice } = incoming;
  if (case_.kind === 'emergency') return answerEmergency(voice, case_, question);
  if (case_.kind === 'agency-check') {
    const name = analysis.facts.company?.name;
    return answerAgencyCheck(voice, name ? parts.checkCompany(name) : null, case_, analysis);
  }
  if (isJudged(case_)) {
    return answerOffer(incoming, case_, sayListed(parts, incoming, case_), question);
  }
  return answerQuestion(incoming, case_);
}
