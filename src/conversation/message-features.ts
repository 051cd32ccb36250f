import type { Analysis } from '#analysis/analysis.ts';
import type { Relation } from '#domain/message.ts';
import { relations } from '#domain/message.ts';
import type { Finding, Span } from '#domain/verdict.ts';

/** What a message shows, counted. */
export type Features = ReturnType<typeof featuresOf>;

const edgeCharacters = 90;
/** The last word of a message and what may stand behind it. */
const endCharacters = 4;

export function featuresOf(analysis: Analysis) {
  const { facts, findings, cues } = analysis;
  const cued = (name: string) => startsOf(analysis, [name]);
  const one = (isSo: boolean) => (isSo ? 1 : 0);
  const once = (name: string) => one(cued(name) > 0);
  const flags = findings.filter((f) => f.ruleKind === 'flag');
  const contact = one(facts.contacts.length > 0);
  const relative = namedRelative(analysis) ? 1 : 0;
  const questionCues = cued('kind/question');
  const asks = endsAsking(analysis) ? 1 : 0;
  const asking = asks + questionCues > 0 ? 1 : 0;
  const stated = [facts.pay, facts.job, facts.company, facts.age, facts.places[0]].filter(Boolean);
  return {
    words: analysis.wordCount,
    offerCues: cued('kind/offer'),
    questionCues,
    asks,
    agencyCues: cued('kind/agency-check'),
    agencyNamed: cued('kind/agency-named'),
    agencyPerson: cued('kind/agency-person'),
    topic: cued('kind/topic'),
    news: cued('kind/news'),
    otherTrade: cued('kind/other-trade'),
    thanks: cued('kind/thanks'),
    help: cued('kind/help'),
    joking: cued('kind/joking') + one(analysis.laughs),
    resolved: cued('kind/resolved'),
    cryWords: startsOf(analysis, ['kind/cry', 'kind/vocative', 'kind/kin', 'relation/self']),
    cries: cued('kind/cry'),
    distress: cued('kind/distress'),
    supposed: cued('scope/supposed') + cued('scope/future'),
    captor: once('kind/captor'),
    kin: once('kind/kin'),
    self: once('relation/self'),
    abroad: analysis.atoms.some((a) => a.name === 'place' && a.value === 'abroad') ? 1 : 0,
    onTheWay: once('stage/on-the-way'),
    pay: one(facts.pay !== null),
    family: family.includes(analysis.relation ?? 'self') ? 1 : 0,
    notLeft: once('stage/not-left'),
    there: once('stage/left'),
    trapped: once('stage/trapped'),
    signs: signsOf(analysis).length,
    questionAtEdge: cues.filter(
      (c) => c.name === 'kind/question' && atEdge(c.span, analysis.lengthRead),
    ).length,
    askedFindings: findings.some((f) => f.scope === 'asked') ? 1 : 0,
    flags: flags.filter((f) => f.scope !== 'negated').length,
    tellingFlags: flags.filter(isTelling).length,
    factsStated: stated.length + contact,
    contact,
    job: one(facts.job !== null),
    company: one(facts.company !== null),
    relative,
    relativeAsking: relative * asking,
    relativeWithContact: relative * asking * contact,
  };
}

/** How much each feature speaks for an offer or a question; this table is all there is to know. */
const weights: Record<'offer' | 'question', Partial<Record<keyof Features, number>>> = {
  offer: { offerCues: 1, factsStated: 0.7, flags: 0.6, contact: 1 },
  question: {
    questionCues: 0.8,
    // A person asks before or behind what was forwarded.
    questionAtEdge: 1.5,
    askedFindings: 1,
    asks: 2,
    // A relative's story that asks, without a number to call, is nearly always a question.
    relative: 0.8,
    relativeAsking: 1,
    relativeWithContact: -1.5,
  },
};

export const pointsFor = (kind: 'offer' | 'question', features: Features): number =>
  Object.entries(weights[kind]).reduce(
    (sum, [name, weight]) => sum + weight * features[name as keyof Features],
    0,
  );

/** Ends with a question mark or word, and it is not a recruiter's "minat?". */
function endsAsking({ cues, endsAsking, lengthRead }: Analysis): boolean {
  const atEnd = (name: string) =>
    cues.some((c) => c.name === name && c.span.end > lengthRead - endCharacters);
  return (endsAsking || atEnd('kind/asking-word')) && !atEnd('kind/offer');
}

/** Different places where cues of these names begin. */
const startsOf = ({ cues }: Analysis, names: readonly string[]): number =>
  new Set(cues.filter((c) => names.includes(c.name)).map((c) => c.span.start)).size;

const atEdge = (span: Span, length: number): boolean =>
  span.start < edgeCharacters || span.end > length - edgeCharacters;

const isTelling = (f: Finding): boolean =>
  f.scope === 'asserted' && (f.severity === 'strong' || f.severity === 'decisive');

/** Signs of danger that were not denied or only warned of. */
export const signsOf = ({ findings }: Analysis): Finding[] =>
  findings.filter(
    (f) => f.ruleKind === 'emergency' && f.scope !== 'negated' && f.scope !== 'warned',
  );

export type Relative = Exclude<Relation, 'self'>;
export const namedRelative = ({ relation }: Analysis): Relative | null =>
  relation === 'self' ? null : relation;

/** Close family; a friend or neighbour who is named may as well be the recruiter. */
export const family: readonly Relation[] = relations.filter(
  (r) => r !== 'self' && r !== 'friend' && r !== 'other',
);
