import { errorName, type Log } from '#domain/log.ts';
import { type Invariant, stopsPublication } from '#domain/watch.ts';
import { brokenInvariants } from '#statistics/invariants.ts';
import { leavesOf, type Table } from '#statistics/measures.ts';
import type { Dice } from '#statistics/noise.ts';
import {
  bornCount,
  brokenLink,
  type Counters,
  type Hash,
  makeRelease,
  type Release,
} from '#statistics/release.ts';
import type { StatisticsStore } from '#statistics/statistics-store.ts';
import { byEnd, type Window, windowAt, windowLengths, windowOverAt } from '#statistics/windows.ts';
import type { ReleaseJournal } from '#storage/release-journal.ts';
import type { WindowKeys } from '#storage/window-keys.ts';
import { carryOut, createSenders, type SenderParts } from './count-wishes.ts';

export type StatisticsParts = SenderParts & {
  readonly store: StatisticsStore;
  readonly keys: WindowKeys;
  readonly journal: ReleaseJournal;
  readonly tables: readonly Table[];
  readonly dice: Dice;
  readonly random: (bytes: number) => Uint8Array;
  readonly hash: Hash;
  /** Resolves when people can spare what counting takes of the processor; at once where not told. */
  readonly untilCalm?: () => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
  /** Whether what cannot be undone may rest on `now`; always, where nothing is told. */
  readonly isClockBelieved?: () => boolean;
};

/** Answers that were given just before a window ended may still be on their way. */
const publishAfterMs = 10 * 60_000;
/** Tags of nobody in every table, so that the number of rows is not the number of senders. */
const dummiesMax = 64;
const tagBytes = 8;

export type Statistics = {
  /** Carries out what answers asked for, soon. Call it after an answer. */
  wake(): void;
  /** Opens and publishes windows that are due; call it at the start and every hour. */
  tick(): Promise<void>;
  /** What does not hold among counters, keys and releases; empty where all is well. */
  broken(): Promise<readonly Invariant[]>;
  /** Resolves when nothing is under way. */
  settle(): Promise<void>;
  /** The same, and leaves what is not counted yet to the next start. */
  stop(): Promise<void>;
};

/** Counts, publishes and forgets, one step after another; a failure is logged and tried again. */
export function createStatistics(parts: StatisticsParts): Statistics {
  const { store, log } = parts;
  const senders = createSenders(parts);
  let last: Promise<void> = Promise.resolve();
  let isWaiting = false;
  let isStopped = false;

  const inTurn = (stage: 'count' | 'publish', step: () => Promise<void>): Promise<void> => {
    last = last.then(step).catch((error: unknown) => {
      log({ event: 'statistics-failed', stage, error: errorName(error) });
    });
    return last;
  };
  /** Keys and journal are files that all processes share: they change under the store's lock. */
  const alone = <T>(steps: (own: StatisticsParts) => Promise<T>): Promise<T> =>
    store.alone((own) => steps({ ...parts, store: own }));
  const drain = async (untilCalm: () => Promise<void> = async () => {}): Promise<void> => {
    isWaiting = false;
    if (!(await isAllOpen(parts))) await alone(openCurrent);
    const open = await store.openWindows();
    const countable = { tables: parts.tables, open };
    const take = () => store.takeWish((wish, steps) => carryOut(steps, senders, countable, wish));
    while (!isStopped && (await take())) await untilCalm();
  };
  const wake = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    void inTurn('count', async () => {
      await parts.untilCalm?.();
      await drain(parts.untilCalm);
    });
  };
  return {
    wake,
    tick: () =>
      inTurn('publish', async () => {
        await alone(reconcile);
        // After a rush thousands may wait to be counted: a start must not wait for that.
        if (await isAnyDue(parts)) await drain();
        else wake();
        // What is not counted yet belongs into what would be published now.
        if (isStopped) return;
        if (!(await isAllOpen(parts))) await alone(openCurrent);
        await alone(async (own) => {
          const broken = await brokenNow(own);
          // A clock that jumped ahead must not publish what is still being counted.
          if (parts.isClockBelieved?.() === false) return;
          if (!broken.some(stopsPublication)) await publishDue(own);
          await dropKeysOfNothing(own);
        });
        senders.forget();
        await store.scrub();
      }),
    broken: () => alone(brokenNow),
    settle: () => last,
    stop() {
      isStopped = true;
      return last;
    },
  };
}

async function brokenNow({ store, journal, keys, hash, now }: StatisticsParts) {
  // Marks before counters: a window may be opened meanwhile.
  const tagged = await store.taggedWindows();
  const state = {
    releases: await store.releases(),
    written: journal.read(),
    counted: await store.openWindows(),
    tagged,
    keyed: keys.list(),
  };
  return brokenInvariants(state, hash, now().getTime());
}

