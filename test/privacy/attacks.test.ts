import { expect, test } from 'vitest';
import { measureTables, type Table } from '#statistics/measures.ts';
import { createDice, type Dice } from '#statistics/noise.ts';
import { bornCount, type Counters, makeRelease, type Release } from '#statistics/release.ts';
import type { Shown } from '#statistics/suppress.ts';
import { windowAt } from '#statistics/windows.ts';
import { seededBytes } from '../support/seeded-bytes.ts';
import { sha256, tables } from '../support/statistics.ts';

/** Enough for a standard error of a quarter of a point. */
const trials = Number(process.env['PRIVACY_TRIALS'] ?? 40_000);
/** Nobody who sees everything but one sender may guess that one better than this (in points). */
const boundOf = (epsilon: number): number =>
  (100 * Math.exp(epsilon)) / (1 + Math.exp(epsilon)) + 1;
const headline = tables.find((t) => t.id === 'headline')!;
const others = 40;

/** What is shown of a table whose true counts are known. */
function publish(table: Table, counts: ReadonlyMap<string, number>, dice: Dice): Shown | null {
  const cells = leaves(table).map((id) => [id, (counts.get(id) ?? 0) + bornCount(dice)] as const);
  const counters: Counters = new Map([[table.id, new Map(cells)]]);
  const release = makeRelease({
    window: windowAt(table.length, new Date('2026-11-24T00:00:00Z')),
    tables: [table],
    counters,
    earlier: [],
    dice,
    hash: () => '',
  });
  return (release as Release).tables[0]!.shown;
}

const leaves = ({ root }: Table): string[] => {
  const all: string[] = [];
  const walk = (cell: typeof root) => {
    if (cell.parts) cell.parts.forEach(walk);
    else all.push(cell.id);
  };
  walk(root);
  return all;
};
const figureOf = (shown: Shown | null, id: string): number => {
  if (!shown) return 0;
  if (shown.id === id) return shown.value ?? 0;
  return Math.max(0, ...(shown.parts ?? []).map((p) => figureOf(p, id)));
};

/** Share of right guesses of a secret bit, in points; the attacker knows all other senders. */
function success(guess: (secret: boolean, dice: Dice) => boolean): number {
  const dice = createDice(seededBytes(11));
  let right = 0;
  for (let i = 0; i < trials; i++) {
    const secret = dice(2) === 1;
    if (guess(secret, dice) === secret) right++;
  }
  return (100 * right) / trials;
}

test('who knows all other senders guesses the last one hardly better than a coin', () => {
  const rate = success((secret, dice) => {
    const counts = new Map([['emergency', others + (secret ? 1 : 0)]]);
    return figureOf(publish(headline, counts, dice), 'emergency') > others;
  });
  expect(rate).toBeGreaterThan(50);
  expect(rate).toBeLessThan(boundOf(0.25));
}, 120_000);

test('the difference of two weeks tells no more than one week', () => {
  const rate = success((secret, dice) => {
    const before = publish(headline, new Map([['emergency', others]]), dice);
    const after = publish(headline, new Map([['emergency', others + (secret ? 1 : 0)]]), dice);
    return figureOf(after, 'emergency') > figureOf(before, 'emergency');
  });
  expect(rate).toBeLessThan(boundOf(0.25));
}, 120_000);

test('all cells of the table together tell no more', () => {
  const rate = success((secret, dice) => {
    // The sender is in one of two cells; the attacker weighs both.
    const counts = new Map([
      ['emergency', others + (secret ? 1 : 0)],
      ['agency-check', others + (secret ? 0 : 1)],
    ]);
    const shown = publish(headline, counts, dice);
    return figureOf(shown, 'emergency') > figureOf(shown, 'agency-check');
  });
  // Moving from one cell to the other changes two counts: twice the loss.
  expect(rate).toBeLessThan(boundOf(0.5));
}, 120_000);

const flags = Array.from({ length: 37 }, (_, i) => `flag-${i}`);
const signs = measureTables({ flags, signals: [], kecamatan: [] }).find((t) => t.id === 'signs')!;
const repeats = 300;

/** Three different flags of one message, common ones more often (Zipf). */
function threeFlags(dice: Dice): Set<string> {
  const total = flags.reduce((sum, _, i) => sum + Math.round(1000 / (i + 1)), 0);
  const drawn = new Set<string>();
  while (drawn.size < 3) {
    let left = dice(total);
    let i = 0;
    while (left >= Math.round(1000 / (i + 1))) left -= Math.round(1000 / ++i);
    drawn.add(flags[i]!);
  }
  return drawn;
}
const topFive = (values: Iterable<readonly [string, number]>): string[] =>
  [...values]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 5)
    .map(([id]) => id);

/** Mean share of the true five most frequent flags among the five that are shown, in points. */
function keptAt(senders: number): number {
  const dice = createDice(seededBytes(5));
  let kept = 0;
  for (let i = 0; i < repeats; i++) {
    const counts = new Map<string, number>();
    for (let s = 0; s < senders; s++) {
      for (const flag of threeFlags(dice)) counts.set(flag, (counts.get(flag) ?? 0) + 1);
    }
    const shown = publish(signs, counts, dice)?.parts ?? [];
    const published = new Set(topFive(shown.map((p) => [p.id, p.value ?? 0])));
    kept += topFive(counts).filter((id) => published.has(id)).length / 5;
  }
  return (100 * kept) / repeats;
}

test('the figures stay useful: the true top five flags are shown', () => {
  const [few, many] = [keptAt(200), keptAt(600)];
  if (process.env['PRIVACY_PRINT']) process.stdout.write(`kept ${few} ${many}\n`);
  expect(few).toBeGreaterThanOrEqual(85);
  expect(many).toBeGreaterThanOrEqual(93);
}, 120_000);

test('a release never changes: the same window asked again is refused', () => {
  const parts = {
    window: windowAt('week', new Date('2026-11-24T00:00:00Z')),
    tables: [headline],
    counters: new Map(),
    dice: createDice(seededBytes(2)),
    hash: sha256,
  };
  const first = makeRelease({ ...parts, earlier: [] });
  expect(makeRelease({ ...parts, earlier: [first as Release] })).toBe('published-before');
});
