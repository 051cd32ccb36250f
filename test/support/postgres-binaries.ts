import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const debianFolder = '/usr/lib/postgresql';

/** Folder of `initdb` and `postgres`: POSTGRES_BIN, the PATH or Debian's newest; null where there is none. */
export function binaries(): string | null {
  const debian = existsSync(debianFolder)
    ? readdirSync(debianFolder)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(debianFolder, version, 'bin'))
    : [];
  const folders = [
    process.env['POSTGRES_BIN'] ?? '',
    ...debian,
    ...(process.env['PATH'] ?? '').split(':'),
  ].filter(Boolean);
  return (
    folders.find((f) => ['initdb', 'postgres'].every((name) => existsSync(join(f, name)))) ?? null
  );
}

/** PostgreSQL refuses to run as root: then as the account that its package made, else as we are. */
export function accountOf(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = ['-u', '-g'].map((which) =>
    Number(spawnSync('id', [which, 'postgres'], { encoding: 'utf8' }).stdout),
  );
  return uid && gid ? { uid, gid } : null;
}
