import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeKeyPair, open, seal } from '#operations/sealed-file.ts';
import { loadStoredData } from '#reference/stored-data.ts';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { backedUpTables, leftOutOfBackups, readBackupRows } from '#storage/backup-rows.ts';
import { createHotlineChecks } from '#storage/hotline-checks.ts';
import { migrationsMade, openDatabase, openToRead } from '#storage/open-database.ts';
import { createBackups } from '../src/keep-backups.ts';
import { readBackup, restoreBackup } from '../src/restore-backup.ts';
import { makeEmptyPostgresDatabase, noPostgres } from './support/databases.ts';
import { openStatistics } from './support/open-statistics.ts';
import { runCommand } from './support/printed.ts';
import { sha256 } from './support/statistics.ts';

const keys = await makeKeyPair();
const placeIn = (dataDir: string) => ({ dataDir, database: join(dataDir, 'tanya-dulu.sqlite') });
const newFolder = (name: string) => mkdtempSync(join(tmpdir(), `${name}-`));

/** Six weeks of life with a backup after each, as in DATA_DIR of an installation. */
async function live(weeks = 6) {
  const folder = newFolder('live');
  const opened = await openStatistics(folder);
  const backupDir = newFolder('backups');
  const settings = { folder: backupDir, publicKey: keys.open, keep: 3 };
  const backups = createBackups({
    settings,
    db: opened.db,
    journal: opened.journal,
    log: (event) => void opened.events.push(event),
    now: () => opened.clock.now,
  });
  const accounts = createAccountsStore(opened.db, sha256);
  await accounts.add('siti', 'admin');
  await accounts.note('siti', 'account-added', 'budi', 1_000);
  const day = '2026-11-24';
  await createHotlineChecks(opened.db).note({ hotline: 'kp2mi', number: '123', day, by: 'siti' });
  await opened.wish('canary-left-out', { wish: 'stop' });
  for (let week = 0; week < weeks; week++) {
    await opened.statistics.tick();
    for (let i = 0; i < 20; i++) await opened.send(`canary-sender ${week} ${i}`);
    await backups.tick();
    opened.later(7);
  }
  const files = () => readdirSync(backupDir).map((name) => join(backupDir, name));
  return { ...opened, accounts, backups, backupDir, files };
}

let life: Awaited<ReturnType<typeof live>>;
beforeAll(async () => {
  life = await live();
}, 60_000);

const textOf = async (file: string) => {
  const opened = await open(readFileSync(file), keys.secret);
  if (!opened.ok) throw new Error(opened.why);
  return opened.text;
};
const backupOf = async (file: string) => {
  const backup = readBackup(await textOf(file));
  if (typeof backup === 'string') throw new Error(backup);
  return backup;
};

test('after the machine is lost, a backup brings back figures, ledger, accounts and log', async () => {
  const file = life.files().at(-1)!;
  const folder = newFolder('restored');
  expect(await restoreBackup(placeIn(folder), await backupOf(file))).toBe(null);
  const db = await openDatabase(join(folder, 'tanya-dulu.sqlite'));
  for (const table of backedUpTables) {
    const before = await life.db.selectFrom(table).selectAll().execute();
    expect(before.length).toBeGreaterThan(0);
    expect(await db.selectFrom(table).selectAll().execute()).toEqual(before);
  }
  expect(await createAccountsStore(db, sha256).brokenEntry()).toBe(null);
  await db.destroy();
  // The journal is as long as the one that was lost.
  const journal = (at: string) => readFileSync(join(at, 'releases', 'journal.jsonl'), 'utf8');
  expect(journal(folder)).toBe(journal(life.folder));
});

test('what was published is never published again, and what follows fits on', async () => {
  const folder = newFolder('again');
  await restoreBackup(placeIn(folder), await backupOf(life.files().at(-1)!));
  renameForTest(folder);
  const again = await openStatistics(folder, 2);
  again.clock.now = life.clock.now;
  const before = await again.store.releases();
  await again.statistics.tick();
  await again.send('canary-sender 5 1');
  again.later(90);
  await again.statistics.tick();
  const after = await again.store.releases();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.length).toBeGreaterThan(before.length);
  const windows = after.map(({ window }) => `${window.length} ${window.start}`);
  expect(new Set(windows).size).toBe(windows.length);
  expect(await again.statistics.broken()).toEqual([]);
});

test('an old backup beside the newer journal publishes nothing twice and loses no release', async () => {
  const folder = newFolder('old');
  const journal = join(life.folder, 'releases', 'journal.jsonl');
  const old = await openStatistics(folder);
  for (const release of life.journal.read()) old.journal.append(release);
  await old.db.destroy();
  rmSync(old.file);
  expect(await restoreBackup(placeIn(folder), await backupOf(life.files()[0]!))).toBe(null);
  expect(readFileSync(join(folder, 'releases', 'journal.jsonl'))).toEqual(readFileSync(journal));
  renameForTest(folder);
  const again = await openStatistics(folder, 3);
  again.clock.now = life.clock.now;
  await again.statistics.tick();
  expect((await again.store.releases()).length).toBe(life.journal.read().length);
  expect(await again.statistics.broken()).toEqual([]);
});

