import type { Analysis } from '#analysis/analysis.ts';
import { scoreEvidence } from '#analysis/score.ts';
import type { Evidence } from '#domain/verdict.ts';
import type { Question, QuestionChoice } from '#reference/load-questions.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';
import { evidenceOf, factsOf, mergeEvidence } from './read-case.ts';
import { type Case, relativeOf } from './session.ts';

/** So many questions about one case. */
const questionsMax = 3;

type Known = Pick<Case, 'evidence' | 'atoms'>;

/** The one question that comes next, or null. */
export function nextQuestion(
  case_: Case,
  questions: readonly Question[],
  rulebook: Rulebook,
): Question | null {
  const ofKind = (asked: Question['asked']) => questions.filter((q) => q.asked === asked);
  if (case_.kind === 'emergency') {
    const [question] = ofKind(relativeOf(case_) ? 'in-family-emergency' : 'in-emergency');
    return question ?? null;
  }
  if (case_.risk === null || case_.asked.length >= questionsMax) return null;
  // Danger is certain: only what helps now is asked.
  if (case_.risk === 'danger') {
    const first = isOfFamily(case_) ? ofKind('for-family') : [];
    return [...first, ...ofKind('when-certain')].find(notAsked(case_)) ?? null;
  }
  return mostTelling(case_, ofKind('to-judge').filter(notAsked(case_)), rulebook);
}

/** A relative's story, not an offer that was passed on; a friend may be the recruiter. */
const isOfFamily = (case_: Case): boolean => {
  const relative = case_.kind === 'question' ? relativeOf(case_) : null;
  return relative !== null && relative !== 'friend' && relative !== 'other';
};

const notAsked = (case_: Case) => (question: Question) => !case_.asked.includes(question.id);

/**
 * The question that can change the verdict; those that the strongest rule asks come first, then
 * the order of data/questions.yaml.
 */
function mostTelling(
  case_: Case,
  questions: readonly Question[],
  rulebook: Rulebook,
): Question | null {
  const { decidedBy } = scoreEvidence(case_, rulebook);
  const asks = decidedBy.flatMap((rule) => rulebook.rules.get(rule)?.asks ?? []);
  const rank = (q: Question) => {
    const i = asks.indexOf(q.id);
    return i < 0 ? asks.length + questions.indexOf(q) : i;
  };
  const telling = questions
    .filter((q) => isOpen(q, case_))
    .filter((q) => q.choices.some((c) => changesRisk(case_, c, rulebook)))
    .sort((a, b) => rank(a) - rank(b));
  return telling[0] ?? null;
}

/** Closed where one of its answers is known already, be it denied, or where it makes no sense. */
function isOpen(question: Question, case_: Case): boolean {
  const known = new Set([...case_.atoms, ...case_.evidence.map((e) => e.rule)]);
  const tells = question.choices.flatMap((c) => [...(c.adds ?? []), ...(c.states ?? [])]);
  if (question.reads === 'company') tells.push('company:named');
  if (tells.some((what) => known.has(what))) return false;
  return question.when === undefined || known.has(question.when);
}

const changesRisk = (case_: Case, choice: QuestionChoice, rulebook: Rulebook): boolean =>
  scoreEvidence(withAnswer(case_, choice, rulebook), rulebook).risk !== case_.risk;

/** What is known after an answer; a rule that is asserted so counts as if the offer said it. */
export function withAnswer(case_: Known, choice: QuestionChoice, rulebook: Rulebook): Known {
  const added = (choice.adds ?? []).map(
    (rule): Evidence => ({
      rule,
      matcher: 'answer',
      severity: rulebook.rules.get(rule)?.severity ?? 'medium',
      scope: 'asserted',
    }),
  );
  const atoms = case_.atoms.filter((a) => !choice.takes?.includes(a));
  return {
    evidence: mergeEvidence(case_.evidence, added),
    atoms: [...new Set([...atoms, ...(choice.states ?? [])])],
  };
}

/** Facts that an answer may tell beside the choice: a country, a company, an age, a visa. */
const answerFacts = /^(place|company|age|visa|fee):/;

/** What is known after the words of an answer, which may tell more than was asked. */
export function withWords(case_: Known, analysis: Analysis): Known {
  const told = factsOf(analysis).filter((a) => answerFacts.test(a));
  const abroad = told.includes('place:abroad');
  const atoms = case_.atoms.filter((a) => !(abroad && a === 'place:domestic'));
  const flags = analysis.findings.filter(
    (f) => f.ruleKind === 'flag' && (f.scope === 'asserted' || f.scope === 'reported'),
  );
  return {
    evidence: mergeEvidence(case_.evidence, flags.map(evidenceOf)),
    atoms: [...new Set([...atoms, ...told])],
  };
}
