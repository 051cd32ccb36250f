import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { Client } from 'pg';
import { describe } from 'vitest';
import { openDatabase } from '#storage/open-database.ts';
import { accountOf, binaries } from './postgres-binaries.ts';

const startTimeoutMs = 60_000;
const template = 'tanya_dulu_template';

/** Why the tests on PostgreSQL are left out; null where they run. */
export const noPostgres: string | null =
  binaries() === null
    ? 'skipped: PostgreSQL is not installed (apt-get install postgresql)'
    : process.getuid?.() === 0 && accountOf() === null
      ? 'skipped: there is no account "postgres" and PostgreSQL does not run as root'
      : null;

export type TestDatabase = {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** An empty database of its own: what `openDatabase` takes. */
  readonly make: () => Promise<string>;
};

/** Runs the same tests on both databases; says so where PostgreSQL is missing. */
export function onEachDatabase(tests: (database: TestDatabase) => void): void {
  describe('on SQLite', () =>
    tests({
      name: 'SQLite',
      make: async () => join(mkdtempSync(join(tmpdir(), 'database-')), 'test.sqlite'),
    }));
  onPostgres(tests);
}

/** For what only several processes on one database can do. */
export function onPostgres(tests: (database: TestDatabase) => void): void {
  if (noPostgres) describe.skip(`on PostgreSQL, ${noPostgres}`, () => tests(postgres));
  else describe('on PostgreSQL', () => tests(postgres));
}

const postgres: TestDatabase = { name: 'PostgreSQL', make: makePostgresDatabase };

/** Address of a new database with all tables, on the server of this run. */
export async function makePostgresDatabase(): Promise<string> {
  const server = await serverAddress();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await ask(server, `create database ${name} template ${template}`);
  return server.replace(/postgres$/, name);
}

/** Address of a new database without any table. */
export async function makeEmptyPostgresDatabase(): Promise<string> {
  const server = await serverAddress();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await ask(server, `create database ${name}`);
  return server.replace(/postgres$/, name);
}

/** Address of a copy; nobody may be connected to the original. */
export async function copyPostgresDatabase(url: string): Promise<string> {
  const server = await serverAddress();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await ask(server, `create database ${name} template ${new URL(url).pathname.slice(1)}`);
  return server.replace(/postgres$/, name);
}

/** One statement on the server, outside the program. */
export async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** The server of this run of the tests; the first who asks starts it. */
export async function serverAddress(): Promise<string> {
  const runner = isMainThread ? process.ppid : process.pid;
  const folder = join(tmpdir(), `tanya-dulu-postgres-${runner}`);
  const isFirst = makeFolder(folder);
  if (isFirst) {
    const keeper = ['test/support/postgres-keeper.ts', folder, String(runner)];
    spawn(process.execPath, keeper, { detached: true, stdio: 'ignore' }).unref();
  }
  const until = Date.now() + startTimeoutMs;
  const isThere = (name: string) => existsSync(join(folder, name));
  while (!isThere('port') && !isThere('failed') && Date.now() < until) await sleep(25);
  if (!isThere('port')) {
    const why = isThere('failed') ? readFileSync(join(folder, 'failed'), 'utf8') : 'too slow';
    throw new Error(`PostgreSQL did not start: ${why}`);
  }
  const url = `postgres://postgres@127.0.0.1:${readFileSync(join(folder, 'port'), 'utf8')}/postgres`;
  await ready(url, folder, isFirst);
  return url;
}

/** The template is made once. */
async function ready(url: string, folder: string, isFirst: boolean): Promise<void> {
  const mark = join(folder, 'template');
  if (isFirst) {
    await ask(url, `create database ${template}`);
    await (await openDatabase(url.replace(/postgres$/, template))).destroy();
    mkdirSync(mark);
  }
  while (!existsSync(mark)) await sleep(25);
}

function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}
