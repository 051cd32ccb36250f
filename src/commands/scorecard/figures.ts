import type { Measures } from './measures.ts';
import type { Share } from './share.ts';

/** One number of the scorecard, with the counts behind it where it is a share. */
export type Figure = {
  readonly value: number | null;
  readonly share?: Share;
  /** True where a smaller number is better. */
  readonly lowerIsBetter: boolean;
};

const lowerIsBetter: readonly string[] = [
  'emergencyFalseAlarm',
  'dangerCalledLow',
  'lowCalledDanger',
  'payInvented',
  'brier',
];

const shares = [
  'dangerCalledDanger',
  'dangerCalledLow',
  'lowCalledDanger',
  'lowCalledLow',
  'riskAccuracy',
  'recallAt5',
  'recallAt2',
  'emergencyRecall',
  'emergencyFalseAlarm',
  'emergencyHotlineFirst',
  'kindAccuracy',
  'harmAccuracy',
  'language',
  'payExact',
  'payAmount',
  'payInvented',
] as const;
const numbers = ['feesF1', 'contactsF1', 'auc', 'brier'] as const;
const labelled = ['flags', 'signals', 'emergencySigns'] as const;
const ofLabels = [
  'precision',
  'recall',
  'microF1',
  'macroF1',
  'quoteValid',
  'quoteOverlap',
] as const;

/** All numbers of a set by name, in the order they are printed: `flags.microF1`, `brier` … */
export function figuresOf(measures: Measures): Map<string, Figure> {
  const figures = new Map<string, Figure>();
  const put = (name: string, value: number | null, share?: Share) =>
    figures.set(name, {
      value,
      lowerIsBetter: lowerIsBetter.includes(name),
      ...(share && { share }),
    });
  for (const name of shares) put(name, measures[name].value, measures[name]);
  for (const name of numbers) put(name, measures[name]);
  for (const kind of labelled) {
    for (const name of ofLabels) put(`${kind}.${name}`, measures[kind][name]);
  }
  return figures;
}
