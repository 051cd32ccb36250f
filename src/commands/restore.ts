import { readFileSync } from 'node:fs';
import { readConfig } from '#operations/config.ts';
import { type NotOpened, open } from '#operations/sealed-file.ts';
import { type NotRestored, readBackup, restoreBackup } from '#restore-backup.ts';

const help = `Puts a backup into an installation that has no database.

  npm run restore -- BACKUP_FILE SECRET_KEY_FILE

Uses DATA_DIR and DATABASE_URL. Stop the program first, and move a damaged tanya-dulu.sqlite away, or
make an empty database in PostgreSQL; leave keys/ and releases/ where they are if they still exist. What was published stays published; the weeks
that were being counted begin anew. WhatsApp is not in a backup: link the account again.
`;
const reasons: Readonly<Record<NotOpened | NotRestored | 'no-key', string>> = {
  'wrong-key': 'This key does not open this file.',
  damaged: 'The file is damaged. Take another backup.',
  'cut-off': 'The file was cut off. Take another backup.',
  changed: 'The file was changed. Take another backup.',
  'not-empty':
    'There is a database already. Stop the program, and move tanya-dulu.sqlite away or name an empty database.',
  'other-journal':
    'releases/journal.jsonl in DATA_DIR tells other figures than this backup: they are of two installations. Nothing was changed.',
  'too-new': 'This backup is of a newer version of the program. Install that version first.',
  'no-key': 'The key file holds no line AGE-SECRET-KEY-….',
};

const [file, keyFile] = process.argv.slice(2);
if (file === undefined || keyFile === undefined) process.stdout.write(help);
else process.exitCode = await run(file, keyFile);

/** Exit code. */
async function run(backupFile: string, secretFile: string): Promise<number> {
  const config = readConfig(process.env);
  const secret = /^AGE-SECRET-KEY-1[A-Z0-9]+$/m.exec(readFileSync(secretFile, 'utf8'))?.[0];
  if (!secret) return refuse('no-key');
  const opened = await open(readFileSync(backupFile), secret);
  if (!opened.ok) return refuse(opened.why);
  const backup = readBackup(opened.text);
  if (typeof backup === 'string') return refuse(backup);
  const refused = await restoreBackup(config, backup);
  if (refused) return refuse(refused);
  process.stdout.write(
    `The backup of ${backup.day} is restored: ${backup.releases.length} releases. Start the program.\n`,
  );
  return 0;
}

function refuse(why: keyof typeof reasons): number {
  process.stderr.write(`${reasons[why]}\n`);
  return 1;
}
