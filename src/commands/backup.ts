import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createBackups } from '#keep-backups.ts';
import { readConfig } from '#operations/config.ts';
import { createLog } from '#operations/logger.ts';
import { isServer, openToRead } from '#storage/open-database.ts';
import { createReleaseJournal } from '#storage/release-journal.ts';
import { tellFault } from './tell-fault.ts';

const help = `Makes today's sealed backup if it is missing, also while the program runs.

  npm run backup

Uses BACKUP_DIR and BACKUP_KEY; npm run backup:keys makes the keys. The program does the same every
night by itself. It holds published figures, accounts and their log, checked hotlines, and who does
not want to be counted; no conversation, no counter, no key, and nothing of WhatsApp.
`;

if (process.argv.includes('--help')) process.stdout.write(help);
else process.exitCode = await run().catch(tellFault);

/** Exit code. */
async function run(): Promise<number> {
  const { backup, dataDir, database } = readConfig(process.env);
  if (!backup) {
    process.stderr.write('BACKUP_DIR is not set.\n');
    return 1;
  }
  if (!isServer(database) && !existsSync(database)) {
    process.stderr.write('There is no database yet.\n');
    return 1;
  }
  // Only to read: a backup before an upgrade must not be the upgrade.
  const db = await openToRead(database);
  let failed = false;
  const log = createLog('info');
  const backups = createBackups({
    settings: backup,
    db,
    journal: createReleaseJournal(join(dataDir, 'releases', 'journal.jsonl')),
    log: (event) => {
      failed ||= 'error' in event;
      log(event);
    },
    now: () => new Date(),
  });
  try {
    await backups.tick();
    return failed ? 1 : 0;
  } finally {
    await db.destroy();
  }
}
