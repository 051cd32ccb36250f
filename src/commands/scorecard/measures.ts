import type { Risk } from '#domain/verdict.ts';
import { type FactMeasures, measureFacts } from './fact-measures.ts';
import { type LabelMeasures, measureLabels } from './label-measures.ts';
import type { ScoredMessage } from './labelled-message.ts';
import { ratio, type Share, shareOf } from './share.ts';

export type Measures = FactMeasures & {
  readonly kindAccuracy: Share;
  readonly emergencyRecall: Share;
  readonly emergencyFalseAlarm: Share;
  readonly emergencyHotlineFirst: Share;
  readonly dangerCalledDanger: Share;
  readonly dangerCalledLow: Share;
  readonly lowCalledDanger: Share;
  readonly lowCalledLow: Share;
  readonly riskAccuracy: Share;
  readonly harmAccuracy: Share;
  readonly recallAt5: Share;
  readonly recallAt2: Share;
  readonly language: Share;
  readonly auc: number | null;
  readonly brier: number | null;
  readonly flags: LabelMeasures;
  readonly signals: LabelMeasures;
  readonly emergencySigns: LabelMeasures;
};

/** A person in danger sees a number before scrolling: within so many characters. */
const hotlineWithin = 400;
const hotline = /129|0800|110\b|\+62|wa\.me|08111|9007/;

export const calledLow = ({ predicted }: ScoredMessage): boolean =>
  predicted.risk === 'low' || predicted.risk === null;

/**
 * All measures over messages with known labels. Weak flags on honest offers are labelled by one
 * author and left out by another, so flags and signals count on danger and caution only.
 */
export function measure(messages: readonly ScoredMessage[]): Measures {
  const judged = messages.filter((m) => m.gold.risk !== null);
  const of = (risk: Risk) => judged.filter((m) => m.gold.risk === risk);
  const [danger, low] = [of('danger'), of('low')];
  const emergencies = messages.filter((m) => m.gold.kind === 'emergency');
  const calm = messages.filter(
    (m) => m.gold.kind !== 'emergency' && Object.keys(m.gold.emergency).length === 0,
  );
  const isEmergency = ({ predicted }: ScoredMessage) => predicted.kind === 'emergency';
  const isDanger = ({ predicted }: ScoredMessage) => predicted.risk === 'danger';
  const suspicious = judged.filter((m) => m.gold.risk !== 'low');
  return {
    kindAccuracy: shareOf(messages, (m) => m.predicted.kind === m.gold.kind),
    emergencyRecall: shareOf(emergencies, isEmergency),
    emergencyFalseAlarm: shareOf(calm, isEmergency),
    emergencyHotlineFirst: shareOf(emergencies, ({ predicted }) =>
      hotline.test(predicted.reply.join('\n').slice(0, hotlineWithin)),
    ),
    dangerCalledDanger: shareOf(danger, isDanger),
    dangerCalledLow: shareOf(danger, calledLow),
    lowCalledDanger: shareOf(low, isDanger),
    lowCalledLow: shareOf(low, (m) => m.predicted.risk === 'low'),
    riskAccuracy: shareOf(judged, (m) => m.predicted.risk === m.gold.risk),
    harmAccuracy: shareOf(
      danger.filter(isDanger),
      (m) => m.gold.harm === 'both' || m.predicted.harm === m.gold.harm,
    ),
    recallAt5: recallAtFalseAlarm(danger, low, 0.05),
    recallAt2: recallAtFalseAlarm(danger, low, 0.02),
    language: shareOf(
      messages.filter((m) => m.gold.lang !== 'ms'),
      (m) => m.predicted.lang === m.gold.lang,
    ),
    auc: areaUnderCurve(danger, low),
    brier: brier(judged),
    flags: measureLabels(suspicious, 'flags'),
    signals: measureLabels(suspicious, 'safe'),
    emergencySigns: measureLabels(emergencies, 'emergency'),
    ...measureFacts(messages),
  };
}

const scoreOf = ({ predicted }: ScoredMessage): number => predicted.score;

/** The score that at most this share of the honest offers passes. */
export function thresholdAtFalseAlarm(low: readonly ScoredMessage[], falseAlarm: number): number {
  const scores = low.map(scoreOf).sort((a, b) => b - a);
  return scores[Math.floor(falseAlarm * scores.length)] ?? Number.NEGATIVE_INFINITY;
}

function recallAtFalseAlarm(
  danger: readonly ScoredMessage[],
  low: readonly ScoredMessage[],
  falseAlarm: number,
): Share {
  const threshold = thresholdAtFalseAlarm(low, falseAlarm);
  return shareOf(danger, (m) => scoreOf(m) > threshold);
}

/** Chance that a dangerous offer scores above an honest one; ties count half. */
function areaUnderCurve(
  danger: readonly ScoredMessage[],
  low: readonly ScoredMessage[],
): number | null {
  let wins = 0;
  for (const d of danger) {
    for (const l of low) wins += scoreOf(d) > scoreOf(l) ? 1 : scoreOf(d) === scoreOf(l) ? 0.5 : 0;
  }
  return ratio(wins, danger.length * low.length);
}

/** Mean squared distance between the score and what was true; 0 is best. */
function brier(judged: readonly ScoredMessage[]): number | null {
  const total = judged.reduce(
    (sum, m) => sum + (scoreOf(m) - (m.gold.risk === 'danger' ? 1 : 0)) ** 2,
    0,
  );
  return ratio(total, judged.length);
}
