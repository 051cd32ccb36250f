import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from './migrations.ts';
import { rememberStatements } from './remember-statements.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;

/**
 * Opens the database, makes or upgrades its tables. Safe to call twice, and from two processes.
 * @param place a file of SQLite, `:memory:`, or an address `postgres://…`
 * @param upTo where there are no tables yet, the last change of them that is made; else the newest
 * @throws {DatabaseError} where the server cannot be used
 * @throws where the folder cannot be written or the file is no database
 */
export async function openDatabase(place: string, upTo?: string): Promise<Db> {
  return isServer(place) ? openServer(place, upTo) : openFile(place, upTo);
}

/**
 * Opens a database to look at, without making, upgrading or writing anything.
 * @throws where it is not there or cannot be read
 */
export async function openToRead(place: string): Promise<Db> {
  if (isServer(place)) return (await import('./open-postgres.ts')).openPostgres(place);
  const database = new Database(place, { readonly: true, fileMustExist: true });
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

/** Names of the changes of the tables that were made, in order; empty where there are no tables. */
export async function migrationsMade(db: Db): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

/** Whether a place is a server of PostgreSQL, not a file. */
export const isServer = (place: string): boolean => /^postgres(ql)?:/.test(place);

/** The driver is loaded only where it is needed: the small machine starts without its weight. */
async function openServer(url: string, upTo?: string): Promise<Db> {
  const { explainPostgres, openForUpgrade, openPostgres } = await import('./open-postgres.ts');
  const upgrading = openForUpgrade(url);
  try {
    await upgrade(upgrading, upTo);
  } catch (error) {
    throw explainPostgres(error);
  } finally {
    await upgrading.destroy();
  }
  return openPostgres(url);
}

async function openFile(file: string, upTo?: string): Promise<Db> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const sqlite = new Database(file);
  sqlite.pragma('busy_timeout = 5000');
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  // What is deleted is overwritten, so that a thief finds no old sessions.
  sqlite.pragma('secure_delete = ON');
  // The driver's own default is 16 MB a connection; our rows are a few hundred bytes.
  sqlite.pragma('cache_size = -2000');
  sqlite.pragma('foreign_keys = ON');
  const db: Db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: rememberStatements(sqlite) }),
  });
  // Kysely takes no lock of its own here: another process waits, and half an upgrade is undone.
  sqlite.exec('begin immediate');
  try {
    await upgrade(db, upTo);
    sqlite.exec('commit');
  } catch (error) {
    if (sqlite.inTransaction) sqlite.exec('rollback');
    await db.destroy();
    throw error;
  }
  return db;
}

async function upgrade(db: Kysely<unknown> | Db, upTo?: string): Promise<void> {
  const provider = { getMigrations: async () => migrations };
  const migrator = new Migrator({ db: db as Db, provider });
  // Nothing is ever taken back.
  const isNew = (await migrator.getMigrations()).every((m) => m.executedAt === undefined);
  const { error } = await (upTo && isNew ? migrator.migrateTo(upTo) : migrator.migrateToLatest());
  if (error) throw error;
}

/** Resolves where the database answers. */
export async function pingDatabase(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}
