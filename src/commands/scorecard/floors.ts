import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Figure } from './figures.ts';

const floorsSchema = z.record(z.string(), z.record(z.string(), z.number().min(0).max(1)));
/** What a figure of a set may not be worse than: set → figure → value. */
export type Floors = z.infer<typeof floorsSchema>;
export type FiguresBySet = ReadonlyMap<string, ReadonlyMap<string, Figure>>;

/** A floor is recorded so far from the figure; never nearer than one message more or less. */
const slack = 0.02;
/** These rest on a handful of messages: the threshold on 5 % of the honest ones, signals on few. */
const wideSlack: Readonly<Record<string, number>> = { recallAt5: 0.05, 'signals.precision': 0.15 };
const step = 0.005;
/** A share of fewer messages is chance and gets no floor. */
const countedMin = 10;
/** Precision and recall of labels may be traded for each other; what they make together may not fall. */
const guarded: readonly string[] = [
  ...['dangerCalledDanger', 'dangerCalledLow', 'lowCalledDanger', 'recallAt5', 'auc', 'brier'],
  ...['emergencyRecall', 'emergencyFalseAlarm', 'emergencyHotlineFirst', 'kindAccuracy'],
  ...['language', 'payExact', 'payInvented', 'feesF1', 'contactsF1', 'flags.microF1'],
  ...['flags.macroF1', 'flags.quoteValid', 'signals.precision', 'emergencySigns.microF1'],
];

/** @throws {Error} where the file is no floors file */
export function readFloors(file: string): Floors {
  return existsSync(file) ? floorsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
}

export function writeFloors(file: string, floors: Floors): void {
  writeFileSync(file, `${JSON.stringify(floors, null, 2)}\n`);
}

/** Sentences about figures that are worse than their floor, or that are no longer measured. */
export function floorFaults(figures: FiguresBySet, floors: Floors): string[] {
  return Object.entries(floors).flatMap(([set, values]) =>
    Object.entries(values).flatMap(([name, floor]) => {
      const figure = figures.get(set)?.get(name);
      if (figure?.value == null) return [`${set}: ${name} has a floor but is not measured`];
      const { value, lowerIsBetter } = figure;
      if (lowerIsBetter ? value <= floor : value >= floor) return [];
      const bound = lowerIsBetter ? 'at most' : 'at least';
      return [`${set}: ${name} is ${value.toFixed(3)}, must be ${bound} ${floor}`];
    }),
  );
}

/** Of what the second opinion has learnt by heart a figure tells nothing. */
const isLearned = (set: string): boolean => set === 'train' || set.endsWith('/learned');

/** The floors with every figure that has become better; no floor ever moves down by itself. */
export function raisedFloors(figures: FiguresBySet, floors: Floors): Floors {
  const raised: Floors = {};
  for (const [set, byName] of [...figures].filter(([name]) => !isLearned(name))) {
    const values: Record<string, number> = { ...floors[set] };
    for (const [name, figure] of byName) {
      const measured = guarded.includes(name) ? floorOf(figure, wideSlack[name] ?? slack) : null;
      if (measured === null) continue;
      const best = figure.lowerIsBetter ? Math.min : Math.max;
      values[name] = Number(best(values[name] ?? measured, measured).toFixed(3));
    }
    raised[set] = values;
  }
  return raised;
}

function floorOf(figure: Figure, slack: number): number | null {
  const { value, share, lowerIsBetter } = figure;
  if (value === null || (share && share.n < countedMin)) return null;
  const room = Math.max(slack, share ? 1 / share.n : 0);
  return lowerIsBetter
    ? Math.min(1, Math.ceil((value + room) / step) * step)
    : Math.max(0, Math.floor((value - room) / step) * step);
}