/** Tests of statistics call their database otherwise. */
function renameForTest(folder: string): void {
  const bytes = readFileSync(join(folder, 'tanya-dulu.sqlite'));
  writeFileSync(join(folder, 'test.sqlite'), bytes);
}

test('the file is sealed, and even opened it holds no sender, session, counter, tag or key', async () => {
  const windowKeys = readdirSync(join(life.folder, 'keys')).map((name) =>
    readFileSync(join(life.folder, 'keys', name)),
  );
  const sessions = await life.db.selectFrom('session').select('chat').execute();
  const tags = await life.db.selectFrom('tag').select('tag').execute();
  expect(windowKeys.length).toBeGreaterThan(2);
  expect(sessions.length).toBeGreaterThan(50);
  expect(tags.length).toBeGreaterThan(10);
  for (const file of life.files()) {
    const sealed = readFileSync(file).toString('latin1');
    expect(sealed).toMatch(/^age-encryption.org\/v1\n-> X25519 /);
    for (const word of ['siti', 'headline', 'release', 'canary'])
      expect(sealed).not.toContain(word);
    const text = await textOf(file);
    expect(text).toContain('"siti"');
    expect(text).not.toMatch(/canary|"counter"|"tag"|"session"|"wish"/);
    for (const { chat } of sessions) expect(text).not.toContain(chat);
    for (const secret of [...windowKeys, ...tags.map(({ tag }) => tag)]) {
      for (const spelling of ['hex', 'base64', 'latin1'] as const) {
        expect(text).not.toContain(secret.toString(spelling).replace(/=+$/, ''));
      }
    }
  }
});

test('every table is either backed up or left out for a reason', () => {
  const told = Object.keys(loadStoredData('data').tables).filter((t) => !t.startsWith('kysely_'));
  expect([...backedUpTables, ...Object.keys(leftOutOfBackups)].sort()).toEqual(told.sort());
});

test('the newest files stay, the others go, and nothing else in the folder is touched', async () => {
  writeFileSync(join(life.backupDir, 'photo.jpg'), 'x');
  const left = join(life.backupDir, 'tanya-dulu-2026-11-01.jsonl.gz.age.123.part');
  writeFileSync(left, 'x');
  utimesSync(left, 1_000, 1_000);
  life.later(1);
  await life.backups.tick();
  await life.backups.tick();
  const names = readdirSync(life.backupDir);
  expect(names.filter((n) => n.endsWith('.age')).length).toBe(3);
  expect(names).toContain('photo.jpg');
  expect(names.some((n) => n.endsWith('.part'))).toBe(false);
  expect(statSync(life.files().find((f) => f.endsWith('.age'))!).mode & 0o077).toBe(0);
  rmSync(join(life.backupDir, 'photo.jpg'));
  expect(life.events.filter((e) => e.event === 'backed-up').length).toBeGreaterThan(5);
});

test('where the folder cannot be written it is logged, and nothing throws', async () => {
  const file = join(newFolder('file'), 'file');
  writeFileSync(file, '');
  const events: unknown[] = [];
  const settings = { folder: join(file, 'x'), publicKey: keys.open, keep: 1 };
  const { db, journal, clock } = life;
  const log = (event: unknown) => void events.push(event);
  await createBackups({ settings, db, journal, log, now: () => clock.now }).tick();
  expect(events).toMatchObject([{ event: 'failed', stage: 'backup' }]);
});

test('a cut, changed or foreign backup is refused and changes nothing', async () => {
  const text = await textOf(life.files()[0]!);
  const lines = text.split('\n');
  expect(readBackup(lines.slice(0, -2).join('\n'))).toBe('cut-off');
  expect(readBackup(text.slice(0, -10))).toBe('cut-off');
  expect(readBackup(text.replace('"siti"', '"budi"'))).toBe('changed');
  expect(readBackup([...lines.slice(0, 1), ...lines.slice(2)].join('\n'))).toBe('changed');
  const backup = await backupOf(life.files()[0]!);
  const empty = newFolder('empty');
  expect(await restoreBackup(placeIn(empty), { ...backup, migration: '9999-later' })).toBe(
    'too-new',
  );
  const other = { ...backup, releases: backup.releases.map((r) => ({ ...r, hash: 'x' })) };
  const folder = newFolder('other');
  expect(await restoreBackup(placeIn(folder), backup)).toBe(null);
  rmSync(join(folder, 'tanya-dulu.sqlite'));
  expect(await restoreBackup(placeIn(folder), other)).toBe('other-journal');
  expect(existsSync(join(folder, 'tanya-dulu.sqlite'))).toBe(false);
});

