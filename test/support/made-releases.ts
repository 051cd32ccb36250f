import { leavesOf, measureTables } from '#statistics/measures.ts';
import { createDice } from '#statistics/noise.ts';
import { makeRelease, type Release } from '#statistics/release.ts';
import { type WindowLength, windowAt } from '#statistics/windows.ts';
import { bot } from './bot.ts';
import { seededBytes } from './seeded-bytes.ts';
import { sha256 } from './statistics.ts';

const weekMs = 7 * 86_400_000;
const dayMs = 86_400_000;
const rulesOf = (kind: string) =>
  [...bot.rulebook.rules.values()].filter((r) => r.kind === kind).map((r) => r.id);
const kecamatan = bot.reference.places.filter((p) => p.groups.includes('kecamatan'));

/** The closed list with the real rules and places. */
export const realTables = measureTables({
  flags: rulesOf('flag'),
  signals: rulesOf('signal'),
  kecamatan: [...new Set(kecamatan.map((p) => p.id))],
});

/**
 * Releases of so many weeks up to a moment, as they would have come out.
 * @param size the more, the larger the figures; 0 gives weeks in which nothing is shown
 */
export function madeReleases(weeks: number, until: Date, size = 60): readonly Release[] {
  const dice = createDice(seededBytes(7));
  const releases: Release[] = [];
  const due = new Set<string>();
  const lengths: readonly WindowLength[] = ['week', 'four-weeks', 'twelve-weeks'];
  for (let back = weeks; back > 0; back--) {
    const now = new Date(until.getTime() - back * weekMs);
    for (const length of lengths) {
      const window = windowAt(length, now);
      const name = `${length} ${window.start}`;
      if (due.has(name) || Date.parse(window.end) + dayMs > until.getTime()) continue;
      due.add(name);
      const tables = realTables.filter((t) => t.length === length);
      const counters = new Map(
        tables.map((table) => [
          table.id,
          new Map(leavesOf(table.root).map((id) => [id, dice(size + 1) + dice(size + 1)])),
        ]),
      );
      const parts = { window, tables, counters, earlier: releases, dice, hash: sha256 };
      const made = makeRelease(parts);
      if (typeof made === 'string') throw new Error(`${made} ${name}`);
      releases.push(made);
    }
  }
  return releases;
}
