import { offerAgeMaxMs } from '#conversation/offer-sketch.ts';
import { sessionAgeMaxMs } from '#conversation/session.ts';
import { errorName, type Log } from '#domain/log.ts';
import type { Invariant } from '#domain/watch.ts';
import { serangDay } from '#statistics/windows.ts';
import type { Oldest } from '#storage/kept-too-long.ts';
import type { Statistics } from './keep-statistics.ts';

const dayMs = 86_400_000;
/** Sessions are purged every hour. */
const sessionGraceMs = 2 * 3_600_000;

export type WatchParts = {
  readonly statistics: Pick<Statistics, 'broken'>;
  readonly readOldest: (now: number) => Promise<Oldest>;
  /** Sealed texts of messengers that lie longer than promised. */
  readonly countOverdueMail: () => number;
  /** Waits until what another process is just doing is done. */
  readonly pause: () => Promise<unknown>;
  readonly log: Log;
  readonly now: () => Date;
};

export type WatchState = {
  /** Last check that was finished, in milliseconds since 1970; null before the first. */
  readonly checkedAt: number | null;
  readonly broken: readonly Invariant[];
  /** The last check could not be made. */
  readonly isBlind: boolean;
};

/** Looks whether what must always hold does; at the start and every hour, after the purges. */
export function createWatch(parts: WatchParts) {
  let state: WatchState = { checkedAt: null, broken: [], isBlind: false };
  return {
    state: (): WatchState => state,
    /** What is broken is logged by name. Never throws: people are answered all the same. */
    async check(): Promise<void> {
      try {
        const broken = await lastingly(parts);
        state = { checkedAt: parts.now().getTime(), broken, isBlind: false };
        for (const invariant of broken) parts.log({ event: 'invariant-broken', invariant });
      } catch (error) {
        state = { ...state, isBlind: true };
        parts.log({ event: 'failed', stage: 'watch', error: errorName(error) });
      }
    },
  };
}

export type Watch = ReturnType<typeof createWatch>;

/** What is broken twice: while another process publishes or purges, things do not fit for a moment. */
async function lastingly(parts: WatchParts): Promise<readonly Invariant[]> {
  const first = await brokenNow(parts);
  if (first.length === 0) return first;
  await parts.pause();
  const second = await brokenNow(parts);
  return first.filter((invariant) => second.includes(invariant));
}

async function brokenNow(parts: WatchParts): Promise<readonly Invariant[]> {
  const now = parts.now().getTime();
  const oldest = await parts.readOldest(now);
  const kept = keptTooLong(oldest, parts.countOverdueMail(), now);
  return [...(await parts.statistics.broken()), ...kept];
}

/**
 * What lies longer than promised.
 * @param overdueMail sealed texts of messengers with a file of their own
 * @param now milliseconds since 1970
 */
export function keptTooLong(oldest: Oldest, overdueMail: number, now: number): Invariant[] {
  const { session, offer, wish } = oldest;
  const broken: Readonly<Partial<Record<Invariant, boolean>>> = {
    'sessions-old': session !== null && session < now - sessionAgeMaxMs - sessionGraceMs,
    'offers-old': offer !== null && offer < serangDay(now - offerAgeMaxMs - dayMs),
    'wishes-stuck': wish !== null && wish < serangDay(now - dayMs),
    'mail-old': overdueMail + oldest.overdueMail > 0,
  };
  return (Object.keys(broken) as Invariant[]).filter((name) => broken[name]);
}
