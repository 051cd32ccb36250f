import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Config } from '#operations/config.ts';
import { broken, type Finding, look, ok } from './finding.ts';

const keyBytes = 32;
const secretFileBytesMax = 10_000;
const secretKey = /AGE-SECRET-KEY-1/;

/** Keys: there, whole, for their owner only, and not where copies of the database go. */
export function checkKeys({ dataDir, backup, whatsapp, cloud }: Config): Finding[] {
  const folder = join(dataDir, 'keys');
  if (!existsSync(folder)) {
    return existsSync(join(dataDir, 'tanya-dulu.sqlite'))
      ? [
          look(
            'keys',
            'there are none beside the database',
            'Bring the volume with keys/ back before the start; without it conversations and open weeks begin anew, and who asked not to be counted is counted again.',
          ),
        ]
      : [ok('keys', 'none yet: they are made at the first start')];
  }
  const names = readdirSync(folder).filter((name) => name.endsWith('.key'));
  const needed = [
    'chat.key',
    ...(whatsapp ? ['whatsapp.key'] : []),
    ...(cloud ? ['mail.key'] : []),
  ];
  const findings = [
    ...needed.filter((name) => !names.includes(name)).map(missing),
    ...names.flatMap((name) => wrongFile(join(folder, name), name)),
    ...wrongFolder(folder),
    ...wrongPlaces(folder, dataDir, backup?.folder ?? null),
  ];
  return findings.length > 0 ? findings : [ok('keys', `${names.length}, for their owner only`)];
}

const withoutKey: Readonly<Record<string, string>> = {
  'whatsapp.key': 'Bring it back, or link WhatsApp anew after the start.',
  'mail.key': 'Bring it back; otherwise a new one is made and messages that wait are lost.',
};
const missing = (name: string): Finding =>
  look(
    'keys',
    `${name} is missing`,
    withoutKey[name] ??
      'Bring it back; otherwise a new one is made and all conversations begin anew.',
  );

function wrongFile(file: string, name: string): Finding[] {
  const { size, mode } = statSync(file);
  const findings: Finding[] = [];
  if (size !== keyBytes) {
    const todo = 'Bring it back from the volume with the keys, or remove it to begin anew.';
    findings.push(broken('keys', `${name} is cut off or damaged`, todo));
  }
  if ((mode & 0o077) !== 0) {
    findings.push(broken('keys', `${name} can be read by others`, `chmod 600 keys/${name}`));
  }
  return findings;
}

function wrongFolder(folder: string): Finding[] {
  const isOpen = (statSync(folder).mode & 0o077) !== 0;
  return isOpen ? [look('keys', 'the folder keys can be opened by others', 'chmod 700 keys')] : [];
}

function wrongPlaces(keys: string, dataDir: string, backups: string | null): Finding[] {
  const findings: Finding[] = [];
  if (backups && (isWithin(keys, backups) || isWithin(backups, keys))) {
    const todo = 'Set BACKUP_DIR to a folder that does not hold keys/.';
    findings.push(broken('keys', 'keys and backups lie in one folder', todo));
  }
  if ([dataDir, backups].some((folder) => folder && holdsSecret(folder))) {
    const todo = 'Move it to a stick and take the stick away: it opens every backup.';
    findings.push(broken('keys', 'the secret key of the backups lies on this machine', todo));
  }
  return findings;
}

function holdsSecret(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => {
    const file = join(folder, name);
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found?.isFile() || found.size > secretFileBytesMax) return false;
    return secretKey.test(readFileSync(file, 'utf8'));
  });
}

function isWithin(inner: string, outer: string): boolean {
  const way = relative(resolve(outer), resolve(inner));
  return way === '' || !way.startsWith('..');
}
