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
 * Opens the SQLite file, makes or upgrades its tables. Safe to call twice.
 * @throws where the folder cannot be written or the file is no database
 */
export async function openDatabase(file: string): Promise<Db> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const sqlite = new Database(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  // What is deleted is overwritten, so that a thief finds no old sessions.
  sqlite.pragma('secure_delete = ON');
  sqlite.pragma('busy_timeout = 5000');
  // The driver's own default is 16 MB a connection; our rows are a few hundred bytes.
  sqlite.pragma('cache_size = -2000');
  sqlite.pragma('foreign_keys = ON');
  const db: Db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: rememberStatements(sqlite) }),
  });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
  return db;
}

/** Resolves where the database answers. */
export async function pingDatabase(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}
