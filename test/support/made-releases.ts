import { leavesOf, measureTables } from '#statistics/measures.ts';
import { createDice } from '#statistics/noise.ts';
import { makeRelease, type Release } from '#statistics/release.ts';
import {
  byEnd,
  type Window,
  type WindowLength,
  windowAt,
  windowLengths,
  windowOverAt,
} from '#statistics/windows.ts';
import { bot } from './bot.ts';
import { seededBytes } from './seeded-bytes.ts';
import { sha256 } from './statistics.ts';

const weekMs = 7 * 86_400_000;
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
export function madeReleases(
  weeks: number,
  until: Date,
  size: number | Readonly<Record<WindowLength, number>> = 60,
): readonly Release[] {
  const dice = createDice(seededBytes(7));
  const releases: Release[] = [];
  for (const window of windowsOver(weeks, until)) {
    const most = 1 + (typeof size === 'number' ? size : size[window.length]);
    const tables = realTables.filter((t) => t.length === window.length);
    const counters = new Map(
      tables.map((table) => [
        table.id,
        new Map(leavesOf(table.root).map((id) => [id, dice(most) + dice(most)])),
      ]),
    );
    const parts = { window, tables, counters, earlier: releases, dice, hash: sha256 };
    const made = makeRelease(parts);
    if (typeof made === 'string') throw new Error(`${made} ${window.length} ${window.start}`);
    releases.push(made);
  }
  return releases;
}

/** Windows that began in the last so many weeks and are over, as they are published. */
function windowsOver(weeks: number, until: Date): readonly Window[] {
  const found = new Map<string, Window>();
  for (let back = weeks; back > 0; back--) {
    for (const length of windowLengths) {
      const window = windowAt(length, new Date(until.getTime() - back * weekMs));
      if (windowOverAt(window) <= until.getTime()) found.set(`${length} ${window.start}`, window);
    }
  }
  return [...found.values()].sort(byEnd);
}