/** A crash between a key and its counters leaves a key that no release will ever destroy. */
async function dropKeysOfNothing({ store, keys, now }: StatisticsParts): Promise<void> {
  const counted = await store.openWindows();
  for (const window of keys.list()) {
    const isOpen = counted.some((w) => w.length === window.length && w.start === window.start);
    if (!isOpen && windowOverAt(window) < now().getTime()) keys.destroy(window);
  }
}

/**
 * Brings database and journal to the same releases. One that only the journal has was published
 * just before a crash, or an old backup was restored: its counters must never be published again.
 * @throws where the two tell different figures
 */
async function reconcile({ store, journal, keys, hash }: StatisticsParts): Promise<void> {
  const stored = await store.releases();
  const written = journal.read();
  const differs = stored.some((release, i) => written[i] && written[i].hash !== release.hash);
  if (differs || brokenLink(stored, hash) !== null || brokenLink(written, hash) !== null) {
    throw new Error('releases in the database and in the journal differ or were changed');
  }
  for (const release of stored.slice(written.length)) journal.append(release);
  for (const release of written) {
    if (release.number > stored.length) await store.publish(release);
  }
  for (const { window } of [...stored, ...written]) keys.destroy(window);
}

/** Opens the current window of every length: first its key, then its counters with their noise. */
async function openCurrent(parts: StatisticsParts): Promise<void> {
  const { store, keys, tables, dice, random } = parts;
  const open = await store.openWindows();
  for (const window of await windowsNow(parts)) {
    const { length } = window;
    const own = tables.filter((t) => t.length === length);
    const isOpen = open.some((w) => w.length === length && w.start === window.start);
    // Without its key a window goes on, uncounted: a new key would count senders twice.
    if (!isOpen && keys.read(window) === null) keys.make(window);
    if (isOpen && (await hasAllCells(store, window, own))) continue;
    const counters: Counters = new Map(
      own.map((t) => [t.id, new Map(leavesOf(t.root).map((id) => [id, bornCount(dice)]))]),
    );
    const dummies = own.flatMap(({ id }) =>
      Array.from({ length: dice(dummiesMax) }, () => ({
        window,
        table: id,
        tag: random(tagBytes),
        cells: [],
      })),
    );
    await store.open(window, counters, dummies);
  }
}

async function isAllOpen(parts: StatisticsParts): Promise<boolean> {
  for (const window of await windowsNow(parts)) {
    const own = parts.tables.filter((t) => t.length === window.length);
    if (!(await hasAllCells(parts.store, window, own))) return false;
  }
  return true;
}

/** Where the clock was turned back, one that was published is not opened a second time. */
async function windowsNow({ store, now }: StatisticsParts): Promise<Window[]> {
  const published = (await store.releases()).map((r) => `${r.window.length} ${r.window.start}`);
  return windowLengths
    .map((length) => windowAt(length, now()))
    .filter((w) => !published.includes(`${w.length} ${w.start}`));
}

async function hasAllCells(
  store: StatisticsStore,
  window: Window,
  tables: readonly Table[],
): Promise<boolean> {
  const counters = await store.counters(window);
  return tables.every((t) => leavesOf(t.root).every((id) => counters.get(t.id)?.has(id)));
}

const isDue = (window: Window, now: Date): boolean =>
  windowOverAt(window) + publishAfterMs <= now.getTime();

async function isAnyDue({ store, now }: StatisticsParts): Promise<boolean> {
  return (await store.openWindows()).some((window) => isDue(window, now()));
}

/** Publishes every window that is over: journal first, then the database, then the key goes. */
async function publishDue(parts: StatisticsParts): Promise<void> {
  const { store, keys, journal, tables, dice, hash, log, now } = parts;
  for (const window of (await store.openWindows()).toSorted(byEnd)) {
    if (!isDue(window, now())) continue;
    const earlier: readonly Release[] = await store.releases();
    const made = makeRelease({
      window,
      tables: tables.filter((t) => t.length === window.length),
      counters: await store.counters(window),
      earlier,
      dice,
      hash,
    });
    if (typeof made === 'string') throw new Error(`a release was refused: ${made}`);
    journal.append(made);
    await store.publish(made);
    keys.destroy(window);
    log({ event: 'published', length: window.length, number: made.number });
  }
}

/** How long counting gives way to answering; it goes on a little even if a rush lasts for days. */
const calmWaitMaxMs = 10_000;
const calmStepMs = 250;

/** Waits while people wait for answers. */
export async function untilQuiet(isBusy: () => boolean): Promise<void> {
  for (let waited = 0; waited < calmWaitMaxMs && isBusy(); waited += calmStepMs)
    await new Promise((resolve) => setTimeout(resolve, calmStepMs));
}
