import { scoreEvidence } from '#analysis/score.ts';
import type { Evidence } from '#domain/verdict.ts';
import type { Question, QuestionChoice } from '#reference/load-questions.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';
import type { Case } from './session.ts';

/** Asked once danger is certain: it decides which help comes first. */
const questionWhenCertain = 'already-gave';
/** So many questions about one offer. */
const questionsMax = 3;
/** A longer text is a new message, not an answer. */
const answerWordsMax = 6;

/** The case as it would stand after an answer. */
export function withAnswer(
  case_: Pick<Case, 'evidence' | 'atoms'>,
  choice: QuestionChoice,
): { evidence: Evidence[]; atoms: string[] } {
  const added = (choice.adds ?? []).map((rule): Evidence => evidenceOfAnswer(rule));
  const atoms = case_.atoms.filter((a) => !choice.takes?.includes(a));
  return {
    evidence: [...case_.evidence, ...added],
    atoms: [...new Set([...atoms, ...(choice.states ?? [])])],
  };
}

const evidenceOfAnswer = (rule: string): Evidence => ({
  rule,
  matcher: 'answer',
  severity: 'strong',
  scope: 'asserted',
});

/**
 * The one question whose answer could change the verdict, or null. Questions of the strongest
 * rule come first, then the order of data/questions.yaml.
 */
export function nextQuestion(
  case_: Case,
  questions: readonly Question[],
  rulebook: Rulebook,
): Question | null {
  const open = questions.filter((q) => !case_.asked.includes(q.id));
  if (case_.asked.length >= questionsMax) return null;
  if (case_.risk === 'danger') return open.find((q) => q.id === questionWhenCertain) ?? null;
  const asks = case_.evidence.flatMap((e) => rulebook.rules.get(e.rule)?.asks ?? []);
  const rank = (q: Question) => {
    const i = asks.indexOf(q.id);
    return i < 0 ? asks.length + questions.indexOf(q) : i;
  };
  return (
    open
      .filter((q) => q.id !== questionWhenCertain && isOpen(q, case_))
      .filter((q) => q.choices.some((c) => changesRisk(case_, c, rulebook)))
      .sort((a, b) => rank(a) - rank(b))[0] ?? null
  );
}

/** A question is closed where a fact or rule it would give is known already. */
function isOpen(question: Question, case_: Case): boolean {
  const given = new Set([...case_.atoms, ...case_.evidence.map((e) => e.rule)]);
  const gives = question.choices.flatMap((c) => [...(c.adds ?? []), ...(c.states ?? [])]);
  if (gives.some((what) => given.has(what))) return false;
  // A visa or a country of work is a matter of jobs abroad.
  const abroadOnly = question.id === 'which-visa' || question.id === 'told-to-hide';
  return !abroadOnly || given.has('place:abroad');
}

const changesRisk = (case_: Case, choice: QuestionChoice, rulebook: Rulebook): boolean =>
  scoreEvidence(withAnswer(case_, choice), rulebook).risk !== case_.risk;

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Which choice a short text means: its number, its label or a word for it; else null. */
export function readAnswer(question: Question, text: string): QuestionChoice | null {
  const answer = plain(text);
  const words = answer.split(' ');
  if (answer === '' || words.length > answerWordsMax) return null;
  const { choices } = question;
  const exact = choices.find(
    (c) =>
      c.id === answer ||
      Object.values(c.label).some((label) => plain(label) === answer) ||
      c.words.some((w) => plain(w) === answer),
  );
  if (exact) return exact;
  // "iya kak sudah": the longest phrase of a choice inside the answer decides.
  const inside = choices
    .flatMap((c) => c.words.map((w) => ({ c, w: plain(w) })))
    .filter(({ w }) => w.length > 1 && ` ${answer} `.includes(` ${w} `))
    .sort((a, b) => b.w.length - a.w.length);
  return inside[0]?.c ?? null;
}
