import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { type Db, openDatabase } from '#storage/open-database.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { makePostgresDatabase, onPostgres } from '../support/databases.ts';
import { openStatistics } from '../support/open-statistics.ts';
import { cellsOfMessage, item, sha256 } from '../support/statistics.ts';

const session = { language: 'id', lastCase: null, pending: null } as const;
const count = { wish: 'count', item } as const;
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

const open: Db[] = [];
afterAll(async () => {
  for (const db of open) await db.destroy();
});

/** Two programs on one database and one folder of keys. */
async function twoPrograms() {
  const place = await makePostgresDatabase();
  const one = await openStatistics(undefined, 1, place);
  const two = await openStatistics(one.folder, 2, place);
  open.push(one.db, two.db);
  await one.statistics.tick();
  return { one, two, place, born: await one.sum() };
}

const failuresOf = (...all: { events: { event: string }[] }[]) =>
  all.flatMap(({ events }) => events.filter((e) => e.event !== 'published'));

onPostgres(() => {
  test('two programs that count at once count each message once', async () => {
    const { one, two, born } = await twoPrograms();
    for (const i of range(40)) await one.sessions.write(`c${i}`, session, count, one.clock.now);
    await Promise.all([one, two].map(({ statistics }) => statistics.tick()));
    await Promise.all([one, two].map(({ statistics }) => statistics.settle()));
    expect((await one.sum()) - born).toBe(40 * cellsOfMessage);
    expect(await one.db.selectFrom('wish').selectAll().execute()).toEqual([]);
    expect(failuresOf(one, two)).toEqual([]);
  });

  test('wishes of one chat are carried out in their order, by however many programs', async () => {
    const { one, two, born } = await twoPrograms();
    const later = [{ wish: 'stop' }, count, { wish: 'resume' }, count, { wish: 'stop' }] as const;
    for (const wish of later)
      for (const i of range(20)) await one.sessions.write(`c${i}`, session, wish, one.clock.now);
    await Promise.all(
      [one, two].flatMap(({ statistics }) => [statistics.tick(), statistics.tick()]),
    );
    await Promise.all([one, two].map(({ statistics }) => statistics.settle()));
    expect((await one.sum()) - born).toBe(20 * cellsOfMessage);
    expect((await one.db.selectFrom('left_out').selectAll().execute()).length).toBe(20);
    expect(failuresOf(one, two)).toEqual([]);
  });

  test('a program that is killed while counting loses nothing and counts nothing twice', async () => {
    const { one, place, born } = await twoPrograms();
    for (const round of range(5)) {
      for (const i of range(30))
        await one.sessions.write(`r${round}c${i}`, session, count, one.clock.now);
      const child = spawn(process.execPath, ['test/storage/count-child.ts', one.folder, place]);
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 20 + round * 25));
      child.kill('SIGKILL');
      one.statistics.wake();
      await one.statistics.settle();
      // What the killed one had in hand is free when the server notices that it is gone.
      await expect
        .poll(async () => {
          one.statistics.wake();
          await one.statistics.settle();
          return (await one.db.selectFrom('wish').selectAll().execute()).length;
        })
        .toBe(0);
      expect((await one.sum()) - born).toBe((round + 1) * 30 * cellsOfMessage);
    }
    expect(failuresOf(one)).toEqual([]);
  }, 60_000);

  test('two programs that publish at the same moment publish each window once', async () => {
    const { one, two } = await twoPrograms();
    for (const i of range(10)) await one.sessions.write(`c${i}`, session, count, one.clock.now);
    for (const program of [one, two]) program.later(100);
    await Promise.all([one, two].map(({ statistics }) => statistics.tick()));
    const releases = await one.store.releases();
    expect(releases.map((r) => r.number)).toEqual([1, 2, 3]);
    expect(one.journal.read()).toEqual(releases);
    const published = [...one.events, ...two.events].filter((e) => e.event === 'published');
    expect(published).toHaveLength(3);
    expect(failuresOf(one, two)).toEqual([]);
    const open = await two.store.openWindows();
    expect(
      two.keys
        .list()
        .map((w) => w.start)
        .sort(),
    ).toEqual(open.map((w) => w.start).sort());
  });

  test('what is counted while a window is published is in the release or left alone', async () => {
    const { one, two } = await twoPrograms();
    for (const i of range(40)) await one.sessions.write(`c${i}`, session, count, one.clock.now);
    two.later(100);
    one.statistics.wake();
    await Promise.all([one.statistics.settle(), two.statistics.tick()]);
    await one.statistics.settle();
    const [tagged, counted] = [await one.store.taggedWindows(), await one.store.openWindows()];
    // Without counters no mark of a sender may be left.
    expect(counted).toEqual(expect.arrayContaining([...tagged]));
    expect(failuresOf(one, two)).toEqual([]);
  });

  test('a message that two programs answered is kept and counted once', async () => {
    const place = await makePostgresDatabase();
    const [one, two] = [await openDatabase(place), await openDatabase(place)];
    open.push(one, two);
    const stores = [one, two].map((db) => createSessionStore(db));
    const offer = { marks: new Uint8Array(64), risk: 'danger' } as const;
    const now = new Date('2026-11-24T03:00:00Z');
    for (const i of range(10)) {
      const turn = { id: `t${i}`, before: null };
      await Promise.all(stores.map((s) => s.write('c', session, count, now, turn, offer)));
    }
    expect(await one.selectFrom('wish').selectAll().execute()).toHaveLength(10);
    expect(await stores[0]!.offers('c')).toHaveLength(10);
  });

  test('the log of the task force stays one chain, whoever writes', async () => {
    const { stores } = await twoAccounts();
    await Promise.all(range(30).map((i) => stores[i % 2]!.note('sari', 'signed-in', 'sari', i)));
    expect((await stores[0]!.audit(100)).map((e) => e.number).at(0)).toBe(30);
    expect(await stores[1]!.brokenEntry()).toBeNull();
  });

  test('wrong passwords count together, and a lock holds everywhere', async () => {
    const { stores } = await twoAccounts();
    const { id } = (await stores[0]!.add('sari', 'viewer'))!;
    const locked = await Promise.all(range(12).map((i) => stores[i % 2]!.failed(id, 1_000)));
    expect(locked.filter(Boolean)).toHaveLength(1);
    expect((await stores[1]!.byName('sari'))?.lockedUntil).toBeGreaterThan(1_000);
    expect(await stores[0]!.succeeded(id, 1_000)).toBe(false);
    expect(await stores[0]!.succeeded(id, 3_600_000)).toBe(true);
  });

  test('a link and a proposal are used once', async () => {
    const { stores } = await twoAccounts();
    const { id } = (await stores[0]!.add('sari', 'viewer'))!;
    await stores[0]!.addLink('hash', id, 2_000);
    const used = await Promise.all(range(6).map((i) => stores[i % 2]!.useLink('hash', 1_000)));
    expect(used.filter((account) => account !== null)).toHaveLength(1);
    const proposal = {
      proposer: 'a',
      act: 'account-removed',
      subject: 'sari',
      role: null,
    } as const;
    await stores[0]!.propose({ ...proposal, expiresAt: 2_000 });
    const number = (await stores[1]!.proposals(1_000))[0]!.id;
    const answered = await Promise.all(range(6).map((i) => stores[i % 2]!.dropProposal(number)));
    expect(answered.filter(Boolean)).toHaveLength(1);
  });
});

async function twoAccounts() {
  const place = await makePostgresDatabase();
  const databases = [await openDatabase(place), await openDatabase(place)];
  open.push(...databases);
  return { stores: databases.map((db) => createAccountsStore(db, sha256)) };
}
