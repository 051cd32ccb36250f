import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '#operations/slow-hash.ts';
import { brokenLink, type Release } from '#statistics/release.ts';
import {
  type BackupRow,
  backedUpTables,
  isEmptyDatabase,
  newestMigration,
  writeBackupRows,
} from '#storage/backup-rows.ts';
import { migrations } from '#storage/migrations.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createReleaseJournal } from '#storage/release-journal.ts';

const headSchema = z.strictObject({
  format: z.literal(1),
  day: z.string(),
  migration: z.string().min(1),
});
const lineSchema = z.union([
  z.strictObject({ table: z.enum(backedUpTables), row: z.record(z.string(), z.unknown()) }),
  z.strictObject({ release: z.looseObject({ number: z.number(), hash: z.string() }) }),
]);
const endSchema = z.strictObject({ end: z.number(), sha256: z.string() });

export type Backup = {
  /** Day in Serang on which it was made. */
  readonly day: string;
  /** Newest change of the tables of which its rows are. */
  readonly migration: string;
  readonly rows: readonly BackupRow[];
  readonly releases: readonly Release[];
};

export type NotRestored =
  | 'cut-off'
  | 'changed'
  | 'not-empty'
  /** The journal of this folder tells other figures than the backup. */
  | 'other-journal'
  /** Made by a newer program. */
  | 'too-new';

/** Reads the text of a backup. */
export function readBackup(text: string): Backup | Extract<NotRestored, 'cut-off' | 'changed'> {
  const lines = text.split('\n');
  const end = endSchema.safeParse(jsonOf(lines.at(-2) ?? ''));
  if (lines.at(-1) !== '' || !end.success) return 'cut-off';
  const content = lines.slice(0, -2);
  const whole = content.map((line) => `${line}\n`).join('');
  const head = headSchema.safeParse(jsonOf(content[0] ?? ''));
  if (content.length !== end.data.end || sha256(whole) !== end.data.sha256) return 'changed';
  if (!head.success) return 'changed';
  const rows: BackupRow[] = [];
  const releases: Release[] = [];
  for (const line of content.slice(1)) {
    const value = jsonOf(line);
    const read = lineSchema.safeParse(value);
    if (!read.success) return 'changed';
    // As it was written, not as it was checked: its hash is over its fields in their order.
    if ('release' in read.data) releases.push((value as { release: Release }).release);
    else rows.push(read.data);
  }
  const { day, migration } = head.data;
  return brokenLink(releases, sha256) === null ? { day, migration, rows, releases } : 'changed';
}

export type RestorePlace = {
  readonly dataDir: string;
  /** What `openDatabase` takes. */
  readonly database: string;
};

/**
 * Puts a backup into an installation that has no database yet. The journal that lies there stays
 * where it knows more, so that nothing it tells of is published again; keys stay, too.
 * @returns null where it was done
 */
export async function restoreBackup(
  { dataDir, database }: RestorePlace,
  backup: Backup,
): Promise<NotRestored | null> {
  const isFile = !/^postgres(ql)?:/.test(database);
  if (isFile && existsSync(database)) return 'not-empty';
  if (!(backup.migration in migrations)) return 'too-new';
  const journal = createReleaseJournal(join(dataDir, 'releases', 'journal.jsonl'));
  const written = journal.read();
  const { releases } = backup;
  if (written.some((release, i) => releases[i] && releases[i].hash !== release.hash)) {
    return 'other-journal';
  }
  const made = isFile ? `${database}.restored` : database;
  if (isFile)
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${made}${suffix}`, { force: true });
  const refused = await fill(made, backup);
  if (refused) return refused;
  for (const release of releases.slice(written.length)) journal.append(release);
  // Closing folded the log into the file: it is whole, and now it is the database.
  if (isFile) renameSync(made, database);
  return null;
}

async function fill(place: string, { migration, rows }: Backup): Promise<'not-empty' | null> {
  const db = await openDatabase(place, migration);
  try {
    const isReady = (await isEmptyDatabase(db)) && (await newestMigration(db)) === migration;
    if (!isReady) return 'not-empty';
    await writeBackupRows(db, rows);
    return null;
  } finally {
    await db.destroy();
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
