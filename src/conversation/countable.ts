import type { Analysis } from '#analysis/analysis.ts';
import { type CountableItem, type Form, type Reach, reaches } from '#domain/outcome.ts';
import { severities } from '#domain/verdict.ts';
import { monthlyRupiah, rupiah, type UsualPay } from '#reference/usual-pay.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';
import { type Case, isMinor } from './session.ts';
import type { Incoming } from './turn.ts';

/** What the statistics may know of a new case; no text, name or number, see domain/outcome.ts. */
export function countableItem(
  case_: Case,
  { analysis, voice, message }: Incoming,
  usualPay: UsualPay,
): CountableItem {
  const { facts } = analysis;
  const fees = facts.fees.flatMap((f) => rupiah(f.amount, f.currency, usualPay) ?? []);
  return {
    kind: case_.kind,
    risk: case_.risk,
    harm: case_.risk === 'danger' ? case_.harm : null,
    rules: rulesBySeverity(case_, voice.rulebook),
    language: voice.language,
    country: case_.country,
    regions: facts.places.filter((p) => p.country === 'ID').flatMap((p) => [p.id, ...p.groups]),
    form: message.form ?? formOf(analysis),
    payRupiah: facts.pay && monthlyRupiah(facts.pay, usualPay),
    feeRupiah: fees.length > 0 ? Math.max(...fees) : null,
    reach: reachOf(analysis) ?? (message.isForwardedOften ? 'forwarded-often' : null),
    kecamatan: null,
    isMinor: isMinor(case_),
  };
}

/** Where somebody only tells their kecamatan. */
export const kecamatanItem = (kecamatan: string, { voice }: Incoming): CountableItem => ({
  kind: null,
  risk: null,
  harm: null,
  rules: [],
  language: voice.language,
  country: null,
  regions: [],
  form: null,
  payRupiah: null,
  feeRupiah: null,
  reach: null,
  kecamatan,
  isMinor: false,
});

/** Asserted rules, each once, flags before signals, decisive ones first. */
function rulesBySeverity({ evidence }: Case, { rules }: Rulebook): string[] {
  const isSignal = (rule: string) => rules.get(rule)?.kind === 'signal';
  const asserted = evidence.filter((e) => e.scope === 'asserted');
  const rank = new Map<string, number>();
  for (const { rule, severity } of asserted) {
    const order = (isSignal(rule) ? severities.length : 0) - severities.indexOf(severity);
    rank.set(rule, Math.min(order, rank.get(rule) ?? order));
  }
  return [...rank].sort(([, a], [, b]) => a - b).map(([rule]) => rule);
}

/** A message with hardly a word beside its link is a link. */
const linkWordsMax = 4;
function formOf({ facts, wordCount }: Analysis): Form {
  const hasLink = facts.contacts.some((c) => c.kind === 'link');
  return hasLink && wordCount <= linkWordsMax ? 'link' : 'text';
}

const reachOf = ({ cues }: Analysis): Reach | null =>
  reaches.find((reach) => cues.some((c) => c.name === `reach/${reach}`)) ?? null;
