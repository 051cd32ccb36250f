import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { createHotlineChecks } from '#storage/hotline-checks.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createStatisticsStore } from '#storage/statistics-store.ts';
import { moveToPostgres } from '../src/move-to-postgres.ts';
import { ask, makeEmptyPostgresDatabase, onPostgres } from './support/databases.ts';
import { openStatistics } from './support/open-statistics.ts';
import { cellsOfMessage, item, sha256 } from './support/statistics.ts';

const fileName = 'tanya-dulu.sqlite';
const newFolder = () => mkdtempSync(join(tmpdir(), 'move-'));
const silent = () => {};
const session = { language: 'id', lastCase: null, pending: null } as const;

/** Three months of an installation, with people, wishes that wait, and the task force. */
async function live(folder: string) {
  const opened = await openStatistics(folder, 1, join(folder, fileName));
  const { statistics, sessions, db, clock, later, send } = opened;
  const accounts = createAccountsStore(db, sha256);
  await accounts.add('siti', 'admin');
  const budi = (await accounts.add('budi', 'viewer'))!;
  await accounts.startSignIn('browser', budi.id, 1_000);
  for (let i = 0; i < 5; i++) await accounts.note('siti', 'signed-in', 'siti', i);
  const day = '2026-11-24';
  await createHotlineChecks(db).note({ hotline: 'h', number: '1', day, by: 'siti' });
  for (let week = 0; week < 13; week++) {
    await statistics.tick();
    for (let i = 0; i < 12; i++) await send(`week ${week} sender ${i}`);
    later(7);
  }
  await statistics.tick();
  await opened.wish('leaves', { wish: 'stop' });
  const offer = { marks: new Uint8Array(64).fill(255), risk: 'danger' } as const;
  const turn = { id: 'turn', before: session };
  // Answered, not counted yet.
  for (let i = 0; i < 7; i++)
    await sessions.write(
      `canary-chat ${i}`,
      session,
      { wish: 'count', item },
      clock.now,
      turn,
      offer,
    );
  const before = {
    sum: await opened.sum(),
    releases: await opened.store.releases(),
    audit: await accounts.audit(100),
    windows: await opened.store.openWindows(),
  };
  await db.destroy();
  return before;
}

onPostgres(() => {
  const original = newFolder();
  let before: Awaited<ReturnType<typeof live>>;
  beforeAll(async () => {
    before = await live(original);
  });
  const folders: { destroy(): Promise<void> }[] = [];
  afterAll(async () => {
    for (const db of folders) await db.destroy();
  });
  const copy = () => {
    const folder = newFolder();
    cpSync(original, folder, { recursive: true });
    return folder;
  };

  test('figures, budget, accounts, log and waiting wishes go on as they were', async () => {
    const folder = copy();
    const url = await makeEmptyPostgresDatabase();
    const moved = new Map<string, number>();
    const onTable = (table: string, rows: number) => void moved.set(table, rows);
    expect(await moveToPostgres({ dataDir: folder, url, onTable })).toBeNull();
    expect(moved.get('wish')).toBe(7);
    const after = await openStatistics(folder, 5, url);
    folders.push(after.db);
    after.later(13 * 7);
    expect(before.releases.length).toBeGreaterThan(12);
    expect(await after.store.releases()).toEqual(before.releases);
    expect(await after.store.openWindows()).toEqual(before.windows);
    expect(await after.sum()).toBe(before.sum);
    const accounts = createAccountsStore(after.db, sha256);
    expect(await accounts.audit(100)).toEqual(before.audit);
    expect((await accounts.signIn('browser'))?.account.name).toBe('budi');
    expect((await after.sessions.read('canary-chat 3'))?.turn).toEqual({
      id: 'turn',
      before: session,
    });
    // The wishes are carried out there, each once, and numbers go on behind the old ones.
    await after.statistics.tick();
    await after.statistics.settle();
    expect((await after.sum()) - before.sum).toBe(7 * cellsOfMessage);
    expect(await accounts.add('tini', 'viewer')).toMatchObject({ id: 3 });
    await after.send('leaves');
    expect((await after.sum()) - before.sum).toBe(7 * cellsOfMessage);
    after.later(7);
    await after.statistics.tick();
    const known = before.releases.length;
    const releases = await after.store.releases();
    expect(releases.slice(0, known)).toEqual(before.releases);
    expect(releases.length).toBeGreaterThan(known);
    expect(after.journal.read()).toEqual(releases);
    expect(after.events.filter((e) => e.event !== 'published')).toEqual([]);
  }, 60_000);

  test('the old file is set aside and holds nothing of people, the rest it holds', async () => {
    const folder = copy();
    const url = await makeEmptyPostgresDatabase();
    expect(readFileSync(join(folder, fileName)).includes('canary-chat')).toBe(true);
    expect(await moveToPostgres({ dataDir: folder, url, onTable: silent })).toBeNull();
    expect(existsSync(join(folder, fileName))).toBe(false);
    for (const name of readdirSync(folder).filter((n) => n.startsWith(fileName)))
      expect(readFileSync(join(folder, name)).includes('canary-chat')).toBe(false);
    const old = await openDatabase(join(folder, `${fileName}.moved`));
    folders.push(old);
    expect(await createStatisticsStore(old).releases()).toEqual(before.releases);
    expect(await old.selectFrom('wish').selectAll().execute()).toEqual([]);
  });

  test('killed in the middle it is simply run again, and once more does no harm', async () => {
    const folder = copy();
    const url = await makeEmptyPostgresDatabase();
    const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: url };
    const command = ['src/commands/move-to-postgres.ts'];
    const child = spawn(process.execPath, command, { env });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    for (let i = 0; i < 2; i++) {
      const again = spawnSync(process.execPath, command, { env, encoding: 'utf8' });
      expect([again.status, again.stderr]).toEqual([0, '']);
    }
    expect((await ask(url, 'select count(*) as n from wish'))[0]?.['n']).toBe('7');
  }, 60_000);

  test('nothing is moved while a program has the file, into another database, or without whole chains', async () => {
    const url = await makeEmptyPostgresDatabase();
    const running = copy();
    const program = await openDatabase(join(running, fileName));
    expect(await moveToPostgres({ dataDir: running, url, onTable: silent })).toBe('running');
    await program.destroy();
    expect(await moveToPostgres({ dataDir: newFolder(), url, onTable: silent })).toBe('no-file');
    const changed = copy();
    const db = await openDatabase(join(changed, fileName));
    await db.updateTable('audit').set({ actor: 'x' }).where('number', '=', 2).execute();
    await db.destroy();
    expect(await moveToPostgres({ dataDir: changed, url, onTable: silent })).toBe('broken-chain');
    expect((await ask(url, 'select count(*) as n from audit'))[0]?.['n']).toBe('0');
    expect(await moveToPostgres({ dataDir: running, url, onTable: silent })).toBeNull();
    const other = copy();
    const fewer = await openDatabase(join(other, fileName));
    await fewer.deleteFrom('wish').execute();
    await fewer.destroy();
    expect(await moveToPostgres({ dataDir: other, url, onTable: silent })).toBe('not-empty');
    expect(existsSync(join(other, fileName))).toBe(true);
  }, 60_000);
});
