import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { errorName } from '#domain/log.ts';
import { gatewayVersion, type openGatewayToRead } from '#storage/gateway-database.ts';
import { migrations } from '#storage/migrations.ts';
import { type Db, isServer, migrationsMade, openToRead } from '#storage/open-database.ts';
import { broken, type Finding, look, ok } from './finding.ts';

const restore =
  'Stop the program, keep a copy of the files, move the database away and restore a backup: npm run restore.';

export type Opened = {
  /** Null where there is none, or it cannot be used. */
  readonly db: Db | null;
  readonly findings: readonly Finding[];
};

/** Opens the database only to look; whole, and of this version. */
export async function checkDatabase(place: string): Promise<Opened> {
  if (!isServer(place) && !existsSync(place)) {
    return { db: null, findings: [ok('database', 'none yet: it is made at the first start')] };
  }
  try {
    const db = await openToRead(place);
    const findings = [...(await damage(db, place)), ...(await version(db))];
    const isUsable = findings.every(({ state }) => state === 'ok');
    if (isUsable) return { db, findings };
    await db.destroy();
    return { db: null, findings };
  } catch (error) {
    const todo = isServer(place)
      ? 'Start PostgreSQL, or mend DATABASE_URL.'
      : `${restore} Where the name of the error is no SQLITE_CORRUPT or SQLITE_NOTADB, look at owner and disk first.`;
    return {
      db: null,
      findings: [broken('database', `cannot be read (${errorName(error)})`, todo)],
    };
  }
}

async function damage(db: Db, place: string): Promise<Finding[]> {
  if (isServer(place)) {
    await sql`select 1`.execute(db);
    return [ok('database', 'PostgreSQL answers')];
  }
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  const { rows: loose } = await sql`pragma foreign_key_check`.execute(db);
  return rows[0]?.integrity_check === 'ok' && loose.length === 0
    ? [ok('database', 'whole (integrity_check)')]
    : [broken('database', 'the file is damaged', restore)];
}

async function version(db: Db): Promise<Finding[]> {
  const made = await migrationsMade(db);
  const known = Object.keys(migrations);
  if (made.some((name) => !known.includes(name))) {
    const todo = 'Install that version again; an older one must not write to it.';
    return [broken('database', 'it is of a newer version of the program', todo)];
  }
  if (made.length < known.length) {
    const todo = 'Make a backup (npm run backup), then start the program: it upgrades by itself.';
    return [look('database', 'it is of an older version of the program', todo)];
  }
  return [ok('database', `version ${known.at(-1)}`)];
}

/** The file of WhatsApp, opened to look at. */
export function checkGatewayFile(db: ReturnType<typeof openGatewayToRead>): Finding[] {
  const what = db.pragma('integrity_check', { simple: true });
  const todo = 'Stop the program, move whatsapp.sqlite away, start it and link the account anew.';
  if (what !== 'ok') return [broken('whatsapp', 'whatsapp.sqlite is damaged', todo)];
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found > gatewayVersion) {
    const newer = 'Install that version again; an older one must not write to it.';
    return [broken('whatsapp', 'whatsapp.sqlite is of a newer version of the program', newer)];
  }
  return [ok('whatsapp', 'whatsapp.sqlite is whole (integrity_check)')];
}
