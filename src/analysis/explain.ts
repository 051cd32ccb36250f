import type { Finding, Verdict } from '#domain/verdict.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';

/** Findings to tell, strongest first: flags that are meant, of rules that may be shown. */
export function explain(
  findings: readonly Finding[],
  verdict: Verdict,
  { rules }: Rulebook,
): Finding[] {
  const rank = new Map(verdict.decidedBy.map((id, i) => [id, i]));
  return findings
    .filter((f) => f.ruleKind === 'flag' && rules.get(f.rule)?.status === 'stable')
    .filter((f) => f.scope === 'asserted' || f.scope === 'reported' || f.scope === 'asked')
    .filter((f) => rank.has(f.rule))
    .sort((a, b) => rank.get(a.rule)! - rank.get(b.rule)!);
}
