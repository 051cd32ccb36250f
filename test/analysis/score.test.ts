import { expect, test } from 'vitest';
import { scoreEvidence } from '#analysis/score.ts';
import type { Evidence, Severity } from '#domain/verdict.ts';
import { bot } from '../support/bot.ts';

const found = (
  rule: string,
  severity: Severity = 'strong',
  scope: Evidence['scope'] = 'asserted',
): Evidence => ({
  rule,
  matcher: 'm',
  severity,
  scope,
});
const score = (evidence: Evidence[], atoms: string[] = []) =>
  scoreEvidence({ evidence, atoms }, bot.rulebook);

test('one weak sign says nothing, several strong ones are danger', () => {
  expect(score([found('no-skills', 'weak')], ['company:named']).risk).toBe('low');
  expect(score([found('upfront-fee'), found('unlicensed-recruiter')]).risk).toBe('danger');
});

test('bait words of one group are not added up without end', () => {
  const bait = ['easy-work', 'no-skills', 'urgency', 'recruit-others', 'all-paid', 'family-money'];
  const all = score(bait.map((id) => found(id, 'medium')));
  const most = score(bait.slice(0, 4).map((id) => found(id, 'medium')));
  expect(all.score).toBeLessThan(0.55);
  expect(all.score - most.score).toBeLessThan(0.1);
});

test('a hard pair is danger whatever protects', () => {
  const signals = ['licensed-p3mi', 'no-fee', 'written-contract', 'work-visa'].map((id) =>
    found(id),
  );
  const verdict = score([found('wrong-visa', 'decisive'), ...signals], ['place:abroad', 'job:any']);
  expect(verdict.risk).toBe('danger');
});

test('denied and warned signs count nothing, asked ones half', () => {
  const scoreOf = (scope: Evidence['scope']) =>
    score([found('upfront-fee', 'strong', scope)]).score;
  expect(scoreOf('negated')).toBe(score([]).score);
  expect(scoreOf('warned')).toBe(score([]).score);
  expect(scoreOf('asked')).toBeGreaterThan(scoreOf('negated'));
  expect(scoreOf('asked')).toBeLessThan(scoreOf('asserted'));
});

test('a job abroad with an unknown licence is never mild', () => {
  const verdict = score(
    [found('written-contract'), found('work-visa')],
    ['place:abroad', 'company:named'],
  );
  expect(verdict.risk).toBe('caution');
  expect(verdict.unknown).toContain('licence');
});

test('a local job is mild only with somebody or something to check', () => {
  expect(score([]).risk).toBe('caution');
  expect(score([], ['company:named']).risk).toBe('low');
  expect(score([], ['place:domestic', 'job:any']).risk).toBe('caution');
});

test('the kind of harm decides which help fits', () => {
  expect(score([found('deposit-task', 'decisive')]).harm).toBe('fraud');
  expect(score([found('secrecy', 'decisive'), found('wrong-visa', 'decisive')]).harm).toBe(
    'trafficking',
  );
});

test('protection never outweighs its cap', () => {
  const signals = [...bot.rulebook.rules.values()]
    .filter((r) => r.kind === 'signal')
    .map((r) => found(r.id, 'decisive'));
  const danger = [
    found('secrecy', 'decisive'),
    found('wrong-visa', 'decisive'),
    found('upfront-fee'),
  ];
  expect(score([...danger, ...signals]).risk).toBe('danger');
});

test('what anybody can claim protects nobody beside a flag that no honest offer has', () => {
  const claims = ['no-fee', 'written-contract', 'work-visa', 'visit-office'].map((id) => found(id));
  const account = [found('personal-account')];
  expect(score([...account, ...claims]).score).toBe(score(account).score);
  expect(score([...account, found('licensed-p3mi')]).score).toBeLessThan(score(account).score);
  const slight = [found('personal-account', 'weak')];
  expect(score([...slight, ...claims]).score).toBeLessThan(score(slight).score);
  const debt = [found('debt-bondage')];
  expect(score([...debt, ...claims]).score).toBeLessThan(score(debt).score);
});
