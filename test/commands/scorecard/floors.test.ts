import { expect, test } from 'vitest';
import type { Figure } from '#commands/scorecard/figures.ts';
import { floorFaults, raisedFloors } from '#commands/scorecard/floors.ts';

const figure = (value: number | null, lowerIsBetter = false, n = 100): Figure => ({
  value,
  lowerIsBetter,
  share: { k: (value ?? 0) * n, n, value, interval: null },
});
const measured = (byName: Record<string, Figure>) =>
  new Map([['dev', new Map(Object.entries(byName))]]);

test('a figure below its floor is a fault, and so is a floor that nothing measures', () => {
  const figures = measured({
    dangerCalledDanger: figure(0.9),
    dangerCalledLow: figure(0.03, true),
    kindAccuracy: figure(0.9),
  });
  expect(floorFaults(figures, { dev: { kindAccuracy: 0.9, dangerCalledLow: 0.03 } })).toEqual([]);
  expect(
    floorFaults(figures, { dev: { dangerCalledDanger: 0.91, dangerCalledLow: 0.02 } }),
  ).toEqual([
    'dev: dangerCalledDanger is 0.900, must be at least 0.91',
    'dev: dangerCalledLow is 0.030, must be at most 0.02',
  ]);
  expect(floorFaults(figures, { gone: { auc: 0.9 } })).toEqual([
    'gone: auc has a floor but is not measured',
  ]);
});

test('recording moves floors up and never down, with room for chance', () => {
  const figures = measured({
    dangerCalledDanger: figure(0.9),
    dangerCalledLow: figure(0.1, true),
    kindAccuracy: figure(0.9),
    emergencyRecall: figure(0.9, false, 16),
    payExact: figure(1, false, 3),
  });
  expect(
    raisedFloors(figures, { dev: { kindAccuracy: 0.95, dangerCalledLow: 0.3 } })['dev'],
  ).toEqual({
    dangerCalledDanger: 0.88,
    dangerCalledLow: 0.12,
    kindAccuracy: 0.95,
    emergencyRecall: 0.835,
  });
});
