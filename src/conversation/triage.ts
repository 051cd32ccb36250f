import type { Analysis } from '#analysis/analysis.ts';
import type { Kind, Relation } from '#domain/message.ts';
import { relations } from '#domain/message.ts';
import type { Finding, Scope, Severity, Span } from '#domain/verdict.ts';

/** Points of an emergency sign; two and a half make an emergency. */
const signPoints: Record<Severity, number> = { decisive: 3, strong: 2, medium: 1, weak: 0.5 };
const emergencyMin = 2.5;
/** The second sign counts in full, further ones half: they often tell the same thing. */
const furtherSignShare = 0.5;
/** Beside a sign: somebody who is there already, or a relative, makes it likelier to be meant. */
const signContext = { there: 1, trapped: 0.5, relative: 0.5 };
/** A sign that is only asked about ("boleh paspor ditahan?") is no cry for help. */
const signScope: Record<Scope, number> = {
  asserted: 1,
  reported: 1,
  asked: 0.5,
  warned: 0,
  negated: 0,
};
/** An advertisement speaks of rules ("tidak boleh keluar"), not of somebody in danger. */
const advertising = -2.5;
const advertisingFlagsMin = 3;
const advertisingCuesMin = 3;
/** Signs that an advertisement holds, too, as rules of the place or the deal. */
const signsOfAds = new Set([
  'passport-held',
  'confined',
  'ransom',
  'minor',
  'phone-watched',
  'debt-threat-family',
]);

/** What a message shows, counted. */
type Features = ReturnType<typeof featuresOf>;

/** How much each feature speaks for an offer or a question; this table is all there is to know. */
const weights: Record<'offer' | 'question', Partial<Record<keyof Features, number>>> = {
  offer: { offerCues: 1, factsStated: 0.7, flags: 0.6, contact: 1 },
  question: {
    questionCues: 1,
    // A person asks before or behind what was forwarded.
    questionAtEdge: 1.5,
    askedFindings: 1,
    // A relative's story without a number to call is nearly always a question.
    relative: 2.5,
    relativeWithContact: -1.5,
  },
};
const offerMin = 1.4;
/** A question beside an offer wins when it weighs at least this share. */
const questionShare = 0.5;
/** So much offer is a whole advertisement, not a question about a name. */
const wholeOfferMin = 7;
const edgeCharacters = 90;
const bareWordsMax = 7;
const bareQuestionWordsMax = 12;

/** What sort of message it is. Danger first, whatever else the message holds. */
export function triage(analysis: Analysis): Kind {
  const f = featuresOf(analysis);
  if (emergencyPoints(analysis, f) >= emergencyMin && f.news === 0) return 'emergency';
  const offer = pointsFor('offer', f);
  const question = pointsFor('question', f);
  if (isAgencyCheck(f, offer)) return 'agency-check';
  if (isOffTopic(f)) return 'other';
  if (question > 0 && question >= offer * questionShare) return 'question';
  if (offer >= offerMin || f.tellingFlags > 0) return 'offer';
  return f.flags + f.signs > 0 ? 'question' : 'other';
}

const pointsFor = (kind: 'offer' | 'question', features: Features): number =>
  Object.entries(weights[kind]).reduce(
    (sum, [name, weight]) => sum + weight * features[name as keyof Features],
    0,
  );

function featuresOf(analysis: Analysis) {
  const { facts, findings, cues } = analysis;
  const cued = (name: string) =>
    new Set(cues.filter((c) => c.name === name).map((c) => c.span.start)).size;
  const flags = findings.filter((f) => f.ruleKind === 'flag');
  const contact = facts.contacts.length > 0 ? 1 : 0;
  const relative = namedRelative(analysis) ? 1 : 0;
  const stated = [facts.pay, facts.job, facts.company, facts.age, facts.places[0]].filter(Boolean);
  return {
    words: analysis.wordCount,
    offerCues: cued('kind/offer'),
    questionCues: cued('kind/question'),
    agencyCues: cued('kind/agency-check'),
    news: cued('kind/news'),
    otherTrade: cued('kind/other-trade'),
    thanks: cued('kind/thanks'),
    help: cued('kind/help'),
    there: cued('stage/left') > 0 ? 1 : 0,
    trapped: cued('stage/trapped') > 0 ? 1 : 0,
    signs: signsOf(analysis).length,
    questionAtEdge: cues.filter(
      (c) => c.name === 'kind/question' && atEdge(c.span, analysis.lengthRead),
    ).length,
    askedFindings: findings.some((f) => f.scope === 'asked') ? 1 : 0,
    flags: flags.filter((f) => f.scope !== 'negated').length,
    tellingFlags: flags.filter(isTelling).length,
    factsStated: stated.length + contact,
    contact,
    job: facts.job ? 1 : 0,
    company: facts.company ? 1 : 0,
    relative,
    relativeWithContact: relative * contact,
  };
}

