import type { Analysis } from '#analysis/analysis.ts';
import { type Kind, kinds } from '#domain/message.ts';
import type { Risk } from '#domain/verdict.ts';
import { isEmergency } from './emergency-points.ts';
import {
  type Features,
  family,
  featuresOf,
  namedRelative,
  pointsFor,
  type Relative,
} from './message-features.ts';

const offerMin = 1.4;
/** A question beside an offer wins when it weighs at least this share. */
const questionShare = 0.7;
/** So much offer is a whole advertisement, not a question about a name. */
const wholeOfferMin = 7;
const bareWordsMax = 7;
const bareQuestionWordsMax = 12;

/** So many nats the rules weigh against the second opinion, which has learnt from whole messages. */
const ruleNats = 1;

/** What sort of message it is. Danger first, whatever else the message holds. */
export function triage(analysis: Analysis): Kind {
  const f = featuresOf(analysis);
  if (isEmergency(analysis, f)) return 'emergency';
  const byRules = kindByRules(f);
  const { kinds: chances } = analysis.opinion;
  const pointsOf = (kind: Kind) => chances[kind] + (kind === byRules ? ruleNats : 0);
  const possible = possibleKinds(f, byRules, analysis.verdict.risk);
  return possible.reduce((best, kind) => (pointsOf(kind) > pointsOf(best) ? kind : best), byRules);
}

function possibleKinds(f: Features, byRules: Kind, risk: Risk): readonly Kind[] {
  // Words alone, however many, offer nothing and name nobody.
  if (isAboutNothingHere(f)) return wordyKinds;
  const isOnlyTold = f.news + f.joking + f.resolved + f.otherTrade > 0;
  const mustBeJudged = risk === 'danger' && byRules !== 'other' && !isOnlyTold;
  return mustBeJudged ? judgedKinds : calmKinds;
}

const judgedKinds: readonly Kind[] = ['offer', 'question', 'agency-check'];
const wordyKinds: readonly Kind[] = ['question', 'other'];
const calmKinds = kinds.filter((kind) => kind !== 'emergency');

function kindByRules(f: Features): Kind {
  const offer = pointsFor('offer', f);
  const question = pointsFor('question', f);
  if (isAgencyCheck(f, offer)) return 'agency-check';
  if (isOffTopic(f)) return 'other';
  if (isAboutNothingHere(f)) return 'other';
  if (question > 0 && question >= offer * questionShare) return 'question';
  if (offer >= offerMin || f.tellingFlags > 0) return 'offer';
  return f.flags + f.signs > 0 ? 'question' : 'other';
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

/** Speaks neither of work nor of going away, names nobody and holds no finding. */
const isAboutNothingHere = (f: Features): boolean =>
  f.topic + f.flags + f.signs + f.askedFindings + f.job + f.abroad + f.company + f.contact === 0 &&
  f.offerCues + f.pay === 0;

/**
 * Asks whether somebody named is real, and does not pass on a whole advertisement. A bare name or
 * number asks so, too.
 */
function isAgencyCheck(f: Features, offer: number): boolean {
  const barely = f.askedFindings ? bareQuestionWordsMax : bareWordsMax;
  const isBare = f.words <= barely && f.factsStated === 1 && f.offerCues + f.flags === 0;
  if (isBare && f.company + f.contact > 0) return true;
  const named = f.agencyPerson > 0 || (f.agencyNamed > 0 && f.company + f.contact > 0);
  if (named && f.asks + f.questionCues > 0 && f.pay === 0 && f.offerCues < 2) return true;
  if (f.agencyCues === 0 || offer >= wholeOfferMin || f.offerCues > 2) return false;
  if (f.asks + f.questionCues === 0 && f.offerCues > 0) return false;
  return f.company + f.contact > 0 || f.agencyCues > 1;
}

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
