import { type Kind, kinds } from '#domain/message.ts';
import type { OpinionTable } from '#reference/opinion-table.ts';
import type { Analysis } from './analysis.ts';

/** Chance of each kind, as its natural logarithm. */
export type KindChances = Readonly<Record<Kind, number>>;
/** What a message shows by name: findings, cues, facts; the second opinion adds their weights. */
export type Shown = Pick<
  Analysis,
  | 'atoms'
  | 'cues'
  | 'endsAsking'
  | 'findings'
  | 'laughs'
  | 'lengthRead'
  | 'relation'
  | 'stage'
  | 'wordCount'
>;

/** A cue says more at the beginning and at the end of a message. */
const beginningCharacters = 40;
const endCharacters = 30;
/** A thing that is there a fourth time says nothing new. */
const countedMax = 3;
const lengthClassMax = 6;

/**
 * Names of all that is shown, each as often as it is there (up to three times, told apart), for
 * training and judging alike.
 */
export function namesShown(shown: Shown): string[] {
  const counts = new Map<string, number>();
  const names: string[] = [];
  const put = (name: string) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    if (count <= countedMax) names.push(count === 1 ? name : `${name} ${count}`);
  };
  put(`length ${Math.min(lengthClassMax, Math.floor(Math.log2(shown.wordCount + 1)))}`);
  for (const { rule, ruleKind, severity, scope } of shown.findings) {
    put(`${rule} ${scope}`);
    put(`${ruleKind} ${severity} ${scope}`);
    put(ruleKind);
  }
  const seen = new Set<string>();
  for (const { name, span } of shown.cues) {
    const at = `${name} ${span.start}`;
    if (seen.has(at)) continue;
    seen.add(at);
    put(name);
    if (span.start < beginningCharacters) names.push(`${name} first`);
    if (span.end > shown.lengthRead - endCharacters) names.push(`${name} last`);
  }
  if (shown.endsAsking) put('ends asking');
  if (shown.laughs) put('laughs');
  // Its own leaning towards danger would tell it what it was taught.
  for (const { name, value } of shown.atoms) if (name !== 'alike') put(`${name}:${value}`);
  put(`about ${shown.relation ?? 'nobody'}`);
  put(`stage ${shown.stage ?? 'unknown'}`);
  return [...new Set(names)];
}

/**
 * Adds what is shown by name to what the words say.
 * @param words sum for each kind by the words alone, in the order of `kinds`
 */
export function kindChances(
  words: readonly number[],
  shown: Shown,
  { named }: OpinionTable,
): KindChances {
  const names = namesShown(shown);
  const share = 1 / Math.sqrt(names.length);
  const sums = [...words];
  for (const name of names) {
    const weights = named[name];
    if (!weights) continue;
    for (let i = 0; i < sums.length; i++) sums[i]! += share * weights[i]!;
  }
  const most = Math.max(...sums);
  const log = most + Math.log(sums.reduce((total, s) => total + Math.exp(s - most), 0));
  const entries = kinds.map((kind, i) => [kind, sums[i]! - log] as const);
  return Object.fromEntries(entries) as Record<Kind, number>;
}

/** How much likelier it is this kind than any other, in nats. */
export function oddsOf(kind: Kind, chances: KindChances): number {
  const chance = Math.exp(chances[kind]);
  return chances[kind] - Math.log(Math.max(1e-9, 1 - chance));
}
