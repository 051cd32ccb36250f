import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '#operations/config.ts';
import { makeKeyPair } from '#operations/sealed-file.ts';
import { lockGateway, openGatewayDatabase } from '#storage/gateway-database.ts';
import { createGatewayStore } from '#storage/gateway-store.ts';
import { createSeal } from '#storage/seal.ts';
import { checkDatabase } from '../../src/commands/doctor/database.ts';
import { examine, type Finding } from '../../src/commands/doctor/finding.ts';
import { checkKeys } from '../../src/commands/doctor/keys.ts';
import {
  checkClock,
  checkFolder,
  checkPort,
  isRunning,
} from '../../src/commands/doctor/machine.ts';
import { checkBackup, checkInvariants, checkSettings } from '../../src/commands/doctor/upkeep.ts';
import { checkWhatsapp } from '../../src/commands/doctor/whatsapp.ts';
import {
  makeEmptyPostgresDatabase,
  makePostgresDatabase,
  noPostgres,
} from '../support/databases.ts';
import { runCommand } from '../support/printed.ts';

const now = Date.now();
const dayMs = 86_400_000;
const temporary = (name: string) => mkdtempSync(join(tmpdir(), `${name}-`));
const installed = temporary('installed');
let port = 0;
let child: ChildProcess | null = null;
/** What the doctor says while the program runs. */
let whileRunning: ReturnType<typeof runCommand>;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}

beforeAll(async () => {
  port = await freePort();
  const env = { ...process.env, PORT: String(port), DATA_DIR: installed };
  child = spawn(process.execPath, ['src/main.ts'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const data of child.stdout!) if (String(data).includes('Tanya Dulu:')) break;
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ chat: 'c'.repeat(32), text: 'Loker Kamboja gaji 15jt' });
  await fetch(`http://127.0.0.1:${port}/api/chat`, { method: 'POST', headers, body });
  whileRunning = runCommand('doctor', [], { DATA_DIR: installed, PORT: String(port) });
  child.kill('SIGTERM');
  await once(child, 'exit');
}, 60_000);
afterAll(() => void child?.kill('SIGKILL'));

/** A copy of the installation that a test may break. */
function copy(): string {
  const folder = temporary('broken');
  cpSync(installed, folder, { recursive: true });
  chmodSync(join(folder, 'keys'), 0o700);
  return folder;
}
const configOf = (dataDir: string, more: Record<string, string> = {}) =>
  readConfig({ DATA_DIR: dataDir, ...more });
const told = (findings: readonly Finding[]) =>
  findings.map(({ state, what }) => `${state} ${what}`);
const wrong = (findings: readonly Finding[]) => findings.filter(({ state }) => state !== 'ok');

describe('the command', () => {
  test('finds nothing broken while the program runs, and changes nothing', () => {
    expect(whileRunning).toMatchObject({ code: 0, err: '' });
    expect(whileRunning.out).toContain(`the program answers on port ${port}`);
    expect(whileRunning.out).toMatch(/OK +database +whole/);
    expect(whileRunning.out).toMatch(/OK +figures/);
    expect(whileRunning.out).toMatch(/OK +keys/);
    expect(whileRunning.out).toMatch(/LOOK +backup +there is none\n +> npm run backup:keys/);
    expect(whileRunning.out).toMatch(/\d+ ok, \d+ to look at, 0 broken\n$/);
  });

  test('finds nothing broken while it does not run, and leaves every file as it was', () => {
    const folder = copy();
    const files = () =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => !/-(shm|wal)$/.test(name))
        .filter((name) => statSync(join(folder, name)).isFile())
        .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);
    const before = files();
    const { code, out } = runCommand('doctor', [], { DATA_DIR: folder, PORT: String(port) });
    expect(code).toBe(0);
    expect(out).toContain('Start the program: nobody gets an answer now.');
    expect(files()).toEqual(before);
  });

  test('says what is wrong with a setting, without its value, and ends with 1', () => {
    const { code, out } = runCommand('doctor', [], { PORT: 'secret-value' });
    expect(code).toBe(1);
    expect(out).toMatch(/BROKEN +settings +PORT must be a number/);
    expect(out).not.toContain('secret-value');
  });

  test('a wreck is told line by line: nothing throws, no secret and no text is printed', () => {
    const folder = copy();
    writeFileSync(join(folder, 'tanya-dulu.sqlite'), 'rahasia 081299887766 '.repeat(500));
    writeFileSync(join(folder, 'releases', 'journal.jsonl'), 'no json\n');
    writeFileSync(join(folder, 'whatsapp.sqlite'), 'rahasia '.repeat(900));
    const { code, out, err } = runCommand('doctor', [], { DATA_DIR: folder, WHATSAPP: 'baileys' });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/BROKEN +database +cannot be read \(SqliteError SQLITE_NOTADB\)/);
    expect(out).toMatch(/BROKEN +whatsapp/);
    expect(out).not.toMatch(/rahasia|0812| {4}at /);
  });
});

