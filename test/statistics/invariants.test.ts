import { describe, expect, test } from 'vitest';
import { invariants, stopsPublication } from '#domain/watch.ts';
import { brokenInvariants, type StatisticsState } from '#statistics/invariants.ts';
import type { Release } from '#statistics/release.ts';
import { windowAt, windowOverAt } from '#statistics/windows.ts';
import { madeReleases } from '../support/made-releases.ts';
import { sha256 } from '../support/statistics.ts';

const releases = madeReleases(10, new Date('2026-11-24T03:00:00Z'));
const lastOver = Math.max(...releases.map(({ window }) => windowOverAt(window)));
const now = new Date(lastOver + 3_600_000);
const current = windowAt('week', now);
const well: StatisticsState = {
  releases,
  written: releases,
  counted: [current],
  tagged: [current],
  keyed: [current],
};
const brokenWith = (changes: Partial<StatisticsState>, at = now.getTime()) =>
  brokenInvariants({ ...well, ...changes }, sha256, at);
const past = releases[0]!.window;
const rehashed = (release: Release, changes: Partial<Release>): Release => {
  const { hash, ...body } = { ...release, ...changes };
  expect(hash).toBe(release.hash);
  return { ...body, hash: sha256(JSON.stringify(body)) };
};

test('where all is well nothing is broken', () => {
  expect(releases.length).toBeGreaterThan(3);
  expect(brokenWith({})).toEqual([]);
  expect(brokenWith({ releases: [], written: [], counted: [], tagged: [], keyed: [] })).toEqual([]);
});

describe('each fault is told by its name', () => {
  const [first, ...rest] = releases;
  const changed = [{ ...first!, withheld: !first!.withheld }, ...rest];
  const costly = [rehashed(first!, { epsilon: 9 })];
  test.each([
    ['chain', { releases: changed }],
    ['chain', { written: changed }],
    ['chain', { releases: rest, written: rest }],
    ['journal', { written: releases.slice(0, -1) }],
    ['journal', { releases: [] }],
    ['ledger', { releases: costly, written: costly }],
    ['ledger', { releases: [...releases, releases[1]!] }],
    ['counters', { counted: [current, past] }],
    ['counters', { counted: [{ ...current, start: '2026-11-24' }], tagged: [] }],
    ['tags', { counted: [] }],
    ['tags', { tagged: [current, past] }],
    ['keys-overdue', { keyed: [current, past] }],
  ] as const)('%s', (name, changes) => {
    expect(brokenWith(changes)).toContain(name);
  });
  test('clock', () => expect(brokenWith({}, lastOver - 1)).toEqual(['clock']));
});

test('a key is given ten minutes and two ticks after its window', () => {
  const over = windowOverAt(current);
  expect(brokenWith({}, over + 2 * 3_600_000)).toEqual([]);
  expect(brokenWith({}, over + 4 * 3_600_000)).toEqual(['keys-overdue']);
});

test('what was kept too long stops no publication: only publishing and erasing mend it', () => {
  expect(invariants.filter((i) => !stopsPublication(i))).toEqual([
    'keys-overdue',
    'sessions-old',
    'offers-old',
    'wishes-stuck',
    'mail-old',
  ]);
});