const signsOf = ({ findings }: Analysis): Finding[] =>
  findings.filter((f) => f.ruleKind === 'emergency' && signScope[f.scope] > 0);

const atEdge = (span: Span, length: number): boolean =>
  span.start < edgeCharacters || span.end > length - edgeCharacters;

const isTelling = (f: Finding): boolean =>
  f.scope === 'asserted' && (f.severity === 'strong' || f.severity === 'decisive');

/** Sum that decides whether somebody is in danger now. */
export function emergencyPoints(analysis: Analysis, f = featuresOf(analysis)): number {
  const signs = signsOf(analysis);
  const [strongest, ...more] = signs
    .map((s) => signPoints[s.severity] * signScope[s.scope])
    .sort((a, b) => b - a);
  if (strongest === undefined) return 0;
  const [second = 0, ...further] = more;
  const sum = strongest + second + further.reduce((total, p) => total + p * furtherSignShare, 0);
  const context =
    f.there * signContext.there +
    f.trapped * signContext.trapped +
    f.relative * signContext.relative;
  return sum + context + (isInAd(signs, f) ? advertising : 0);
}

function isInAd(signs: readonly Finding[], f: Features): boolean {
  const isFullAd = f.offerCues >= advertisingCuesMin;
  const soundsLikeAd = f.offerCues > 0 || f.flags >= advertisingFlagsMin;
  const saysAdThings = isFullAd || signs.every((s) => signsOfAds.has(s.rule));
  // "Kerja di Kamboja" in a full ad is no report; somebody locked up there is.
  const isDecisive = signs.some((s) => s.severity === 'decisive');
  const isReport = f.relative > 0 || (f.there > 0 && (!isFullAd || isDecisive));
  return soundsLikeAd && saysAdThings && !isReport;
}

/** News, another trade, thanks, "are you a bot?": nothing to judge. */
function isOffTopic(f: Features): boolean {
  if (f.news > 0 && !f.contact) return true;
  if (f.signs > 0 || f.offerCues >= 2) return false;
  if (f.otherTrade > 0 && (f.flags === 0 || f.tellingFlags + f.job === 0)) return true;
  if (f.flags > 0) return false;
  if (f.help > 0) return f.factsStated + f.offerCues === 0;
  return f.thanks > 0 && f.questionCues === 0;
}

/**
 * Asks whether somebody named is real, and does not pass on a whole advertisement. A bare name or
 * number asks so, too.
 */
function isAgencyCheck(f: Features, offer: number): boolean {
  const barely = f.askedFindings ? bareQuestionWordsMax : bareWordsMax;
  const isBare = f.words <= barely && f.factsStated === 1 && f.offerCues + f.flags === 0;
  if (isBare && f.company + f.contact > 0) return true;
  if (f.agencyCues === 0 || offer >= wholeOfferMin || f.offerCues > 2) return false;
  return f.company + f.contact > 0 || f.agencyCues > 1;
}

type Relative = Exclude<Relation, 'self'>;
const namedRelative = ({ relation }: Analysis): Relative | null =>
  relation === 'self' ? null : relation;

/** Close family; a friend or neighbour who is named may as well be the recruiter. */
const family: readonly Relation[] = relations.filter(
  (r) => r !== 'self' && r !== 'friend' && r !== 'other',
);

/**
 * The relative for whom the writer asks, or null. A friend or neighbour counts only where the
 * writer did not speak of themselves first.
 */
export function relativeMeant(analysis: Analysis): Relative | null {
  const relative = namedRelative(analysis);
  if (relative === null || family.includes(relative)) return relative;
  const spans = (name: string) =>
    analysis.cues.filter((c) => c.name === `relation/${name}`).map((c) => c.span);
  const first = (name: string) => spans(name).sort((a, b) => a.start - b.start)[0];
  const [self, other] = [first('self'), first(relative)];
  return self && other && self.end <= other.start ? null : relative;
}
