import { type Kysely, sql } from 'kysely';
import { isPostgres } from './dialect.ts';
import type { Db } from './open-database.ts';
import type { Tables } from './tables.ts';

/** What is to be there again after the machine is lost, in the order in which it is written back. */
export const backedUpTables = [
  'release',
  'left_out',
  'account',
  'audit',
  'hotline_check',
] as const satisfies readonly (keyof Tables)[];

/**
 * What a backup must not hold, and why: somebody who has last week's file would have what we
 * promised to forget by today.
 */
export const leftOutOfBackups = {
  session: 'forgotten after a day',
  offer: 'forgotten after 28 days',
  wish: 'lives less than a second; names what one person wrote',
  mail_in: 'messages of people',
  mail_out: 'answers to people',
  mail_chat: 'who writes just now',
  installation: 'of keys that are in no backup',
  tag: 'forgotten when its window is published',
  counter: 'two copies, subtracted, would give the counts of one day without any noise',
  sign_in: 'of browsers that must sign in anew',
  link: 'ends within two days',
  proposal: 'ends within a day',
} as const satisfies Partial<Record<keyof Tables, string>>;

export type BackupRow = {
  readonly table: (typeof backedUpTables)[number];
  readonly row: Readonly<Record<string, unknown>>;
};

/** The rows of one moment, and the newest change of the tables that they are of. */
export function readBackupRows(
  db: Db,
): Promise<{ readonly migration: string; readonly rows: readonly BackupRow[] }> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const rows: BackupRow[] = [];
      for (const table of await thereOf(tx, backedUpTables)) {
        for (const row of await tx.selectFrom(table).selectAll().execute()) {
          rows.push({ table, row: toJson(row) });
        }
      }
      return { migration: await newestMigration(tx), rows };
    });
}

/** Writes rows into a database whose tables are as they were then: all of them or none. */
export function writeBackupRows(db: Db, rows: readonly BackupRow[]): Promise<void> {
  return db.transaction().execute(async (tx) => {
    for (const { table, row } of rows) {
      await tx
        .insertInto(table)
        // The tables are as they were when these rows were read from them.
        .values(fromJson(row) as never)
        .execute();
    }
    if (!isPostgres(tx)) return;
    // PostgreSQL goes on counting where it was, not behind the numbers that were given.
    await sql`select setval(pg_get_serial_sequence('account', 'id'),
      (select coalesce(max(id), 1) from account))`.execute(tx);
  });
}

/** Whether nothing is in it that a restored backup could collide with. */
export async function isEmptyDatabase(db: Db): Promise<boolean> {
  for (const table of await thereOf(db, [...backedUpTables, 'counter', 'session'])) {
    const found = await db.selectFrom(table).select(sql<number>`1`.as('n')).limit(1).execute();
    if (found.length > 0) return false;
  }
  return true;
}

/** An older version has fewer tables; so has what is restored from it, until it is upgraded. */
async function thereOf<T extends keyof Tables>(
  db: Kysely<Tables>,
  tables: readonly T[],
): Promise<readonly T[]> {
  const there = new Set((await db.introspection.getTables()).map(({ name }) => name));
  return tables.filter((table) => there.has(table));
}

/** Name of the newest change of the tables. */
export async function newestMigration(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name desc limit 1`.execute(db);
  return rows[0]?.name ?? '';
}

/** Bytes as `{"base64": …}`; everything else is text, number or null. */
function toJson(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
    ]),
  );
}

function fromJson(row: BackupRow['row']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const { base64 } = (value ?? {}) as { base64?: unknown };
      return [column, typeof base64 === 'string' ? Buffer.from(base64, 'base64') : value];
    }),
  );
}
