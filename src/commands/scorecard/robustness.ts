import type { Prediction } from '../prediction.ts';
import { type Disguise, disguises, type Random } from './disguises.ts';
import { measureLabels } from './label-measures.ts';
import type { ScoredMessage } from './labelled-message.ts';
import { calledLow, thresholdAtFalseAlarm } from './measures.ts';
import { type Share, shareOf } from './share.ts';

export type Robustness = {
  readonly name: string;
  /** Dangerous offers that are called danger, of those with a label. */
  readonly danger: Share;
  /** Dangerous offers above the score that 5 % of the clean honest ones pass. */
  readonly recallAt5: Share;
  /** Recall lost, as a share of that on clean text; negative where it grew. */
  readonly recallLost: number;
  readonly lowCalledDanger: Share;
  readonly emergencyRecall: Share;
  readonly kindAccuracy: Share;
  readonly flagsF1: number | null;
  /** Messages whose verdict changes. */
  readonly flips: Share;
  /** Messages with an alarm when clean, a danger or an emergency, that then get none at all. */
  readonly unsafeFlips: Share;
  readonly unsafe: readonly ScoredMessage[];
  readonly lossMax: number;
};

export const unsafeFlipsMax = 0.01;
const falseAlarm = 0.05;

/**
 * Measures every disguise on the same messages. The labels are those of the clean text; quotes
 * are not compared, because the words look different.
 * @param clean the messages with what the bot made of them undisguised
 * @param randomOf seeded, one generator for each disguise
 */
export function measureRobustness(
  clean: readonly ScoredMessage[],
  predict: (text: string) => Prediction,
  randomOf: (disguise: number) => Random,
): Robustness[] {
  const threshold = thresholdAtFalseAlarm(
    clean.filter((m) => m.gold.risk === 'low'),
    falseAlarm,
  );
  const base = describe('clean', clean, clean, threshold, 0);
  return [
    base,
    ...disguises.map((disguise, i) => {
      const changed = disguised(clean, disguise, predict, randomOf(i));
      return describe(disguise.name, clean, changed, threshold, disguise.lossMax, base);
    }),
  ];
}

function disguised(
  clean: readonly ScoredMessage[],
  { apply }: Disguise,
  predict: (text: string) => Prediction,
  random: Random,
): ScoredMessage[] {
  return clean.map(({ gold }) => {
    const text = apply(gold.text, random);
    return { gold: { ...gold, text }, predicted: predict(text) };
  });
}

function describe(
  name: string,
  clean: readonly ScoredMessage[],
  changed: readonly ScoredMessage[],
  threshold: number,
  lossMax: number,
  base?: Robustness,
): Robustness {
  const danger = changed.filter((m) => m.gold.risk === 'danger');
  const pairs = clean.map((before, i) => ({ before, after: changed[i]! }));
  const alarmed = pairs.filter(({ before }) => isAlarm(before));
  const isDanger = (m: ScoredMessage) => m.predicted.risk === 'danger';
  const recallAt5 = shareOf(danger, (m) => m.predicted.score > threshold);
  const now = shareOf(danger, isDanger);
  const before = base?.danger.value ?? now.value ?? 0;
  const isUnsafe = (m: ScoredMessage) => calledLow(m) && m.predicted.kind !== 'emergency';
  const unsafe = alarmed.filter(({ after }) => isUnsafe(after)).map(({ after }) => after);
  return {
    name,
    danger: now,
    recallAt5,
    recallLost: before === 0 ? 0 : 1 - (now.value ?? 0) / before,
    lowCalledDanger: shareOf(
      changed.filter((m) => m.gold.risk === 'low'),
      isDanger,
    ),
    emergencyRecall: shareOf(
      changed.filter((m) => m.gold.kind === 'emergency'),
      (m) => m.predicted.kind === 'emergency',
    ),
    kindAccuracy: shareOf(changed, (m) => m.predicted.kind === m.gold.kind),
    flagsF1: measureLabels(
      changed.filter((m) => m.gold.risk === 'danger' || m.gold.risk === 'caution'),
      'flags',
    ).microF1,
    flips: shareOf(pairs, ({ before: b, after }) => b.predicted.risk !== after.predicted.risk),
    unsafeFlips: shareOf(alarmed, ({ after }) => isUnsafe(after)),
    unsafe,
    lossMax,
  };
}

const isAlarm = ({ predicted }: ScoredMessage) =>
  predicted.risk === 'danger' || predicted.kind === 'emergency';

/** Sentences about goals that are missed. */
export const robustnessFaults = (results: readonly Robustness[]): string[] =>
  results.flatMap(({ name, unsafeFlips, recallLost, lossMax }) => [
    ...((unsafeFlips.value ?? 0) > unsafeFlipsMax
      ? [`${name}: ${unsafeFlips.k} of ${unsafeFlips.n} alarms fall silent`]
      : []),
    ...(recallLost > lossMax
      ? [`${name}: loses ${(100 * recallLost).toFixed(1)} % of recall`]
      : []),
  ]);
