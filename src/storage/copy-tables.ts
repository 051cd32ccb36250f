import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { backedUpTables, leftOutOfBackups } from './backup-rows.ts';
import type { Db } from './open-database.ts';
import type { Tables } from './tables.ts';

type Table = keyof Tables;
type Row = Readonly<Record<string, unknown>>;
/** How many rows, and a sum over the hashes of all: the same rows give the same in any order. */
export type Content = { readonly count: number; readonly digest: bigint };

/** Accounts before what belongs to them. */
export const allTables = [
  ...backedUpTables,
  ...(Object.keys(leftOutOfBackups) as Table[]),
] satisfies readonly Table[];
/** Columns that count up by themselves; PostgreSQL must go on behind what was copied. */
const counting = {
  offer: 'id',
  wish: 'id',
  account: 'id',
  proposal: 'id',
  mail_in: 'seq',
  mail_out: 'seq',
} as const satisfies Partial<Record<Table, string>>;
const rowsAtOnce = 500;
const rowsFetched = 5_000;

export type OldFile = {
  rows(table: Table): Iterable<Row>;
  /** Erases what a backup must not hold; returns when nothing of it is left in the file. */
  forgetPeople(): void;
  close(): void;
};

/**
 * Takes the file of SQLite for itself, so that no program writes meanwhile.
 * @returns null where another process has it open
 */
export function openOldFile(file: string): OldFile | null {
  const db = new Database(file, { timeout: 0, fileMustExist: true });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('secure_delete = ON');
    // In this mode the lock stays after the transaction.
    db.exec('begin immediate; commit');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    db.close();
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return {
    rows: (table) => db.prepare(`select * from ${table}`).iterate() as Iterable<Row>,
    forgetPeople(): void {
      for (const table of Object.keys(leftOutOfBackups)) db.exec(`delete from ${table}`);
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
    close: () => void db.close(),
  };
}

/** Writes all rows of a table; what it held. */
export async function copyTable(tx: Db, table: Table, rows: Iterable<Row>): Promise<Content> {
  const content = createSum();
  let some: Row[] = [];
  const write = async (): Promise<void> => {
    if (some.length > 0)
      await tx
        .insertInto(table)
        .values(some as never)
        .execute();
    some = [];
  };
  for (const row of rows) {
    content.add(row);
    some.push(row);
    if (some.length === rowsAtOnce) await write();
  }
  await write();
  const column = counting[table as keyof typeof counting];
  if (column && content.sum().count > 0) {
    const [name, id] = [sql.lit(table), sql.lit(column)];
    await sql`select setval(pg_get_serial_sequence(${name}, ${id}),
      (select max(${sql.ref(column)}) from ${sql.table(table)}))`.execute(tx);
  }
  return content.sum();
}

export function contentOfRows(rows: Iterable<Row>): Content {
  const content = createSum();
  for (const row of rows) content.add(row);
  return content.sum();
}

/** What a table of PostgreSQL holds, read in heaps. */
export async function contentOf(tx: Db, table: Table): Promise<Content> {
  const content = createSum();
  await sql`declare reading cursor for select * from ${sql.table(table)}`.execute(tx);
  for (let more = true; more; ) {
    const { rows } = await sql<Row>`fetch ${sql.lit(rowsFetched)} from reading`.execute(tx);
    for (const row of rows) content.add(row);
    more = rows.length > 0;
  }
  await sql`close reading`.execute(tx);
  return content.sum();
}

export const isSame = (a: Content, b: Content): boolean =>
  a.count === b.count && a.digest === b.digest;

function createSum() {
  let count = 0;
  let digest = 0n;
  return {
    add(row: Row): void {
      const values = Object.keys(row)
        .sort()
        .map((column) => {
          const value = row[column];
          return [column, value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value];
        });
      const hash = createHash('sha256').update(JSON.stringify(values)).digest('hex');
      count++;
      digest = BigInt.asUintN(256, digest + BigInt(`0x${hash}`));
    },
    sum: (): Content => ({ count, digest }),
  };
}
