import type { Analysis } from '#analysis/analysis.ts';
import type { Kind } from '#domain/message.ts';
import type { Guide } from '#reference/load-guides.ts';
import { bubble, fill, fitReasons, sayReasons, type Voice } from '../compose-reply.ts';
import { countableItem } from '../countable.ts';
import { guideIn } from '../find-guide.ts';
import { featuresOf, signsOf } from '../message-features.ts';
import { nameBest, nameById } from '../name-hotlines.ts';
import { readCase } from '../read-case.ts';
import { type Case, isJudged, relativeOf } from '../session.ts';
import { type ConversationParts, type Incoming, sessionAfter, type Turn, turnOf } from '../turn.ts';
import { sayVerdict } from './offer.ts';

/** A second act of offering makes it an advertisement ("yang sudah bayar DP, segera daftar"). */
const offerCuesMax = 1;

/**
 * The turn of somebody who tells how far they are: paid, signed, at the airport, home without pay.
 * Null where nobody does. Who is in danger gets the emergency answer, but for unpaid wages of
 * somebody who is home.
 */
export function answerSituation(parts: ConversationParts, incoming: Incoming): Turn | null {
  const { analysis, kind, voice } = incoming;
  const guide = guideIn(parts.guides, 'situations', analysis);
  if (!guide || kind === 'agency-check' || !isOwnStory(kind, analysis)) return null;
  if (kind === 'emergency' && !(guide.id === 'home-unpaid' && isOnlyUnpaid(analysis))) return null;
  const case_ = { ...readCase('question', analysis), asked: ['already-gave'] };
  const item = countableItem(case_, incoming, parts.usualPay);
  const replies = saySituation(voice, guide, case_, analysis);
  return turnOf(sessionAfter(case_, null, incoming), replies, case_, { wish: 'count', item });
}

/** What to do comes first; then, where the offer is dangerous, why. */
function saySituation(voice: Voice, guide: Guide, case_: Case, analysis: Analysis) {
  const isRelative = guide.id === 'at-airport' && relativeOf(case_) !== null;
  const says = isRelative ? voice.texts.family['on-the-way'] : guide.says[voice.language];
  const steps = fill(says, {
    hotline: nameBest(voice, { ...case_, risk: null }),
    bank: nameById(voice, 'bank'),
    police: nameById(voice, 'police'),
  });
  const isRisky = isJudged(case_) && case_.risk === 'danger' && guide.id !== 'home-unpaid';
  if (!isRisky) return [{ text: steps }];
  const [why] = fitReasons(
    (count) =>
      bubble(
        sayVerdict(voice, case_, true),
        sayReasons(voice, voice.texts.reasons, analysis.reasons.slice(0, count)),
      ),
    { text: steps },
  );
  return [{ text: steps }, why!];
}

/** Somebody's story, not an offer that was passed on. */
function isOwnStory(kind: Kind, analysis: Analysis): boolean {
  const { contact, offerCues, news, self, relative } = featuresOf(analysis);
  if (contact + news > 0 || offerCues > offerCuesMax) return false;
  return kind !== 'offer' || self + relative > 0;
}

const isOnlyUnpaid = (analysis: Analysis): boolean =>
  signsOf(analysis).every((s) => s.rule === 'unpaid' || s.rule === 'wants-home');
