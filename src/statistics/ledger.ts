import type { Table } from './measures.ts';
import type { Release } from './release.ts';
import { closingScale } from './suppress.ts';
import type { Window, WindowLength } from './windows.ts';

/**
 * The most that the tables of one window of each length may cost one sender, as a sum of bounds;
 * divided by the scale of the noise (4) it is the privacy loss epsilon. A sender who writes every
 * week spends 4 x 1 + 5 in four weeks (epsilon 2.25) and 5 in twelve (1.25).
 */
const boundMax: Readonly<Record<WindowLength, number>> = {
  week: 1,
  'four-weeks': 5,
  'twelve-weeks': 5,
};

/** Why a window may not be published; null where it may. */
export type Refusal = 'published-before' | 'over-budget';

/** Whether another release of these tables keeps the promise made to every sender. */
export function refuseRelease(
  earlier: readonly Release[],
  window: Window,
  tables: readonly Table[],
): Refusal | null {
  if (earlier.some(({ window: w }) => overlap(w, window))) return 'published-before';
  return boundsOf(tables) > boundMax[window.length] ? 'over-budget' : null;
}

/** Whether two releases overlap or one cost a sender more than the budget of its length. */
export function isOverspent(releases: readonly Release[]): boolean {
  return releases.some(({ window, epsilon }, i) => {
    const isTwice = releases.slice(i + 1).some(({ window: w }) => overlap(w, window));
    return isTwice || epsilon * closingScale > boundMax[window.length];
  });
}

const overlap = (a: Window, b: Window): boolean =>
  a.length === b.length && a.start <= b.end && a.end >= b.start;

const boundsOf = (tables: readonly Table[]): number =>
  tables.reduce((sum, { bound }) => sum + bound, 0);

/** Privacy loss of publishing these tables once, for a sender in all of them. */
export const epsilonOf = (tables: readonly Table[]): number => boundsOf(tables) / closingScale;

/** Privacy loss of a year for somebody who writes in every window, added up. */
export const yearlyEpsilon =
  (52 * boundMax.week + 13 * boundMax['four-weeks'] + (52 / 12) * boundMax['twelve-weeks']) /
  closingScale;
