import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

export type GatewayDatabase = Database.Database;

const busyTimeoutMs = 5_000;
/** In order; one that was released is never changed. */
const steps = [
  `create table credentials (
     id integer primary key check (id = 1),
     sealed blob not null
   ) strict;
   create table signal_key (
     id text primary key,
     kind text not null,
     sealed blob not null,
     used_at integer not null
   ) strict, without rowid;
   create index signal_key_used_at on signal_key (used_at);
   create table ciphertext (
     digest text primary key,
     echo blob,
     seen_at integer not null
   ) strict, without rowid;
   create index ciphertext_seen_at on ciphertext (seen_at);
   create table inbox (
     seq integer primary key autoincrement,
     message text not null unique,
     chat text not null,
     body blob,
     urgent integer not null,
     sent_at integer not null,
     arrived_at integer not null
   ) strict;
   create index inbox_waiting on inbox (seq) where body is not null;
   create index inbox_arrived_at on inbox (arrived_at);
   create table outbox (
     seq integer primary key autoincrement,
     id text not null unique,
     message text not null,
     chat text not null,
     body blob not null,
     urgent integer not null,
     expires_at integer not null,
     sent_at integer
   ) strict;
   create index outbox_message on outbox (message);
   create index outbox_unsent on outbox (seq) where sent_at is null;`,
];

/** Of the tables, as `user_version` of the file. */
export const gatewayVersion = steps.length;

/**
 * Opens the file of a messenger's keys and mail. Calls are synchronous: a ratchet step must be on
 * disk before anything else happens.
 * @throws where the folder cannot be written or the file is no database
 */
export function openGatewayDatabase(file: string): GatewayDatabase {
  mkdirSync(dirname(file), { recursive: true });
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  // A message is confirmed to its sender after the commit: it must survive a loss of power.
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  db.pragma(`busy_timeout = ${busyTimeoutMs}`);
  db.pragma('trusted_schema = OFF');
  const version = Number(db.pragma('user_version', { simple: true }));
  db.transaction(() => {
    for (const step of steps.slice(version)) db.exec(step);
    db.pragma(`user_version = ${steps.length}`);
  })();
  return db;
}

/**
 * A write that does not wait for the disk. A kill leaves it, a loss of power may undo it; the next
 * ordinary write makes it safe as well.
 */
export function writeRelaxed<T>(db: GatewayDatabase, work: () => T): T {
  db.pragma('synchronous = NORMAL');
  try {
    return work();
  } finally {
    db.pragma('synchronous = FULL');
  }
}

/**
 * Takes the lock that a process holds for its whole life; the system frees it even after a kill.
 * Returns how to give it back, or null where another process has it.
 */
export function lockGateway(file: string): (() => void) | null {
  mkdirSync(dirname(file), { recursive: true });
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('begin exclusive');
    return () => db.close();
  } catch (error) {
    db.close();
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return null;
    throw error;
  }
}

/** Opens the file to look at; nothing is made or changed. @throws where it is not there */
export const openGatewayToRead = (file: string): GatewayDatabase =>
  new Database(file, { readonly: true, fileMustExist: true, timeout: 1_000 });

/** Whether a process holds the lock; asked without taking it. */
export function isGatewayLocked(file: string): boolean {
  if (!existsSync(file)) return false;
  const db = new Database(file, { readonly: true, timeout: 0 });
  try {
    db.prepare('select count(*) from sqlite_master').get();
    return false;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'SQLITE_BUSY') return true;
    throw error;
  } finally {
    db.close();
  }
}
