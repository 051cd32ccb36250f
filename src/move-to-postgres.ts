import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf } from '#channels/chat-key.ts';
import { sqliteFile } from '#operations/config.ts';
import { sha256 } from '#operations/slow-hash.ts';
import { isOverspent } from '#statistics/ledger.ts';
import { brokenLink } from '#statistics/release.ts';
import { createAccountsStore } from '#storage/accounts-store.ts';
import {
  allTables,
  type Content,
  contentOf,
  contentOfRows,
  copyTable,
  isSame,
  type OldFile,
  openOldFile,
} from '#storage/copy-tables.ts';
import { hasSameKeys } from '#storage/installation.ts';
import { type Db, openDatabase } from '#storage/open-database.ts';
import { openForUpgrade } from '#storage/open-postgres.ts';
import { createReleaseJournal } from '#storage/release-journal.ts';
import { createStatisticsStore } from '#storage/statistics-store.ts';

/** Why nothing was moved; nothing is changed then. */
export type NotMoved =
  /** There is no file of SQLite. */
  | 'no-file'
  /** A program has the file open. */
  | 'running'
  /** The target holds something else. */
  | 'not-empty'
  /** What arrived is not what was sent. */
  | 'differs'
  /** Releases, their budget or the log of the task force are not whole. */
  | 'broken-chain';

export type Move = {
  readonly dataDir: string;
  /** Address of PostgreSQL. */
  readonly url: string;
  readonly onTable: (table: string, rows: number) => void;
};

/**
 * Moves an installation from its file of SQLite to PostgreSQL, in one transaction: interrupted, it
 * can be repeated. Afterwards the file is set aside and holds nothing of people any more.
 * @returns null where it was done, also where it had been done before
 * @throws {DatabaseError} where the server cannot be used
 */
export async function moveToPostgres({ dataDir, url, onTable }: Move): Promise<NotMoved | null> {
  const file = sqliteFile(dataDir);
  const aside = `${file}.moved`;
  if (!existsSync(file)) return existsSync(aside) ? forget(aside) : 'no-file';
  const lock = openOldFile(file);
  if (!lock) return 'running';
  lock.close();
  // Brings both to the same tables.
  for (const place of [file, url]) await (await openDatabase(place)).destroy();
  const old = openOldFile(file);
  if (!old) return 'running';
  const db = openForUpgrade(url) as Db;
  let refusal: NotMoved | null;
  try {
    refusal = await db
      .transaction()
      .execute((tx) => fill(tx, old, { dataDir, onTable }))
      .catch((error: unknown) => {
        if (error instanceof Refused) return error.why;
        throw error;
      });
  } finally {
    await db.destroy();
    old.close();
  }
  if (refusal) return refusal;
  for (const suffix of ['-wal', '-shm'])
    if (existsSync(`${file}${suffix}`)) renameSync(`${file}${suffix}`, `${aside}${suffix}`);
  renameSync(file, aside);
  return forget(aside);
}

/** Undoes the transaction. */
class Refused extends Error {
  readonly why: NotMoved;
  constructor(why: NotMoved) {
    super(why);
    this.why = why;
  }
}

async function fill(
  tx: Db,
  old: OldFile,
  { dataDir, onTable }: Pick<Move, 'dataDir' | 'onTable'>,
): Promise<null> {
  const found = new Map<string, Content>();
  for (const table of allTables) found.set(table, await contentOf(tx, table));
  const isEmpty = [...found.values()].every(({ count }) => count === 0);
  for (const table of allTables) {
    if (table === 'installation') continue;
    const sent = isEmpty
      ? await copyTable(tx, table, old.rows(table))
      : contentOfRows(old.rows(table));
    const arrived = isEmpty ? await contentOf(tx, table) : found.get(table)!;
    // Interrupted after the last step, everything is there already.
    if (!isSame(sent, arrived)) throw new Refused(isEmpty ? 'differs' : 'not-empty');
    onTable(table, arrived.count);
  }
  if (!(await hasSameKeys(tx, fingerprintOf(join(dataDir, 'keys')))))
    throw new Refused('not-empty');
  await checkChains(tx, dataDir);
  return null;
}

/** The published figures, what they cost and who did what must be whole where they are now. */
async function checkChains(tx: Db, dataDir: string): Promise<void> {
  const releases = await createStatisticsStore(tx).releases();
  const written = createReleaseJournal(join(dataDir, 'releases', 'journal.jsonl')).read();
  const isWhole =
    brokenLink(releases, sha256) === null &&
    !isOverspent(releases) &&
    releases.every((release, i) => !written[i] || written[i].hash === release.hash) &&
    (await createAccountsStore(tx, sha256).brokenEntry()) === null;
  if (!isWhole) throw new Refused('broken-chain');
}

/** What people were promised to be forgotten must not lie in a file that nobody cleans any more. */
function forget(aside: string): NotMoved | null {
  const old = openOldFile(aside);
  if (!old) return 'running';
  old.forgetPeople();
  old.close();
  return null;
}
