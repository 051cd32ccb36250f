import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorName, type Log } from '#domain/log.ts';
import { seal, writeWhole } from '#operations/sealed-file.ts';
import { sha256 } from '#operations/slow-hash.ts';
import type { Release } from '#statistics/release.ts';
import { serangDay } from '#statistics/windows.ts';
import { readBackupRows } from '#storage/backup-rows.ts';
import type { Db } from '#storage/open-database.ts';

const backupFile = /^tanya-dulu-(\d{4}-\d{2}-\d{2})\.jsonl\.gz\.age$/;
const partFile = /^tanya-dulu-[\d-]+\.jsonl\.gz\.age\.\d+\.part$/;
/** A day of backups begins at this hour in Serang, when few people write. */
const hourMin = 2;
const hourMs = 3_600_000;

export type BackupSettings = {
  readonly folder: string;
  readonly publicKey: string;
  /** Newest files that are kept. */
  readonly keep: number;
};
export type BackupParts = {
  readonly settings: BackupSettings;
  readonly db: Db;
  readonly journal: { read(): readonly Release[] };
  readonly log: Log;
  readonly now: () => Date;
};

/** Once a night a sealed file of what must outlive the machine. */
export function createBackups(parts: BackupParts) {
  const { settings, log, now } = parts;
  return {
    /** Backs up where today's is missing; call it every hour. Logs where it fails. */
    async tick(): Promise<void> {
      const day = serangDay(now().getTime() - hourMin * hourMs);
      try {
        const file = join(settings.folder, `tanya-dulu-${day}.jsonl.gz.age`);
        if (backupsIn(settings.folder).includes(file)) return;
        const start = performance.now();
        const bytes = await seal(await backupText(parts), settings.publicKey);
        writeWhole(file, bytes);
        for (const old of backupsIn(settings.folder).slice(0, -settings.keep)) rmSync(old);
        for (const left of leftParts(settings.folder)) rmSync(left, { force: true });
        const ms = Math.round(performance.now() - start);
        log({ event: 'backed-up', bytes: bytes.length, ms });
      } catch (error) {
        log({ event: 'failed', stage: 'backup', error: errorName(error) });
      }
    },
  };
}

/** Whole backups of a folder, oldest first; nothing else in it is ever touched. */
export function backupsIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => backupFile.test(name));
    return names.sort().map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** What a crash left of a backup that was being written. */
function leftParts(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => partFile.test(name))
    .map((name) => join(folder, name))
    .filter((file) => Date.now() - statSync(file).mtimeMs > hourMs);
}

/** When the newest was made, in milliseconds since 1970; null where there is none. */
export function lastBackupAt(folder: string): number | null {
  const last = backupsIn(folder).at(-1);
  return last ? statSync(last).mtimeMs : null;
}

/**
 * A head, one line for each row and each release of the journal, and an end by which a file that
 * was cut off is known. The database is read before the journal, which may be ahead but not behind.
 */
async function backupText({ db, journal, now }: BackupParts): Promise<string> {
  const { migration, rows } = await readBackupRows(db);
  const head = { format: 1, day: serangDay(now().getTime()), migration };
  const lines = [head, ...rows, ...journal.read().map((release) => ({ release }))].map(
    (line) => `${JSON.stringify(line)}\n`,
  );
  const text = lines.join('');
  return `${text}${JSON.stringify({ end: lines.length, sha256: sha256(text) })}\n`;
}
