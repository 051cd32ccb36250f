import type { Analysis } from '#analysis/analysis.ts';
import type { Rule } from '#rulebook/rule-schema.ts';

/** What is wrong with the examples of a rule; empty where all hold. */
export function exampleFaults(rule: Rule, analyse: (text: string) => Analysis): string[] {
  const found = (text: string) => analyse(text).findings.find((f) => f.rule === rule.id);
  const hits = rule.examples.hits.flatMap(({ text, quote }) => {
    const finding = found(text);
    if (finding?.scope === 'asserted' && finding.quote === quote) return [];
    const got = finding ? `"${finding.quote}" (${finding.scope}, ${finding.matcher})` : 'nothing';
    return [`${rule.id}: in "${text}" wanted "${quote}", got ${got}`];
  });
  const misses = rule.examples.misses.flatMap(({ text }) => {
    const finding = found(text);
    if (finding?.scope !== 'asserted') return [];
    return [`${rule.id}: must not hit "${text}", got "${finding.quote}" (${finding.matcher})`];
  });
  return [...hits, ...misses];
}
