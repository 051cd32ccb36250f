import type { Analysis } from '#analysis/analysis.ts';
import type { Reply } from '#domain/message.ts';
import type { Harm, Risk } from '#domain/verdict.ts';
import { type Hotline, hotlinesFor } from '#reference/hotline-directory.ts';
import type { Question } from '#reference/load-questions.ts';
import type { CompanyCheck } from '#reference/p3mi-registry.ts';
import {
  askQuestion,
  bubble,
  listHotlines,
  nameHotline,
  reasonsMax,
  replyLengthMax,
  say,
  sayList,
  sayReasons,
  sayUnknown,
  type Voice,
} from './compose-reply.ts';
import type { Case } from './session.ts';

/** So many numbers in the first answer to somebody in danger. */
const hotlinesMax = 3;

/** Country of the work or the person: abroad first, `ID` at home, null where unknown. */
export function countryOf(analysis: Analysis): string | null {
  const { places } = analysis.facts;
  // Codes beginning with X stand for regions, such as the Middle East.
  const abroad = places.find((p) => p.country !== 'ID' && !p.country.startsWith('X'));
  return abroad?.country ?? (places.some((p) => p.country === 'ID') ? 'ID' : null);
}

function stepsKey(risk: Risk, harm: Harm | null, abroad: boolean): string {
  if (risk === 'danger') return `steps.danger-${harm ?? 'trafficking'}`;
  return `steps.${risk}-${abroad ? 'abroad' : 'home'}`;
}

const isAbroad = (case_: Case): boolean => case_.atoms.includes('place:abroad');

const firstHotline = (hotlines: readonly Hotline[], case_: Case): Hotline =>
  hotlinesFor(hotlines, { country: case_.country, harm: case_.harm, emergency: false })[0]!;

/** Verdict, reasons, steps and hotline, and the next question if there is one. */
export function answerOffer(
  voice: Voice,
  case_: Case,
  analysis: Analysis,
  question: Question | null,
  hotlines: readonly Hotline[],
): Reply[] {
  const risk = case_.risk ?? 'caution';
  const head = sayVerdict(voice, risk, case_.harm);
  const family =
    case_.kind === 'question' && analysis.relation !== null && analysis.relation !== 'self'
      ? say(voice, 'question.family')
      : '';
  const unknown = risk === 'caution' ? sayUnknown(voice, analysis.verdict) : '';
  const steps = saySteps(voice, case_, hotlines);
  const asked = question ? [askQuestion(voice, question)] : [];
  // Long reasons give way before steps do.
  for (let count = reasonsMax; ; count--) {
    const text = bubble(
      head,
      sayReasons(voice, analysis.reasons.slice(0, count)),
      unknown,
      steps,
      family,
    );
    if (count === 0 || text.length + (asked[0]?.text.length ?? 0) <= replyLengthMax) {
      return [{ text }, ...asked];
    }
  }
}

const sayVerdict = (voice: Voice, risk: Risk, harm: Harm | null): string =>
  say(voice, risk === 'danger' && harm === 'fraud' ? 'verdict.danger-fraud' : `verdict.${risk}`);

function saySteps(voice: Voice, case_: Case, hotlines: readonly Hotline[]): string {
  const hotline = nameHotline(voice, firstHotline(hotlines, case_));
  const key = stepsKey(case_.risk ?? 'caution', case_.harm, isAbroad(case_));
  return `${say(voice, 'steps')}\n${sayList(voice, key, { hotline })}`;
}

/** The verdict given anew after an answer, saying what changed. */
export function answerChanged(
  voice: Voice,
  before: Case,
  after: Case,
  answer: string,
  question: Question | null,
  hotlines: readonly Hotline[],
): Reply[] {
  const word = (risk: Risk | null) => say(voice, `word.${risk ?? 'caution'}`);
  const changed = before.risk !== after.risk;
  const values = { before: word(before.risk), after: word(after.risk), answer };
  const steps = changed ? saySteps(voice, after, hotlines) : '';
  const head = changed ? sayVerdict(voice, after.risk ?? 'caution', after.harm) : '';
  const text = bubble(head, say(voice, changed ? 'changed' : 'unchanged', values), steps);
  return [{ text }, ...(question ? [askQuestion(voice, question)] : [])];
}

/** Somebody is in danger: whom to reach comes first, in words a captor may read. */
export function answerEmergency(
  voice: Voice,
  case_: Case,
  analysis: Analysis,
  question: Question | null,
  hotlines: readonly Hotline[],
): Reply[] {
  const found = hotlinesFor(hotlines, { country: case_.country, harm: null, emergency: true });
  const relative = analysis.relation !== null && analysis.relation !== 'self';
  const care = analysis.findings.some((f) => f.rule === 'suicidal' && f.scope !== 'negated');
  const text = bubble(
    `${say(voice, 'emergency.open')}\n${listHotlines(voice, found.slice(0, hotlinesMax))}`,
    care ? say(voice, 'emergency.care') : '',
    say(voice, relative ? 'emergency.relative' : 'emergency.self'),
  );
  const ask = question
    ? [{ ...askQuestion(voice, question), text: say(voice, 'emergency.ask') }]
    : [];
  return [{ text }, ...ask];
}

/** Is the company in the list? Never more than "found in the list of that date". */
export function answerAgencyCheck(
  voice: Voice,
  check: CompanyCheck | null,
  case_: Case,
  hotlines: readonly Hotline[],
): Reply[] {
  const hotline = nameHotline(voice, firstHotline(hotlines, case_));
  if (!check) return [{ text: say(voice, 'agency.no-name', { hotline }) }];
  const revoked = check.revoked ? say(voice, 'agency.revoked', check.revoked) : '';
  const outcome = say(voice, `agency.${check.outcome}`, { name: check.name ?? '' });
  return [{ text: bubble(revoked, `${outcome}\n${sayList(voice, 'agency.steps', { hotline })}`) }];
}

/** A question of procedure, without an offer to judge. */
export function answerQuestion(voice: Voice, case_: Case, hotlines: readonly Hotline[]): Reply[] {
  const hotline = nameHotline(voice, firstHotline(hotlines, case_));
  return [{ text: say(voice, 'question.general', { hotline }) }];
}
