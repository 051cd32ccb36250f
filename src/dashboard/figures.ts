import type { Release } from '#statistics/release.ts';
import type { Shown } from '#statistics/suppress.ts';
import type { Window } from '#statistics/windows.ts';

/** One published figure. The true one lies within value ± margin in 95 of 100 cases. */
export type Figure = {
  readonly id: string;
  readonly value: number;
  readonly margin: number;
  /** How deep in the tree of its table; 0 is the whole. */
  readonly depth: number;
  /** For the sum of parts that are not listed: how many they are. */
  readonly cells?: number;
};
/** Stands for the parts that are too small to be listed. */
export const restId = 'rest';

/**
 * The newest release that holds a table, and the one of the same length before it. Where four weeks
 * had too few senders, the last twelve weeks stand in for them.
 */
export function newestWith(
  releases: readonly Release[],
  table: string,
): { readonly newest: Release | null; readonly before: Release | null } {
  const holding = releases.filter(({ tables }) => tables.some(({ id }) => id === table));
  const last = holding.at(-1);
  const longer = holding.findLast(
    (r) => last?.window.length === 'four-weeks' && r.window.length === 'twelve-weeks',
  );
  const newest = last?.withheld && longer && !longer.withheld ? longer : (last ?? null);
  const alike = holding.filter((r) => r.window.length === newest?.window.length);
  return { newest, before: (newest && alike[alike.indexOf(newest) - 1]) ?? null };
}

export const shownIn = (release: Release, table: string): Shown | null =>
  release.tables.find(({ id }) => id === table)?.shown ?? null;

/** All figures of a table in their order, each followed by its parts and the rest of them. */
export function figuresOf(shown: Shown | null, depth = 0): readonly Figure[] {
  if (!shown) return [];
  const { id, value, margin, parts = [], rest } = shown;
  const own = value === null ? [] : [{ id, value, margin, depth }];
  const inner = parts.flatMap((part) => figuresOf(part, depth + 1));
  return rest ? [...own, ...inner, { ...rest, id: restId, depth: depth + 1 }] : [...own, ...inner];
}

/** One figure through time; null where it was too small to be shown or withheld. */
export type Point = { readonly window: Window; readonly figure: Figure | null };

/** A figure in every release of one length that holds its table, oldest first. */
export function seriesOf(
  releases: readonly Release[],
  table: string,
  cell: string,
): readonly Point[] {
  const { newest } = newestWith(releases, table);
  return releases
    .filter(({ window, tables }) => {
      const isAlike = window.length === newest?.window.length;
      return isAlike && tables.some(({ id }) => id === table);
    })
    .map((release) => ({
      window: release.window,
      figure: figuresOf(shownIn(release, table)).find(({ id }) => id === cell) ?? null,
    }));
}

export type Change = 'up' | 'down' | 'unclear' | 'new';

/** Whether a figure changed by more than the noise of both explains; null where nothing was before. */
export function changeOf(figure: Figure, before: readonly Figure[] | null): Change | null {
  if (before === null) return null;
  const earlier = before.find(({ id }) => id === figure.id);
  if (!earlier) return 'new';
  const difference = figure.value - earlier.value;
  const margin = Math.hypot(figure.margin, earlier.margin);
  if (Math.abs(difference) <= margin) return 'unclear';
  return difference > 0 ? 'up' : 'down';
}
