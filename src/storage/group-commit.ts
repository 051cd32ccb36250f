import { type Kysely, sql } from 'kysely';
import { isPostgres } from './dialect.ts';
import type { Db } from './open-database.ts';
import type { Tables } from './tables.ts';

/** A transaction, or the connection that holds one. */
export type Tx = Pick<
  Kysely<Tables>,
  'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'getExecutor'
>;
export type Work<T> = (tx: Tx) => Promise<T>;
/** Resolves when the work is on disk. @throws what the work or the commit threw */
export type GroupCommit = <T>(work: Work<T>) => Promise<T>;

/** Works of one transaction. */
const worksMax = 256;
/** How long a write waits for others while there are many, in milliseconds. */
const lingerMs = 4;

type Waiting = { run(tx: Tx): Promise<void>; settle(failure?: { readonly error: unknown }): void };

/**
 * Writes of many people in one transaction, one after another: the disk is waited for once. Each
 * is done only when that transaction is. Where one fails, each is tried alone, so that nobody
 * suffers from another; a work must therefore have no effect outside the database.
 */
export function createGroupCommit(db: Db): GroupCommit {
  const isSqlite = !isPostgres(db);
  const queue: Waiting[] = [];
  let isBusy = false;
  let wasShared = false;

  async function commitAll(): Promise<void> {
    while (queue.length > 0) {
      // On SQLite waiting for the disk stops everything, so that others can only join before it.
      if (isSqlite && wasShared) await new Promise((resolve) => setTimeout(resolve, lingerMs));
      const works = queue.splice(0, worksMax);
      wasShared = works.length > 1;
      await commitTogether(works);
    }
    isBusy = false;
  }

  async function commitTogether(works: readonly Waiting[]): Promise<void> {
    try {
      await transact(async (tx) => {
        for (const work of works) await work.run(tx);
      });
      for (const work of works) work.settle();
    } catch (error) {
      const [only] = works;
      if (works.length === 1) only?.settle({ error });
      else for (const work of works) await commitTogether([work]);
    }
  }

  /** SQLite takes the lock at the beginning: a reader cannot become a writer beside another. */
  function transact(run: (tx: Tx) => Promise<void>): Promise<void> {
    if (!isSqlite) return db.transaction().execute(run);
    return db.connection().execute(async (connection) => {
      await sql`begin immediate`.execute(connection);
      try {
        await run(connection);
        await sql`commit`.execute(connection);
      } catch (error) {
        // A full disk may have ended the transaction already.
        await sql`rollback`.execute(connection).catch(() => {});
        throw error;
      }
    });
  }

  return <T>(work: Work<T>): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const results: T[] = [];
    queue.push({
      async run(tx) {
        results[0] = await work(tx);
      },
      settle: (failure) => (failure ? reject(failure.error) : resolve(results[0] as T)),
    });
    if (!isBusy) {
      isBusy = true;
      setImmediate(() => void commitAll());
    }
    return promise;
  };
}
