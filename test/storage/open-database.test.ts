import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { migrations } from '#storage/migrations.ts';
import { openDatabase } from '#storage/open-database.ts';
import {
  ask,
  makeEmptyPostgresDatabase,
  makePostgresDatabase,
  onEachDatabase,
  onPostgres,
  serverAddress,
} from '../support/databases.ts';

const run = promisify(execFile);
const startTogetherMs = 1_500;

onEachDatabase(({ name, make }) => {
  test('processes that start at once make the tables once', async () => {
    const place = name === 'SQLite' ? await make() : await makeEmptyPostgresDatabase();
    const at = String(Date.now() + startTogetherMs);
    await Promise.all(
      [1, 2, 3].map(() => run(process.execPath, ['test/storage/open-child.ts', place, at])),
    );
    const db = await openDatabase(place);
    const { rows } = await sql<{ name: string }>`
      select name from kysely_migration order by name`.execute(db);
    expect(rows.map((row) => row.name)).toEqual(Object.keys(migrations));
    await db.destroy();
  }, 30_000);

  test('an upgrade that fails changes nothing', async () => {
    const place = name === 'SQLite' ? await make() : await makeEmptyPostgresDatabase();
    migrations['9999-broken'] = {
      async up(db) {
        await sql`create table half (id text)`.execute(db);
        await sql`no such statement`.execute(db);
      },
    };
    await expect(openDatabase(place)).rejects.toThrow();
    delete migrations['9999-broken'];
    const db = await openDatabase(place);
    const tables = (await db.introspection.getTables()).map((table) => table.name);
    expect(tables).toContain('session');
    expect(tables).not.toContain('half');
    await db.destroy();
  });

  test('whole numbers come back as numbers, bytes as bytes', async () => {
    const db = await openDatabase(await make());
    const row = { chat: 'c', marks: Buffer.from([0, 255, 7]), risk: 'low', day: '2026-11-24' };
    await db.insertInto('offer').values(row).execute();
    const session = { chat: 'c', state: '{}', written_at: 1_790_000_000_123 };
    await db
      .insertInto('session')
      .values({ ...session, turn: null, before: null })
      .execute();
    expect(await db.selectFrom('offer').selectAll().execute()).toEqual([{ id: 1, ...row }]);
    expect(await db.selectFrom('session').select('written_at').execute()).toEqual([
      { written_at: 1_790_000_000_123 },
    ]);
    await db.destroy();
  });
});

describe('a server that cannot be used is told in one line without its address', () => {
  const refusal = async (url: string) => {
    const error: Error = await openDatabase(url).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
    expect(error.name).toBe('DatabaseError');
    expect(error.message).not.toMatch(/\n|geheim|127\.0\.0\.1/);
    return error.message;
  };

  test('nobody listens', async () => {
    expect(await refusal('postgres://bot:geheim@127.0.0.1:9/tanya')).toMatch(
      /^DATABASE_URL: no database server listens there/,
    );
  });

  test('nobody answers', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    expect(await refusal(`postgres://bot:geheim@127.0.0.1:${port}/tanya`)).toMatch(
      /^DATABASE_URL: the database server does not answer/,
    );
    silent.close();
  });

  onPostgres(() => {
    test('there is no such database', async () => {
      const url = (await serverAddress()).replace(/postgres$/, 'geheim');
      expect(await refusal(url)).toMatch(/^DATABASE_URL: there is no such database/);
    });
  });
});

onPostgres(() => {
  test('connections that the server ends are replaced, and end nothing else', async () => {
    const place = await makePostgresDatabase();
    const db = await openDatabase(place);
    const pid = async () =>
      (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid;
    const end = (id: number | undefined) => ask(place, `select pg_terminate_backend(${id})`);
    await end(await pid());
    await expect.poll(async () => typeof (await pid()), { timeout: 5_000 }).toBe('number');
    // In the middle of a transaction, between two statements: it fails, the next one does not.
    const broken = db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await end(rows[0]?.pid);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await sql`select 1`.execute(tx);
    });
    await expect(broken).rejects.toThrow();
    expect(typeof (await pid())).toBe('number');
    await db.destroy();
  });
});
