import type { Analysis } from '#analysis/analysis.ts';
import type { Reply } from '#domain/message.ts';
import type { Harm } from '#domain/verdict.ts';
import type { ReplyTexts } from '#reference/load-replies.ts';
import {
  bubble,
  fill,
  fitReasons,
  numbered,
  sayReasons,
  sayRule,
  type Voice,
  withQuestion,
} from '../compose-reply.ts';
import { sayDebt } from '../debt.ts';
import { nameBest, nameById, sayInDanger } from '../name-hotlines.ts';
import { type Case, isAbroad, type Judged, relativeOf, worstOf } from '../session.ts';
import type { Incoming } from '../turn.ts';

/**
 * Verdict, reasons in the person's own words, what is unclear, steps and the next question.
 * @param listed what the list of companies says of the one that is named; may be empty
 */
export function answerOffer(
  { voice, analysis, text }: Pick<Incoming, 'voice' | 'analysis' | 'text'>,
  case_: Judged,
  listed: string,
  question: Reply | null,
): Reply[] {
  const { reasons } = analysis;
  const debt = sayDebt(voice, analysis, text);
  const worst = worstOf(case_);
  const alike = worst ? fill(voice.texts.alike, { word: voice.texts.word[worst] }) : '';
  const unclear = sayUnclear(voice, case_, analysis);
  const title = voice.texts[case_.risk === 'low' ? 'reasons-small' : 'reasons'];
  return fitReasons(
    (count) =>
      bubble(
        sayVerdict(voice, case_, reasons.length > 0),
        [sayReasons(voice, title, reasons.slice(0, count)), debt].filter(Boolean).join('\n'),
        [alike, listed, unclear].filter(Boolean).join('\n'),
        saySteps(voice, case_),
        sayInDanger(voice, case_),
      ),
    question,
  );
}

/** The verdict given anew after an answer, saying what changed and why. */
export function answerChanged(
  voice: Voice,
  [before, after]: readonly [Judged, Judged],
  told: { readonly answer: string; readonly rule: string | null; readonly first?: string },
  question: Reply | null,
): Reply[] {
  const { texts } = voice;
  const word = { before: texts.word[before.risk], after: texts.word[after.risk] };
  const values = { ...word, answer: told.answer };
  const first = told.first ?? '';
  if (before.risk === after.risk) {
    const unsure = question ? '' : fill(texts['still-unsure'], { hotline: nameBest(voice, after) });
    return withQuestion(bubble(first, fill(texts.unchanged, values), unsure), question);
  }
  const says = told.rule ? sayRule(voice, told.rule) : '';
  const text = bubble(
    sayVerdict(voice, after, true),
    `${fill(texts.changed, values)} ${says && fill(texts['changed-why'], { says })}`.trim(),
    first,
    saySteps(voice, after),
  );
  return withQuestion(text, question);
}

/** A short question about the case before: its verdict and steps again. */
export const answerEarlier = (voice: Voice, case_: Judged): Reply[] => [
  {
    text: bubble(
      fill(voice.texts.earlier, { word: voice.texts.word[case_.risk] }),
      saySteps(voice, case_),
    ),
  },
];

export function sayVerdict(voice: Voice, { risk, harm }: Judged, hasReasons: boolean): string {
  const { verdict } = voice.texts;
  if (risk === 'danger' && harm === 'fraud') return verdict['danger-fraud'];
  // "No sign" would be untrue above a list of small ones.
  return risk === 'low' && hasReasons ? verdict['low-with-signs'] : verdict[risk];
}

function sayUnclear(
  { texts }: Voice,
  case_: Judged,
  { verdict, reasons, facts }: Analysis,
): string {
  // Who asks in general has no offer at hand that could be clearer.
  const isConcrete = facts.pay !== null || facts.company !== null || facts.contacts.length > 0;
  if (case_.risk !== 'caution' || (case_.kind === 'question' && !isConcrete)) return '';
  const names = verdict.unknown.map((name) => texts['unclear-names'][name] ?? name);
  if (names.length > 0) return fill(texts.unclear, { list: names.join(', ') });
  return reasons.length > 0 || isAbroad(case_) ? '' : texts['unclear-home'];
}

/** What to do now: by verdict, harm, place, and by whom the writer asks for. */
function saySteps(voice: Voice, case_: Judged): string {
  const { texts } = voice;
  const values = {
    hotline: nameBest(voice, case_),
    bank: nameById(voice, 'bank'),
    who: whoIn(voice, case_) ?? '',
  };
  return `${texts.now}\n${numbered(texts.steps[stepsKey(voice, case_)], values)}`;
}

function stepsKey(voice: Voice, case_: Judged): keyof ReplyTexts['steps'] {
  const { risk, harm } = case_;
  const family = whoIn(voice, case_) !== null;
  if (risk === 'danger') {
    return family && harm !== 'fraud' ? 'danger-family' : `danger-${sortOf(harm)}`;
  }
  if (risk === 'caution' && family) return 'caution-family';
  return `${risk}-${isAbroad(case_) ? 'abroad' : 'home'}`;
}

const sortOf = (harm: Harm | null): Harm => harm ?? 'trafficking';

/** "anak Anda"; a friend or neighbour who is named may be the recruiter. */
function whoIn({ texts }: Voice, case_: Case): string | null {
  const relative = case_.kind === 'question' ? relativeOf(case_) : null;
  if (relative === null || relative === 'friend' || relative === 'other') return null;
  return texts.who[relative];
}
