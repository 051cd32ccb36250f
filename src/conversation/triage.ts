import type { Analysis } from '#analysis/analysis.ts';
import type { Kind } from '#domain/message.ts';
import type { Severity, Span } from '#domain/verdict.ts';

/** Points of an emergency sign; two and a half make an emergency. */
const signPoints: Record<Severity, number> = { decisive: 3, strong: 2, medium: 1, weak: 0.5 };
const emergencyMin = 2.5;
/** More signs than the strongest count half: they often tell the same thing. */
const furtherSignShare = 0.5;
/** Somebody who has left or is stuck, or a relative, makes a sign likelier to be meant. */
const thereAlready = 1;
const aboutRelative = 0.5;
/** Signs that an advertisement holds, too, as rules of the place or the deal. */
const signsOfAds = new Set([
  'passport-held',
  'confined',
  'ransom',
  'minor',
  'phone-watched',
  'wants-home',
  'debt-threat-family',
]);
/** An advertisement speaks of rules ("tidak boleh keluar"), not of somebody in danger. */
const advertising = -2.5;
const advertisingCuesMin = 1;
const advertisingFlagsMin = 3;

/** Cues and facts that make an offer; a strong flag alone is one, too. */
const offerMin = 1.4;
/** A question stands where a person begins or ends, around what was forwarded. */
const edgeCharacters = 90;
const atEdge = (span: Span, length: number): boolean =>
  span.start < edgeCharacters || span.end > length - edgeCharacters;

/** How strongly the message looks like each kind; the table is all there is to know. */
function evidence(analysis: Analysis) {
  const distinct = (name: string) =>
    new Set(analysis.cues.filter((c) => c.name === name).map((c) => c.span.start)).size;
  const { facts, relation, findings } = analysis;
  const flags = findings.filter((f) => f.ruleKind === 'flag' && f.scope !== 'negated').length;
  return {
    offerCues: distinct('kind/offer'),
    questionCues: distinct('kind/question'),
    agencyCues: distinct('kind/agency-check'),
    news: distinct('kind/news'),
    otherTrade: distinct('kind/other-trade'),
    questionAtEdge: analysis.cues.filter(
      (c) => c.name === 'kind/question' && atEdge(c.span, analysis.lengthRead),
    ).length,
    named: facts.company !== null || facts.contacts.length > 0,
    telling: findings.some(
      (f) =>
        f.ruleKind === 'flag' &&
        f.scope === 'asserted' &&
        (f.severity === 'strong' || f.severity === 'decisive'),
    ),
    asked: findings.some((f) => f.scope === 'asked'),
    flags,
    stated: [
      facts.pay,
      facts.job,
      facts.contacts[0],
      facts.company,
      facts.age,
      facts.places[0],
    ].filter(Boolean).length,
    contact: facts.contacts.length > 0,
    there: distinct('stage/left') > 0,
    thanks: distinct('kind/thanks'),
    relative: relation !== null && relation !== 'self',
    signs: findings.filter((f) => f.ruleKind === 'emergency' && f.scope !== 'negated'),
  };
}
type Evidence = ReturnType<typeof evidence>;

/** Sum that decides whether somebody is in danger now. */
export function emergencyPoints(analysis: Analysis): number {
  const e = evidence(analysis);
  return pointsOf(e);
}

function pointsOf(e: Evidence): number {
  const [strongest, ...more] = e.signs.map((f) => signPoints[f.severity]).sort((a, b) => b - a);
  if (strongest === undefined) return 0;
  const signs = strongest + more.reduce((sum, p) => sum + p * furtherSignShare, 0);
  const context = (e.there ? thereAlready : 0) + (e.relative ? aboutRelative : 0);
  const inAds = e.signs.every((f) => signsOfAds.has(f.rule)) || e.offerCues > 2;
  const advert =
    inAds &&
    (e.offerCues >= advertisingCuesMin || e.flags >= advertisingFlagsMin) &&
    !e.there &&
    !e.relative
      ? advertising
      : 0;
  return signs + context + advert;
}

/** How much the message offers, and how much it asks. */
const offerPoints = (e: Evidence): number =>
  e.offerCues + e.stated * 0.7 + e.flags * 0.6 + (e.contact ? 1 : 0);
/** A relative's story without a number to call is nearly always a question. */
const relativePoints = (e: Evidence): number => (e.relative ? (e.contact ? 1 : 2.5) : 0);
const questionPoints = (e: Evidence): number =>
  e.questionCues + e.questionAtEdge * 1.5 + relativePoints(e) + (e.asked ? 1 : 0);

/** What sort of message it is. Danger first, whatever else the message holds. */
export function triage(analysis: Analysis): Kind {
  const e = evidence(analysis);
  if (pointsOf(e) >= emergencyMin && e.news === 0) return 'emergency';
  const offer = offerPoints(e);
  const question = questionPoints(e);
  if (isAgencyCheck(e, offer)) return 'agency-check';
  if (isOffTopic(e)) return 'other';
  if (question > 0 && question >= offer * 0.5) return 'question';
  if (offer >= offerMin || e.telling) return 'offer';
  return question > 0 && analysis.wordCount > 3 ? 'question' : 'other';
}

/** News, another trade, thanks: nothing to judge. */
function isOffTopic(e: Evidence): boolean {
  if (e.news > 0 && !e.contact) return true;
  if (e.flags > 0 || e.offerCues >= 2) return false;
  return e.otherTrade > 0 || (e.thanks > 0 && e.questionCues === 0);
}

/** Asks whether somebody named is real, and does not pass on a whole advertisement. */
function isAgencyCheck(e: Evidence, offer: number): boolean {
  if (e.agencyCues === 0 || offer >= 7) return false;
  return e.offerCues <= 2 && (e.named || e.agencyCues > 1);
}