test('the commands: keys, backup, restore; nothing is overwritten', async () => {
  const home = newFolder('home');
  const keyFile = join(newFolder('stick'), 'key.txt');
  const data = { DATA_DIR: join(home, 'var') };
  expect(runCommand('backup-keys', [join(home, 'var', 'key.txt')], data)).toMatchObject({
    code: 1,
  });
  const made = runCommand('backup-keys', [keyFile], data);
  expect(made.code).toBe(0);
  expect(made.out).not.toContain('SECRET');
  expect(statSync(keyFile).mode & 0o077).toBe(0);
  expect(runCommand('backup-keys', [keyFile], data)).toMatchObject({ code: 1 });
  const BACKUP_KEY = /^BACKUP_KEY=(age1\S+)$/m.exec(made.out)![1]!;
  expect(runCommand('backup', [], data)).toMatchObject({ code: 1 });
  const env = { ...data, BACKUP_DIR: join(home, 'backups'), BACKUP_KEY };
  expect(runCommand('backup', [], env)).toMatchObject({
    code: 1,
    err: 'There is no database yet.\n',
  });
  await (await openDatabase(placeIn(env.DATA_DIR).database)).destroy();
  const done = runCommand('backup', [], env);
  expect(done).toMatchObject({ code: 0 });
  expect(done.out).toContain('"backed-up"');
  const [file] = readdirSync(env.BACKUP_DIR).map((name) => join(env.BACKUP_DIR, name));
  const refused = runCommand('restore', [file!, keyFile], env);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('There is a database already');
  const fresh = { DATA_DIR: join(home, 'fresh') };
  const wrong = join(newFolder('wrong'), 'key.txt');
  writeFileSync(wrong, `# a key\n${(await makeKeyPair()).secret}\n`);
  expect(runCommand('restore', [file!, wrong], fresh).err).toContain('does not open this file');
  expect(runCommand('restore', [file!, file!], fresh).err).toContain('holds no line');
  expect(existsSync(join(home, 'fresh', 'tanya-dulu.sqlite'))).toBe(false);
  const restored = runCommand('restore', [file!, keyFile], fresh);
  expect(restored).toMatchObject({ code: 0, err: '' });
  expect(existsSync(join(home, 'fresh', 'tanya-dulu.sqlite'))).toBe(true);
}, 120_000);

test('a backup of an older version is made without upgrading it, and restored up to the newest', async () => {
  const { database } = placeIn(newFolder('older'));
  await (await openDatabase(database, '0003-accounts')).destroy();
  const old = await openToRead(database);
  const { migration, rows } = await readBackupRows(old);
  expect(migration).toBe('0003-accounts');
  expect(await migrationsMade(old)).toHaveLength(3);
  await old.destroy();
  const account = { id: 1, name: 'siti', role: 'admin', password: null, totp: null };
  const row = { ...account, failures: 0, locked_until: 0 };
  const backup = { day: '', migration, rows: [...rows, { table: 'account' as const, row }] };
  const place = placeIn(newFolder('newest'));
  expect(await restoreBackup(place, { ...backup, releases: [] })).toBe(null);
  const db = await openDatabase(place.database);
  expect((await migrationsMade(db)).length).toBeGreaterThan(7);
  expect(await createAccountsStore(db, sha256).byName('siti')).toMatchObject({ role: 'admin' });
  await db.destroy();
});

describe.skipIf(noPostgres !== null)('on PostgreSQL', () => {
  test('a backup of SQLite goes into it, and back', async () => {
    const dataDir = newFolder('server');
    const database = await makeEmptyPostgresDatabase();
    const backup = await backupOf(life.files().find((f) => f.endsWith('.age'))!);
    expect(await restoreBackup({ dataDir, database }, backup)).toBe(null);
    expect(await restoreBackup({ dataDir, database }, backup)).toBe('not-empty');
    const db = await openDatabase(database);
    expect((await readBackupRows(db)).rows).toEqual(backup.rows);
    expect(await createAccountsStore(db, sha256).add('budi', 'viewer')).toMatchObject({ id: 2 });
    expect(await createAccountsStore(db, sha256).brokenEntry()).toBe(null);
    await db.destroy();
  });
});

test('a sealed file that was changed anywhere gives nothing', async () => {
  const sealed = await seal('halo', keys.open);
  for (let at = 0; at < sealed.length; at += 7) {
    const changed = Uint8Array.from(sealed, (byte, i) => (i === at ? byte ^ 1 : byte));
    expect(await open(changed, keys.secret)).toMatchObject({ ok: false });
  }
  const opened = await open(sealed, keys.secret);
  expect(opened).toEqual({ ok: true, text: 'halo' });
  expect(() => gunzipSync(sealed)).toThrow();
});
