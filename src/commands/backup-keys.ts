import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { readConfig } from '#operations/config.ts';
import { makeKeyPair, writeWhole } from '#operations/sealed-file.ts';

const help = `Makes the pair of keys for backups.

  npm run backup:keys -- FILE    writes the secret key to FILE and prints the setting BACKUP_KEY

FILE should lie on a stick or a disk that is taken out afterwards: who has it can read every backup,
and without it no backup can be restored. Keep two copies in two places, none on this machine.
`;

const [file] = process.argv.slice(2);
if (file === undefined || file === '--help') process.stdout.write(help);
else process.exitCode = await run(file);

/** Exit code. */
async function run(secretFile: string): Promise<number> {
  const { dataDir, backup } = readConfig(process.env);
  if (existsSync(secretFile)) return refuse('There is a file of that name already.');
  for (const folder of [dataDir, backup?.folder]) {
    if (folder && isWithin(secretFile, folder)) {
      return refuse('The secret key must not lie beside what it opens: choose another place.');
    }
  }
  const { open, secret } = await makeKeyPair();
  writeWhole(secretFile, Buffer.from(`${secret}\n`));
  process.stdout.write(`Secret key written to ${secretFile}. Take it away from this machine, and make a second copy.
Set this, and BACKUP_DIR to a folder on another disk:
BACKUP_KEY=${open}
`);
  return 0;
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`);
  return 1;
}

function isWithin(file: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(file));
  return !way.startsWith('..') && way !== '';
}
