import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refuseRelease, yearlyEpsilon } from '#statistics/ledger.ts';
import { leavesOf } from '#statistics/measures.ts';
import { createDice } from '#statistics/noise.ts';
import {
  bornCount,
  brokenLink,
  type Counters,
  makeRelease,
  type Release,
} from '#statistics/release.ts';
import { type WindowLength, windowAt, windowOverAt } from '#statistics/windows.ts';
import { seededBytes } from '../support/seeded-bytes.ts';
import { sha256, tables } from '../support/statistics.ts';

const tablesOf = (length: WindowLength) => tables.filter((t) => t.length === length);
const monday = new Date('2026-11-23T00:00:00Z');

function countersWith(length: WindowLength, seed: number, perLeaf: number): Counters {
  const dice = createDice(seededBytes(seed));
  return new Map(
    tablesOf(length).map((t) => [
      t.id,
      new Map(leavesOf(t.root).map((id) => [id, perLeaf + bornCount(dice)])),
    ]),
  );
}

function release(
  length: WindowLength,
  { now = monday, earlier = [] as readonly Release[], perLeaf = 60, seed = 1 } = {},
) {
  return makeRelease({
    window: windowAt(length, now),
    tables: tablesOf(length),
    counters: countersWith(length, seed, perLeaf),
    earlier,
    dice: createDice(seededBytes(seed + 100)),
    hash: sha256,
  });
}
const published = (made: ReturnType<typeof release>): Release => {
  if (typeof made === 'string') throw new Error(made);
  return made;
};

test('a week is published with its figures, its cost and the hash of the one before', () => {
  const first = published(release('week'));
  expect(first).toMatchObject({ number: 1, epsilon: 0.25, previous: '', withheld: false });
  const next = published(
    release('week', { earlier: [first], now: new Date(monday.getTime() + 7 * 86_400_000) }),
  );
  expect(next).toMatchObject({ number: 2, previous: first.hash });
  const [headline] = first.tables;
  expect(headline?.shown?.value).toBeGreaterThan(400);
});

test('a window is never published twice, and never above its budget', () => {
  const first = published(release('week'));
  expect(release('week', { earlier: [first] })).toBe('published-before');
  const doubled = [...tablesOf('week'), ...tablesOf('week')];
  expect(refuseRelease([], windowAt('week', monday), doubled)).toBe('over-budget');
});

test.each(['week', 'four-weeks', 'twelve-weeks'] as const)(
  'the tables of a %s fit its budget',
  (length) => {
    expect(refuseRelease([], windowAt(length, monday), tablesOf(length))).toBeNull();
  },
);

test('a sender who writes in every window of a year loses at most 35', () => {
  expect(yearlyEpsilon).toBeLessThan(35);
});

test('with fewer than 100 senders only the weekly headline is shown', () => {
  const few = published(release('four-weeks', { perLeaf: 5 }));
  expect(few.withheld).toBe(true);
  expect(few.tables.every((t) => t.shown === null)).toBe(true);
  expect(published(release('four-weeks', { perLeaf: 60 })).withheld).toBe(false);
  expect(published(release('week', { perLeaf: 5 })).withheld).toBe(false);
});

describe('signs of twelve weeks stand in for those of four', () => {
  const stretch = windowAt('twelve-weeks', monday);
  const day = (n: number) => new Date(Date.parse(`${stretch.start}T12:00:00Z`) + n * 86_400_000);
  /** Three releases of four weeks, so large, and what twelve weeks then tell. */
  function twelveWeeks(sizes: readonly number[]) {
    const earlier: Release[] = [];
    for (const [i, perLeaf] of sizes.entries())
      earlier.push(
        published(release('four-weeks', { earlier, now: day(28 * i), perLeaf, seed: i + 1 })),
      );
    return { earlier, last: published(release('twelve-weeks', { earlier, now: day(0) })) };
  }
  const idsOf = (made: Release) => made.tables.map(({ id }) => id);

  test('where all three were withheld', () => {
    const { earlier, last } = twelveWeeks([5, 5, 5]);
    expect(earlier.map((r) => [r.withheld, r.epsilon])).toEqual(Array(3).fill([true, 0.25]));
    expect(idsOf(last)).toContain('signs');
    expect(last.tables.find(({ id }) => id === 'signs')?.shown?.parts?.length).toBeGreaterThan(2);
    expect(last.epsilon).toBe(2);
  });

  test.each([[[60, 5, 5]], [[5, 5, 60]], [[60, 60, 60]]])(
    'never where one of them was shown: %j',
    (sizes) => {
      const { last } = twelveWeeks(sizes);
      expect(idsOf(last)).not.toContain('signs');
      expect(last.epsilon).toBe(1.25);
    },
  );

  test('a sender in all of them loses no more than where four weeks are shown', () => {
    const cost = (sizes: readonly number[]) => {
      const { earlier, last } = twelveWeeks(sizes);
      return [...earlier, last].reduce((sum, { epsilon }) => sum + epsilon, 0);
    };
    expect(cost([5, 5, 5])).toBeLessThan(cost([60, 60, 60]));
    expect(cost([5, 60, 5])).toBeLessThan(cost([60, 60, 60]));
  });

  test('too few senders in twelve weeks are told nothing either', () => {
    const { earlier } = twelveWeeks([1, 1, 1]);
    const made = published(release('twelve-weeks', { earlier, now: day(0), perLeaf: 1 }));
    expect(made).toMatchObject({ withheld: true, epsilon: 0.25 });
  });
});

test('counters are born noisy: an empty table looks like any other', () => {
  const dice = createDice(seededBytes(3));
  const born = Array.from({ length: 400 }, () => bornCount(dice));
  expect(new Set(born).size).toBeGreaterThan(6);
});

test('any change, gap or swap in the chain is found at the first release it touches', () => {
  const chain: Release[] = [];
  for (let i = 0; i < 5; i++) {
    const now = new Date(monday.getTime() + i * 7 * 86_400_000);
    chain.push(published(release('week', { earlier: chain, now, seed: i + 1 })));
  }
  expect(brokenLink(chain, sha256)).toBeNull();
  expect(brokenLink(chain.slice(1), sha256)).toBe(1);
  expect(brokenLink(chain.toSpliced(2, 1), sha256)).toBe(3);
  fc.assert(
    fc.property(fc.nat({ max: 4 }), fc.integer({ min: 1, max: 50 }), (at, by) => {
      const changed = structuredClone(chain) as unknown as {
        tables: { shown: { value: number } }[];
      }[];
      changed[at]!.tables[0]!.shown.value += by;
      expect(brokenLink(changed as unknown as Release[], sha256)).toBe(at + 1);
      const withdrawn = chain.map((r, i) => (i === at ? { ...r, withheld: !r.withheld } : r));
      expect(brokenLink(withdrawn, sha256)).toBe(at + 1);
    }),
  );
});

test('a stored release read back from JSON still holds', () => {
  const first = published(release('week'));
  expect(brokenLink([JSON.parse(JSON.stringify(first))], sha256)).toBeNull();
  expect(windowOverAt(first.window)).toBeGreaterThan(monday.getTime());
});
