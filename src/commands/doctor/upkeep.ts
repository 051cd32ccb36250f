import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isOld } from '#dashboard/hotline-age.ts';
import { stopsPublication } from '#domain/watch.ts';
import { openHotlineBook } from '#hotline-book.ts';
import { lastBackupAt } from '#keep-backups.ts';
import { keptTooLong } from '#keep-watch.ts';
import type { Config } from '#operations/config.ts';
import { sha256 } from '#operations/slow-hash.ts';
import { loadReference } from '#reference/load-reference.ts';
import { brokenInvariants } from '#statistics/invariants.ts';
import { windowOverAt } from '#statistics/windows.ts';
import { createHotlineChecks } from '#storage/hotline-checks.ts';
import { readOldest } from '#storage/kept-too-long.ts';
import type { Db } from '#storage/open-database.ts';
import { createReleaseJournal } from '#storage/release-journal.ts';
import { createStatisticsStore } from '#storage/statistics-store.ts';
import { createWindowKeys } from '#storage/window-keys.ts';
import { dataDir as dataFolder } from '../load-bot.ts';
import { broken, type Finding, look, ok } from './finding.ts';

const backupAgeMaxMs = 2 * 86_400_000;
const shownMax = 6;

/** Figures, keys of windows and what was kept too long. */
export async function checkInvariants(
  db: Db,
  { dataDir }: Config,
  now: Date,
  running: boolean,
): Promise<{ findings: readonly Finding[]; lastReleaseAt: number | null }> {
  const store = createStatisticsStore(db);
  const releases = await store.releases();
  // Opening makes the folders, and nothing is to be made here.
  const journal = join(dataDir, 'releases', 'journal.jsonl');
  const keys = join(dataDir, 'keys');
  const state = {
    releases,
    written: existsSync(journal) ? createReleaseJournal(journal).read() : [],
    counted: await store.openWindows(),
    tagged: await store.taggedWindows(),
    keyed: existsSync(keys) ? createWindowKeys(keys).list() : [],
  };
  const oldest = await readOldest(db, now.getTime());
  const found = [
    ...brokenInvariants(state, sha256, now.getTime()),
    ...keptTooLong(oldest, 0, now.getTime()),
  ];
  const last = releases.at(-1);
  return {
    findings:
      found.length > 0
        ? found.map((invariant) => findingOf(invariant, running))
        : [ok('figures', `${releases.length} releases, whole and as in the journal`)],
    lastReleaseAt: last ? windowOverAt(last.window) : null,
  };
}

function findingOf(invariant: Parameters<typeof stopsPublication>[0], running: boolean): Finding {
  const what = `"${invariant}" does not hold (the page Keadaan says what it means)`;
  if (stopsPublication(invariant)) {
    const todo =
      invariant === 'clock'
        ? 'Set the clock.'
        : 'Nothing is published. Keep a copy of DATA_DIR and call who maintains the program.';
    return broken('figures', what, todo);
  }
  return running
    ? broken('figures', what, 'Look into the log for "failed"; restart the program.')
    : look('figures', what, 'Start the program: it publishes and erases at the start.');
}

/** Numbers that nobody made sure of for 180 days. */
export async function checkHotlines(db: Db | null, now: Date): Promise<Finding[]> {
  const { hotlines } = loadReference(dataFolder);
  const checks = db ? createHotlineChecks(db) : { list: async () => [], note: async () => {} };
  const book = await openHotlineBook(hotlines, checks);
  const old = (await book.list()).filter((entry) => isOld(entry, now)).map(({ id }) => id);
  if (old.length === 0) return [ok('hotlines', `${hotlines.length}, all seen within 180 days`)];
  const names = old.slice(0, shownMax).join(', ');
  const more = old.length > shownMax ? ` and ${old.length - shownMax} more` : '';
  const todo = 'Call them and note it on the page Kontak of the dashboard.';
  return [look('hotlines', `${old.length} not checked for 180 days: ${names}${more}`, todo)];
}

export function checkBackup({ backup, dataDir }: Config, now: number, running: boolean): Finding[] {
  if (!backup) {
    const todo = 'npm run backup:keys, then set BACKUP_DIR and BACKUP_KEY.';
    return [look('backup', 'there is none', todo)];
  }
  const at = lastBackupAt(backup.folder);
  const findings: Finding[] = [];
  if (at === null || now - at > backupAgeMaxMs) {
    const what = at === null ? 'none was made yet' : 'the newest is older than two days';
    const todo = 'npm run backup; where that fails, look at BACKUP_DIR, its owner and its disk.';
    findings.push(running ? broken('backup', what, todo) : look('backup', what, todo));
  }
  const isSameDisk =
    existsSync(dataDir) &&
    existsSync(backup.folder) &&
    statSync(dataDir).dev === statSync(backup.folder).dev;
  if (isSameDisk) {
    const todo = 'Set BACKUP_DIR to another disk, or copy the files to another machine.';
    findings.push(look('backup', 'backups lie on the disk of the database', todo));
  }
  return findings.length > 0 ? findings : [ok('backup', 'the newest is of the last two days')];
}

/** Settings that are right one by one and still a danger. */
export function checkSettings({ host, trustProxy, metrics, botLink }: Config): Finding[] {
  const isLocal = (name: string) => ['127.0.0.1', 'localhost', '::1'].includes(name);
  const findings: Finding[] = [];
  if (!isLocal(host) && !trustProxy) {
    const todo = 'Put a proxy with HTTPS in front and set TRUST_PROXY=on.';
    findings.push(look('settings', 'HOST is open to the network, without a proxy', todo));
  }
  if (metrics && !isLocal(metrics.host)) {
    const todo = 'Let only the machine that collects them reach it (a firewall or a private net).';
    findings.push(look('settings', 'METRICS is open to the network', todo));
  }
  if (botLink?.includes('wa.me')) {
    const todo = 'Set BOT_LINK to a short link of your own: the number may be banned some day.';
    findings.push(look('settings', 'posters carry the number itself', todo));
  }
  return findings.length > 0 ? findings : [ok('settings', 'read, nothing to say')];
}