describe('keys', () => {
  const keysOf = (change: (folder: string) => void, more = {}) => {
    const folder = copy();
    change(folder);
    return told(wrong(checkKeys(configOf(folder, more))));
  };
  test.each<[string, (folder: string) => void, string]>([
    ['missing', (f) => rmSync(join(f, 'keys', 'chat.key')), 'look chat.key is missing'],
    [
      'cut off',
      (f) => truncateSync(join(f, 'keys', 'chat.key'), 9),
      'broken chat.key is cut off or damaged',
    ],
    [
      'open to others',
      (f) => chmodSync(join(f, 'keys', 'chat.key'), 0o644),
      'broken chat.key can be read by others',
    ],
    [
      'in an open folder',
      (f) => chmodSync(join(f, 'keys'), 0o755),
      'look the folder keys can be opened by others',
    ],
    [
      'all gone',
      (f) => rmSync(join(f, 'keys'), { recursive: true }),
      'look there are none beside the database',
    ],
    [
      'the secret one of backups',
      (f) => writeFileSync(join(f, 'key.txt'), 'AGE-SECRET-KEY-1ABC\n'),
      'broken the secret key of the backups lies on this machine',
    ],
  ])('%s', (_, change, expected) => expect(keysOf(change)).toEqual([expected]));

  test('WhatsApp needs its own; backups must not lie around keys', async () => {
    expect(keysOf(() => {}, { WHATSAPP: 'baileys' })).toEqual(['look whatsapp.key is missing']);
    const folder = copy();
    const BACKUP_KEY = (await makeKeyPair()).open;
    const config = configOf(folder, { BACKUP_DIR: folder, BACKUP_KEY });
    expect(told(wrong(checkKeys(config)))).toEqual(['broken keys and backups lie in one folder']);
  });
});

describe('the database', () => {
  const file = (folder: string) => join(folder, 'tanya-dulu.sqlite');
  const check = async (place: string) => {
    const { db, findings } = await checkDatabase(place);
    await db?.destroy();
    return told(wrong(findings));
  };
  test('damaged in the middle', async () => {
    const folder = copy();
    const bytes = readFileSync(file(folder));
    bytes.fill(0xff, 4096 * 3, 4096 * 3 + 2_000);
    writeFileSync(file(folder), bytes);
    const [finding] = await check(file(folder));
    expect(finding).toMatch(/^broken (the file is damaged|cannot be read)/);
  });
  test('of a newer and of an older version', async () => {
    const folder = copy();
    const db = new Database(file(folder));
    db.exec("insert into kysely_migration values ('9999-later', 'x')");
    expect(await check(file(folder))).toEqual(['broken it is of a newer version of the program']);
    db.exec("delete from kysely_migration where name > '0003'");
    db.close();
    expect(await check(file(folder))).toEqual(['look it is of an older version of the program']);
  });
  test('a server that is not there', async () => {
    const [finding] = await check('postgres://user:geheim@127.0.0.1:1/base');
    expect(finding).toMatch(/^broken cannot be read/);
    expect(finding).not.toContain('geheim');
  });
  test.skipIf(noPostgres !== null)('whole on PostgreSQL, and empty there', async () => {
    const full = await checkDatabase(await makePostgresDatabase());
    expect(told(full.findings)[0]).toBe('ok PostgreSQL answers');
    expect(wrong(full.findings)).toEqual([]);
    const checked = await checkInvariants(full.db!, configOf(copy()), new Date(now), true);
    expect(told(wrong(checked.findings))).toEqual([]);
    await full.db!.destroy();
    expect(await check(await makeEmptyPostgresDatabase())).toEqual([
      'look it is of an older version of the program',
    ]);
  });
  test('none yet', async () => expect(await check(join(temporary('new'), 'x.sqlite'))).toEqual([]));
});

