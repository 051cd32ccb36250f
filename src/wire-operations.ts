import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionStore } from '#conversation/session.ts';
import type { AccountsStore } from '#dashboard/accounts-store.ts';
import { errorName, type Log } from '#domain/log.ts';
import type { Config } from '#operations/config.ts';
import type { Metrics } from '#operations/metrics.ts';
import type { Release } from '#statistics/release.ts';
import { windowOverAt } from '#statistics/windows.ts';
import { readOldest } from '#storage/kept-too-long.ts';
import { type Db, pingDatabase } from '#storage/open-database.ts';
import { createReleaseJournal } from '#storage/release-journal.ts';
import { purgeSessions } from './answer-message.ts';
import type { HotlineBook } from './hotline-book.ts';
import { createBackups, lastBackupAt } from './keep-backups.ts';
import type { Statistics } from './keep-statistics.ts';
import { createWatch } from './keep-watch.ts';
import { dutiesOf } from './roles.ts';
import { openSharing } from './wire-sharing.ts';

const tidyEveryMs = 3_600_000;
/** Longer than it takes to publish or to purge. */
const pauseMs = 2_000;

export type OperationsParts = {
  readonly config: Config;
  readonly db: Db;
  readonly sessions: SessionStore;
  readonly accounts: AccountsStore;
  readonly metrics: Metrics;
  readonly statistics: Statistics;
  readonly releases: () => Promise<readonly Release[]>;
  readonly whatsapp: Messenger | null;
  readonly cloud: { counts(): Promise<{ waiting: number; unsent: number }> } | null;
  readonly hotlines: HotlineBook;
  readonly log: Log;
  readonly now: () => Date;
  readonly isClockBelieved: () => boolean;
};

type Messenger = {
  state(): { state: string; waiting: number; unsent: number };
  countOverdueMail(): number;
};

/** What keeps the program running for years: purges, publications, the watch, the metrics. */
export function openOperations(parts: OperationsParts) {
  const { config, db, metrics, statistics, releases, whatsapp, now } = parts;
  const { upkeep, pages } = dutiesOf(config.role);
  const sharing = openSharing({ ...parts, upkeep });
  const watch = createWatch({
    ...parts,
    // The journal lies where figures are published or shown, not beside every gateway.
    statistics: upkeep || pages ? statistics : { broken: async () => [] },
    pause: () => sleep(pauseMs),
    readOldest: (at) => readOldest(db, at),
    countOverdueMail: () => whatsapp?.countOverdueMail() ?? 0,
  });
  const journal = createReleaseJournal(join(config.dataDir, 'releases', 'journal.jsonl'));
  const { backup: settings } = config;
  const backups = settings && upkeep ? createBackups({ ...parts, settings, journal }) : null;
  // Read once an hour, because only then it changes: all releases of years are not small.
  let releasedAt: number | null = null;
  const tidy = async () => {
    if (upkeep) {
      await parts.accounts.purge(now().getTime());
      await purgeSessions(parts);
      await statistics.tick();
    }
    releasedAt = lastReleaseAt(await releases());
    await watch.check();
  };
  let tidying: NodeJS.Timeout | undefined;
  const backedUpAt = () => (settings ? lastBackupAt(settings.folder) : null);
  let server: { stop(): Promise<void> } | null = null;
  const gauges = {
    databaseSeconds: () => secondsOf(() => pingDatabase(db)),
    whatsapp: () => whatsapp?.state() ?? null,
    mail: async () => whatsapp?.state() ?? (await parts.cloud?.counts()) ?? null,
    broken: () => watch.state().broken,
    checkedAt: () => watch.state().checkedAt,
    releasedAt: () => releasedAt,
    backedUpAt,
  };
  return {
    state: () => ({ ...watch.state(), hasBackup: settings !== null, backedUpAt: backedUpAt() }),
    /** Purges, publishes and looks around once, then every hour. */
    async start(): Promise<void> {
      await tidy();
      tidying = setInterval(() => {
        void backups?.tick();
        tidy().catch((error: unknown) => {
          parts.log({ event: 'failed', stage: 'watch', error: errorName(error) });
        });
      }, tidyEveryMs);
      tidying.unref();
    },
    /** @throws where the address of the metrics is taken */
    async listen(): Promise<void> {
      // Nobody waits for it: the program is listening already.
      void backups?.tick();
      sharing.start();
      if (!config.metrics) return;
      const { openMetricsServer } = await import('#operations/metrics-server.ts');
      const families = () => metrics.families(gauges);
      server = await openMetricsServer({ ...config.metrics, families, log: parts.log });
    },
    async stop(): Promise<void> {
      clearInterval(tidying);
      sharing.stop();
      await server?.stop();
    },
  };
}

async function secondsOf(work: () => Promise<void>): Promise<number | null> {
  const start = performance.now();
  try {
    await work();
    return (performance.now() - start) / 1_000;
  } catch {
    // Told as `tanya_database_up 0`; requests that need it log their own failure.
    return null;
  }
}

function lastReleaseAt(releases: readonly Release[]): number | null {
  const last = releases.at(-1);
  return last ? windowOverAt(last.window) : null;
}
