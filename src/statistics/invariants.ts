import type { Invariant } from '#domain/watch.ts';
import { isOverspent } from './ledger.ts';
import { brokenLink, type Hash, type Release } from './release.ts';
import { type Window, windowAt, windowOverAt, windowStarting } from './windows.ts';

/** Published, and its key destroyed, this long after a window is over: ten minutes and two ticks. */
const overdueMs = 3 * 3_600_000;

export type StatisticsState = {
  /** Of the database. */
  readonly releases: readonly Release[];
  /** Of the journal. */
  readonly written: readonly Release[];
  /** Windows that have counters. */
  readonly counted: readonly Window[];
  /** Windows that have marks of senders. */
  readonly tagged: readonly Window[];
  /** Windows that have a key. */
  readonly keyed: readonly Window[];
};

/** What does not hold among counters, keys and releases. @param now milliseconds since 1970 */
export function brokenInvariants(state: StatisticsState, hash: Hash, now: number): Invariant[] {
  const { releases, written, counted, tagged, keyed } = state;
  const broken: Readonly<Partial<Record<Invariant, boolean>>> = {
    chain: brokenLink(releases, hash) !== null || brokenLink(written, hash) !== null,
    journal:
      releases.length !== written.length || releases.some((r, i) => r.hash !== written[i]?.hash),
    ledger: isOverspent(releases),
    counters: counted.some((w) => !isOfCalendar(w) || releases.some((r) => isSame(r.window, w))),
    tags: tagged.some((w) => !counted.some((c) => isSame(c, w))),
    clock: releases.some(({ window }) => windowOverAt(window) > now),
    'keys-overdue': keyed.some((w) => windowOverAt(w) + overdueMs < now),
  };
  return (Object.keys(broken) as Invariant[]).filter((name) => broken[name]);
}

const isSame = (a: Window, b: Window): boolean => a.length === b.length && a.start === b.start;

/** Whether a window begins where windows of its length begin. */
function isOfCalendar({ length, start }: Window): boolean {
  const begin = windowStarting(length, start);
  return windowAt(length, new Date(windowOverAt(begin) - 1)).start === start;
}