describe('figures', () => {
  const check = async (change: (db: Database.Database) => void, at: number, running: boolean) => {
    const folder = copy();
    const raw = new Database(join(folder, 'tanya-dulu.sqlite'));
    change(raw);
    raw.close();
    const config = configOf(folder);
    const { db } = await checkDatabase(config.database);
    const { findings } = await checkInvariants(db!, config, new Date(at), running);
    await db!.destroy();
    return told(wrong(findings)).map((line) => line.replace(/ does not hold.*/, ''));
  };
  test('all well', async () => expect(await check(() => {}, now, true)).toEqual([]));
  test('a folder without keys and journal stays without them', async () => {
    const folder = copy();
    for (const name of ['keys', 'releases']) rmSync(join(folder, name), { recursive: true });
    const config = configOf(folder);
    const { db } = await checkDatabase(config.database);
    const { findings } = await checkInvariants(db!, config, new Date(now), false);
    await db!.destroy();
    expect(wrong(findings)).toEqual([]);
    expect(readdirSync(folder).filter((name) => !name.includes('.'))).toEqual([]);
  });
  test('off for weeks is to be seen to; broken where the program runs', async () => {
    const later = now + 100 * dayMs;
    const names = ['keys-overdue', 'sessions-old', 'offers-old'];
    const addOffer = (db: Database.Database) =>
      db.exec(
        "insert into offer (chat, marks, risk, day) values ('c', x'00', 'low', '2026-01-01')",
      );
    const lines = (state: string) => names.map((n) => `${state} "${n}"`);
    expect(await check(addOffer, later, false)).toEqual(lines('look'));
    expect(await check(addOffer, later, true)).toEqual(lines('broken'));
  });
  test('a mark without counters stops publication', async () => {
    const add = (db: Database.Database) =>
      db.exec("insert into tag values ('week', '2026-01-05', 'headline', x'0011223344556677')");
    expect(await check(add, now, false)).toEqual(['broken "tags"']);
  });
});

describe('clock, disk and port', () => {
  test('a clock behind files or releases, and one far ahead of them', async () => {
    const folder = copy();
    expect((await checkClock(folder, now - dayMs, null))[0]).toMatchObject({ state: 'broken' });
    expect((await checkClock(folder, now, now + dayMs))[0]).toMatchObject({ state: 'broken' });
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      utimesSync(join(folder, name), 1_000, 1_000);
    }
    expect((await checkClock(folder, now, null))[0]?.what).toContain('nothing was written');
    expect((await checkClock(join(folder, 'none'), now, null))[0]?.state).not.toBe('broken');
  });
  test('a folder that is not there', () => {
    expect(told(checkFolder(join(installed, 'none')))).toEqual(['look DATA_DIR is not there']);
    expect(told(checkFolder(installed))[0]).toMatch(/^(ok|look|broken) \d+ MB are free/);
  });
  test('who answers on the port', async () => {
    const other = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nhello')).listen(0);
    await once(other, 'listening');
    const { port: taken } = other.address() as AddressInfo;
    expect(await isRunning('0.0.0.0', taken)).toBe('other');
    expect(checkPort(taken, 'other')[0]).toMatchObject({ state: 'broken' });
    other.close();
    expect(await isRunning('127.0.0.1', await freePort())).toBe('no');
  });
  test('a check that throws is a finding without the words of the error', async () => {
    const [finding] = await examine('disk', () => {
      throw new TypeError('rahasia');
    });
    expect(finding).toMatchObject({ state: 'broken', what: 'could not be looked at (TypeError)' });
  });
});

