import { expect, test } from 'vitest';
import { scoreEvidence } from '#analysis/score.ts';
import { nextQuestion, withAnswer, withWords } from '#conversation/follow-up.ts';
import type { Case } from '#conversation/session.ts';
import type { Evidence } from '#domain/verdict.ts';
import { bot } from '../support/bot.ts';

const { questions, rulebook } = bot;
const evidence = (rule: string, scope: Evidence['scope'] = 'asserted'): Evidence => ({
  rule,
  matcher: 'm',
  severity: rulebook.rules.get(rule)!.severity,
  scope,
});
const caseOf = (rules: Evidence[], atoms: string[], change: Partial<Case> = {}): Case => {
  const { risk, harm } = scoreEvidence({ evidence: rules, atoms }, rulebook);
  const known = { evidence: rules, atoms, risk, harm };
  return { kind: 'offer', country: null, asked: [], ...known, ...change };
};
const ask = (case_: Case) => nextQuestion(case_, questions, rulebook)?.id ?? null;
const abroad = ['place:abroad', 'job:any'];

test('where danger is certain only what helps now is asked, once', () => {
  const danger = caseOf([evidence('wrong-visa')], abroad);
  expect(danger.risk).toBe('danger');
  expect(ask(danger)).toBe('already-gave');
  expect(ask({ ...danger, asked: ['already-gave'] })).toBe(null);
});

test('in an emergency only safety is asked, for a relative in its own way', () => {
  expect(ask(caseOf([], [], { kind: 'emergency' }))).toBe('safe-now');
  expect(ask(caseOf([], ['relation:child'], { kind: 'emergency' }))).toBe('safe-now-family');
});

test('a case without a verdict asks nothing', () => {
  expect(ask(caseOf([], abroad, { kind: 'question', risk: null }))).toBe(null);
});

test('a question is asked only where one of its answers changes the verdict', () => {
  const open = caseOf([], abroad);
  const id = ask(open);
  const question = questions.find((q) => q.id === id)!;
  const risks = question.choices.map(
    (c) => scoreEvidence(withAnswer(open, c, rulebook), rulebook).risk,
  );
  expect(risks).toContain('danger');
});

test('the strongest rule says what to ask first', () => {
  const strongest = rulebook.rules.get('unlicensed-recruiter')!;
  const first = ask(caseOf([evidence('unlicensed-recruiter')], []));
  const possible = strongest.asks!.filter((a) => a !== 'already-gave');
  expect(possible).toContain(first);
});

test('what was told or denied is not asked', () => {
  const told = caseOf([], [...abroad, 'visa:work', 'company:named']);
  const denied = caseOf([evidence('upfront-fee', 'negated')], abroad);
  const asked = (case_: Case, already: string[] = []): string[] => {
    const id = ask({ ...case_, asked: already });
    return id === null || already.length === 3 ? already : asked(case_, [...already, id]);
  };
  expect(asked(told)).not.toContain('which-visa');
  expect(asked(told)).not.toContain('company-name');
  expect(asked(denied)).not.toContain('pays-anything');
});

test('visas and contracts are matters of work abroad', () => {
  const home = caseOf([], ['place:domestic']);
  for (const asked of [[], ['country'], ['country', 'pays-anything']]) {
    expect(['which-visa', 'contract-before', 'told-to-hide']).not.toContain(
      ask({ ...home, asked }),
    );
  }
});

test('after three questions there is no fourth', () => {
  expect(ask(caseOf([], abroad, { asked: ['a', 'b', 'c'] }))).toBe(null);
});

test('an answer counts as if the offer said it, with the weight of the rule', () => {
  const visa = questions.find((q) => q.id === 'which-visa')!;
  const after = withAnswer(caseOf([], abroad), visa.choices[1]!, rulebook);
  expect(after.evidence).toEqual([{ ...evidence('wrong-visa'), matcher: 'answer' }]);
  expect(after.atoms).toContain('visa:visit');
});

test('the words of an answer tell more than the choice: flags and facts, no signals', () => {
  const before = caseOf([], ['place:domestic']);
  const after = withWords(before, bot.analyse('di Kamboja, bayar 5 juta, katanya ada kontrak'));
  expect(after.atoms).toContain('place:abroad');
  expect(after.atoms).not.toContain('place:domestic');
  expect(after.evidence.map((e) => e.rule)).toContain('upfront-fee');
  expect(after.evidence.map((e) => e.rule)).not.toContain('written-contract');
});

test('every rule and fact that questions name exists, and rules ask known questions', () => {
  const ids = new Set(questions.map((q) => q.id));
  for (const q of questions) {
    for (const c of q.choices) {
      for (const rule of c.adds ?? []) expect(rulebook.rules.has(rule)).toBe(true);
    }
  }
  for (const rule of rulebook.rules.values()) {
    for (const asked of rule.asks ?? []) expect([rule.id, ids.has(asked)]).toEqual([rule.id, true]);
  }
});
