import type { Table } from './measures.ts';
import type { Release } from './release.ts';
import { closingScale } from './suppress.ts';
import type { Window, WindowLength } from './windows.ts';

/**
 * The most that the tables of one window of each length may cost one sender, as a sum of bounds;
 * divided by the scale of the noise (4) it is the privacy loss epsilon. A sender who writes every
 * week spends 4 x 1 + 5 in four weeks (epsilon 2.25) and 5 in twelve (1.25). Twelve weeks may cost 3
 * more, the signs, where nothing of their four-week releases was shown: each of those then cost 1,
 * the decision not to show it, instead of 5.
 */
const boundMax: Readonly<Record<WindowLength, number>> = {
  week: 1,
  'four-weeks': 5,
  'twelve-weeks': 5,
};
const stretchedBound = 3;

/** Why a window may not be published; null where it may. */
export type Refusal = 'published-before' | 'over-budget';

/** Whether another release of these tables keeps the promise made to every sender. */
export function refuseRelease(
  earlier: readonly Release[],
  window: Window,
  tables: readonly Table[],
): Refusal | null {
  if (earlier.some(({ window: w }) => w.length === window.length && overlap(w, window)))
    return 'published-before';
  return boundsOf(tables) > budgetOf(earlier, window) ? 'over-budget' : null;
}

/** Whether two releases of one length overlap or one cost a sender more than its budget. */
export function isOverspent(releases: readonly Release[]): boolean {
  return releases.some(({ window, epsilon }, i) => {
    const isTwice = releases
      .slice(i + 1)
      .some(({ window: w }) => w.length === window.length && overlap(w, window));
    return isTwice || epsilon * closingScale > budgetOf(releases, window);
  });
}

/** The tables of a window that may be shown: signs of the same weeks are never shown twice. */
export function tablesDue(
  earlier: readonly Release[],
  window: Window,
  tables: readonly Table[],
): readonly Table[] {
  return tables.filter((t) => !t.insteadOf || areWithheld(earlier, window, t.insteadOf));
}

function budgetOf(releases: readonly Release[], window: Window): number {
  const isStretched =
    window.length === 'twelve-weeks' && areWithheld(releases, window, 'four-weeks');
  return boundMax[window.length] + (isStretched ? stretchedBound : 0);
}

const areWithheld = (releases: readonly Release[], window: Window, length: WindowLength): boolean =>
  releases.every((r) => r.window.length !== length || r.withheld || !overlap(r.window, window));

const overlap = (a: Window, b: Window): boolean => a.start <= b.end && a.end >= b.start;

const boundsOf = (tables: readonly Table[]): number =>
  tables.reduce((sum, { bound }) => sum + bound, 0);

/** Privacy loss of publishing these tables once, for a sender in all of them. */
export const epsilonOf = (tables: readonly Table[]): number => boundsOf(tables) / closingScale;

/** Privacy loss of a year for somebody who writes in every window, added up. */
export const yearlyEpsilon =
  (52 * boundMax.week + 13 * boundMax['four-weeks'] + (52 / 12) * boundMax['twelve-weeks']) /
  closingScale;
