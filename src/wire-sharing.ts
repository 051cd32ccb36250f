import { join } from 'node:path';
import { fingerprintOf } from '#channels/chat-key.ts';
import { errorName, type Log } from '#domain/log.ts';
import { type Config, ConfigError } from '#operations/config.ts';
import { isPostgres } from '#storage/dialect.ts';
import { hasSameKeys } from '#storage/installation.ts';
import { type Db, openDatabase } from '#storage/open-database.ts';
import type { HotlineBook } from './hotline-book.ts';
import type { Statistics } from './keep-statistics.ts';

/** How soon this process counts what others answered. */
const countEveryMs = 5_000;
/** How soon a number that was checked in another process is told as checked. */
const refreshEveryMs = 60_000;

/**
 * Opens the database of the settings. All processes on one PostgreSQL share the folder of keys.
 * @throws {ConfigError} where this one has others
 */
export async function openOwnDatabase({ database, dataDir }: Config): Promise<Db> {
  const db = await openDatabase(database);
  if (!isPostgres(db) || (await hasSameKeys(db, fingerprintOf(join(dataDir, 'keys'))))) return db;
  await db.destroy();
  throw new ConfigError(
    'DATA_DIR holds other keys than this database is used with: give all processes the same ' +
      'folder "keys", or see "Beyond one machine" in README.md where they are lost',
  );
}

export type SharingParts = {
  readonly db: Db;
  readonly upkeep: boolean;
  readonly statistics: Statistics;
  readonly hotlines: HotlineBook;
  readonly log: Log;
};

/** Keeps up with what other processes did, where there may be any. */
export function openSharing({ db, upkeep, statistics, hotlines, log }: SharingParts) {
  const timers: NodeJS.Timeout[] = [];
  const every = (ms: number, work: () => void): void => {
    const timer = setInterval(work, ms);
    timer.unref();
    timers.push(timer);
  };
  const refresh = (): void => {
    hotlines.refresh().catch((error: unknown) => {
      log({ event: 'failed', stage: 'read', error: errorName(error) });
    });
  };
  return {
    start(): void {
      if (!isPostgres(db)) return;
      if (upkeep) every(countEveryMs, () => statistics.wake());
      every(refreshEveryMs, refresh);
    },
    stop: (): void => timers.forEach(clearInterval),
  };
}