test('settings that are right and still a danger', () => {
  const config = { HOST: '0.0.0.0', METRICS: '0.0.0.0:9', BOT_LINK: 'https://wa.me/6281' };
  const findings = checkSettings(readConfig(config));
  expect(wrong(findings)).toHaveLength(3);
  expect(JSON.stringify(findings)).not.toContain('6281');
  expect(wrong(checkSettings(readConfig({})))).toEqual([]);
});

test('backups: none, too old, on the same disk', async () => {
  const folder = temporary('backups');
  const BACKUP_KEY = (await makeKeyPair()).open;
  const config = configOf(installed, { BACKUP_DIR: folder, BACKUP_KEY });
  expect(told(checkBackup(configOf(installed), now, true))).toEqual(['look there is none']);
  expect(told(checkBackup(config, now, true))[0]).toBe('broken none was made yet');
  const file = join(folder, 'tanya-dulu-2026-11-20.jsonl.gz.age');
  writeFileSync(file, 'x');
  utimesSync(file, now / 1_000 - 3 * 86_400, now / 1_000 - 3 * 86_400);
  expect(told(checkBackup(config, now, false))[0]).toBe('look the newest is older than two days');
  utimesSync(file, now / 1_000, now / 1_000);
  expect(told(checkBackup(config, now, true))).toEqual([
    'look backups lie on the disk of the database',
  ]);
});

describe('WhatsApp', () => {
  const key = Buffer.alloc(32, 1);
  const withAccount = (creds: object | null, sealKey = key) => {
    const folder = copy();
    writeFileSync(join(folder, 'keys', 'whatsapp.key'), key, { mode: 0o600 });
    const db = openGatewayDatabase(join(folder, 'whatsapp.sqlite'));
    const store = createGatewayStore(db, createSeal(sealKey), (a, b) => `${a}${b}`);
    if (creds) store.writeCredentials(Buffer.from(JSON.stringify(creds)));
    return { folder, db };
  };
  const check = (folder: string) =>
    told(checkWhatsapp(configOf(folder, { WHATSAPP: 'baileys' }), now));

  test('linked and running; the lock is asked for without being taken', () => {
    const { folder, db } = withAccount({ account: { secret: 'x' } });
    const release = lockGateway(join(folder, 'whatsapp.lock'))!;
    expect(check(folder)).toEqual([
      'ok a program runs the account',
      'ok whatsapp.sqlite is whole (integrity_check)',
      'ok linked',
    ]);
    release();
    expect(check(folder)[0]).toBe('look no program runs the account');
    const again = lockGateway(join(folder, 'whatsapp.lock'));
    expect(again).not.toBe(null);
    again?.();
    db.close();
  });
  test('not linked, never linked, another key, a newer version, mail past its time', () => {
    expect(check(copy())).toContain('look no account was ever linked here');
    expect(check(withAccount(null).folder)).toContain('look not linked');
    expect(check(withAccount({ me: { id: 'x' } }).folder)).toContain('look not linked');
    expect(check(withAccount({ account: {} }, Buffer.alloc(32, 2)).folder)).toContain(
      'broken the account cannot be opened with this key',
    );
    const { folder, db } = withAccount(null);
    db.exec("insert into outbox values (1, 'i', 'm', 'c', x'00', 0, 1, null)");
    expect(check(folder)).toContain('look 1 texts lie past their time');
    db.pragma('user_version = 99');
    expect(check(folder)).toContain('broken whatsapp.sqlite is of a newer version of the program');
  });
  test('off', () => expect(told(checkWhatsapp(configOf(installed), now))).toEqual(['ok off']));
});
