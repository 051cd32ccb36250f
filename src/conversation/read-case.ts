import type { Analysis } from '#analysis/analysis.ts';
import type { Kind } from '#domain/message.ts';
import type { Evidence, Finding, Risk, Verdict } from '#domain/verdict.ts';
import type { Case } from './session.ts';
import { relativeMeant } from './triage.ts';

/** The case of one message: ids and facts of what was read. */
export function readCase(kind: Kind, analysis: Analysis): Case {
  const relative = relativeMeant(analysis);
  return {
    kind,
    evidence: analysis.findings.map(evidenceOf),
    atoms: [...factsOf(analysis), ...(relative ? [`relation:${relative}`] : [])],
    risk: hasVerdict(kind, analysis) ? riskToTell(kind, analysis.verdict) : null,
    harm: analysis.verdict.harm,
    country: countryOf(analysis),
    asked: [],
  };
}

export const evidenceOf = ({ rule, matcher, severity, scope }: Finding): Evidence => ({
  rule,
  matcher,
  severity,
  scope,
});

/** Both without repeats, so that a long conversation does not grow a session. */
export function mergeEvidence(some: readonly Evidence[], more: readonly Evidence[]): Evidence[] {
  const keyOf = (e: Evidence) => [e.rule, e.severity, e.scope].join(' ');
  return [...new Map([...more, ...some].map((e) => [keyOf(e), e])).values()];
}

export const factsOf = (analysis: Analysis): string[] =>
  analysis.atoms.map((a) => `${a.name}:${a.value}`);

/** Country of the work or the person: abroad first, `ID` at home, null where unknown. */
export function countryOf(analysis: Analysis): string | null {
  const { places } = analysis.facts;
  // Codes beginning with X stand for regions, such as the Middle East.
  const abroad = places.find((p) => p.country !== 'ID' && !p.country.startsWith('X'));
  return abroad?.country ?? (places.some((p) => p.country === 'ID') ? 'ID' : null);
}

/** An offer of somebody, not only a word that sounds like one. */
export const isWholeOffer = (kind: Kind, { facts }: Analysis): boolean =>
  kind === 'offer' && (facts.pay !== null || facts.contacts.length > 0);

/** Offers always; questions and emergencies where they describe an offer. */
function hasVerdict(kind: Kind, { verdict, facts }: Analysis): boolean {
  const flags = verdict.decidedBy.length;
  // Pay alone may be any sum of money; with a job or a place it is an offer.
  const isPaidWork = facts.pay !== null && (facts.job !== null || facts.places.length > 0);
  if (kind === 'question') return flags > 0 || isPaidWork || facts.fees.length > 0;
  return kind === 'offer' || (kind === 'emergency' && flags > 1);
}

/** What is only asked about is not known: such a question is answered with care, never "low". */
const riskToTell = (kind: Kind, verdict: Verdict): Risk =>
  kind === 'question' && verdict.risk === 'low' ? 'caution' : verdict.risk;
