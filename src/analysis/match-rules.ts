import { type Finding, type Scope, scopes, severities } from '#domain/verdict.ts';
import type { CompiledMatcher, CompiledRules } from './compile-rules.ts';
import type { ScopeReader } from './scope.ts';
import type { Tokens } from './tokens.ts';

/** Tokens that gave a fact, by `name:value`. */
export type FactPlaces = ReadonlyMap<string, { readonly first: number; readonly last: number }>;

/** Hits of one message, sorted by the matcher they belong to. */
export type MatcherHits = {
  readonly phrases: ReadonlyMap<number, readonly Words[]>;
  readonly unless: ReadonlyMap<number, readonly Words[]>;
};

/** Tokens of a hit; `negating` where a "not" belongs to the phrase. */
export type Words = { readonly first: number; readonly last: number; readonly negating?: boolean };

/**
 * Holds all rules against one message. At most one finding per matcher: the best scope first,
 * then the longest quote, then the earliest.
 */
export function matchRules(
  compiled: CompiledRules,
  hits: MatcherHits,
  facts: FactPlaces,
  tokens: Tokens,
  scope: ScopeReader,
): Finding[] {
  const candidates = new Set(
    [...hits.phrases.keys()].filter((number) => !compiled.matchers[number]!.matcher.rules),
  );
  for (const fact of facts.keys()) {
    for (const matcher of compiled.byFact.get(fact) ?? []) candidates.add(matcher);
  }
  const found: { finding: Finding; number: number }[] = [];
  const asserted = new Set<string>();
  const keep = (finding: Finding | null | undefined, number: number) => {
    if (!finding) return;
    found.push({ finding, number });
    if (finding.scope === 'asserted') asserted.add(finding.rule);
  };
  const judge = (number: number) =>
    judgeMatcher(compiled.matchers[number]!, number, hits, facts, tokens, scope);
  for (const number of candidates) keep(judge(number), number);
  for (const number of compiled.byRules) {
    const { rule, matcher, facts: wanted } = compiled.matchers[number]!;
    if (!matcher.rules?.every((id) => asserted.has(id))) continue;
    const own = matcher.phrases !== undefined || wanted.length > 0;
    const base = found.find((f) => f.finding.rule === matcher.rules?.[0])?.finding;
    keep(own ? judge(number) : base && resting(base, rule, matcher), number);
  }
  return found
    .filter(({ number }) => !isCancelled(compiled.matchers[number]!, asserted))
    .map(({ finding }) => finding);
}

/** A finding without words of its own quotes the first rule it rests on. */
const resting = (
  base: Finding,
  rule: CompiledMatcher['rule'],
  matcher: CompiledMatcher['matcher'],
): Finding => ({
  ...base,
  rule: rule.id,
  ruleKind: rule.kind,
  matcher: matcher.id,
  severity: matcher.severity ?? rule.severity,
});

const isCancelled = ({ matcher }: CompiledMatcher, asserted: ReadonlySet<string>): boolean =>
  matcher.unless?.rules?.some((id) => asserted.has(id)) ?? false;

function judgeMatcher(
  { rule, matcher, facts: wanted, unlessFacts }: CompiledMatcher,
  number: number,
  hits: MatcherHits,
  facts: FactPlaces,
  tokens: Tokens,
  scope: ScopeReader,
): Finding | null {
  if (unlessFacts.some((key) => facts.has(key))) return null;
  const given: Words[] = [];
  for (const values of wanted) {
    const key = values.find((v) => facts.has(v));
    if (key === undefined) return null;
    given.push(facts.get(key)!);
  }
  const words = matcher.phrases ? (hits.phrases.get(number) ?? []) : given.slice(0, 1);
  const unless = hits.unless.get(number) ?? [];
  const within = matcher.unless?.within;
  let best: { words: Words; scope: Scope } | null = null;
  for (const at of words) {
    if (unless.some((u) => within === undefined || distance(u, at) <= within)) continue;
    const found = { words: at, scope: scopeOfWords(at, matcher, rule.kind, scope) };
    if (!best || isBetter(found, best)) best = found;
  }
  if (!best) return null;
  const { first, last } = best.words;
  return {
    rule: rule.id,
    ruleKind: rule.kind,
    matcher: matcher.id,
    severity: matcher.severity ?? rule.severity,
    scope: best.scope,
    quote: tokens.slice(first, last),
    span: tokens.span(first, last),
  };
}

function scopeOfWords(
  { first, last, negating }: Words,
  matcher: CompiledMatcher['matcher'],
  kind: Finding['ruleKind'],
  scope: ScopeReader,
): Scope {
  // The words of a fact were read with their meaning; only a phrase can be denied from inside.
  const found = scope.scopeOf(first, last, kind, negating ?? true);
  const kept: readonly Scope[] = matcher['even-when'] ?? [];
  return kept.includes(found) ? 'asserted' : found;
}

/** Words between two places; 0 where they touch or overlap. */
function distance(a: Words, b: Words): number {
  return Math.max(0, a.first - b.last - 1, b.first - a.last - 1);
}

const isBetter = (a: { words: Words; scope: Scope }, b: { words: Words; scope: Scope }) => {
  const rank = scopes.indexOf(a.scope) - scopes.indexOf(b.scope);
  if (rank !== 0) return rank < 0;
  const longer = a.words.last - a.words.first - (b.words.last - b.words.first);
  return longer !== 0 ? longer > 0 : a.words.first < b.words.first;
};

/** Of several findings of one rule the one that says most: scope, severity, then length. */
export function strongestPerRule(findings: readonly Finding[]): Finding[] {
  const best = new Map<string, Finding>();
  for (const f of findings) {
    const other = best.get(f.rule);
    if (!other || outweighs(f, other)) best.set(f.rule, f);
  }
  return [...best.values()];
}

function outweighs(a: Finding, b: Finding): boolean {
  const scope = scopes.indexOf(a.scope) - scopes.indexOf(b.scope);
  if (scope !== 0) return scope < 0;
  const severity = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  if (severity !== 0) return severity > 0;
  return a.quote.length > b.quote.length;
}
