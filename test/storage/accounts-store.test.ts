import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountsStore } from '#dashboard/accounts-store.ts';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { createHotlineChecks } from '#storage/hotline-checks.ts';
import { readOldest } from '#storage/kept-too-long.ts';
import { type Db, openDatabase } from '#storage/open-database.ts';
import { onEachDatabase } from '../support/databases.ts';
import { sha256 } from '../support/statistics.ts';

onEachDatabase(({ make }) => {
  let db: Db;
  let store: AccountsStore;
  beforeAll(async () => {
    db = await openDatabase(await make());
    store = createAccountsStore(db, sha256);
  });
  afterAll(() => db.destroy());

  test('an account is added once, changed, listed by name and removed with its sign-ins', async () => {
    const sari = (await store.add('sari', 'viewer'))!;
    expect(await store.add('sari', 'admin')).toBeNull();
    await store.add('budi', 'admin');
    await store.change(sari.id, { role: 'moderator', totp: 's', lockedUntil: 7 });
    expect((await store.list()).map((a) => [a.name, a.role, a.lockedUntil])).toEqual([
      ['budi', 'admin', 0],
      ['sari', 'moderator', 7],
    ]);
    await store.startSignIn('browser', sari.id, 1_790_000_000_000);
    await store.touch('browser', 1_790_000_000_001);
    expect(await store.signIn('browser')).toMatchObject({
      account: { name: 'sari' },
      startedAt: 1_790_000_000_000,
      seenAt: 1_790_000_000_001,
    });
    await store.remove('sari');
    expect(await store.signIn('browser')).toBeNull();
    expect(await store.count()).toBe(1);
  });

  test('a wrong password is forgotten by a right one, the fifth locks', async () => {
    const { id } = (await store.add('tini', 'viewer'))!;
    for (let i = 0; i < 4; i++) expect(await store.failed(id, 1_000)).toBe(false);
    expect(await store.succeeded(id, 1_000)).toBe(true);
    for (let i = 0; i < 4; i++) expect(await store.failed(id, 1_000)).toBe(false);
    expect(await store.failed(id, 1_000)).toBe(true);
    // What was on its way when it was locked does not open it.
    expect(await store.failed(id, 1_001)).toBe(false);
    expect(await store.succeeded(id, 1_001)).toBe(false);
  });

  test('a newer link makes the old one void, a link works once and not too late', async () => {
    const { id } = (await store.add('rani', 'viewer'))!;
    await store.addLink('old', id, 2_000);
    await store.addLink('new', id, 2_000);
    expect(await store.linked('old', 1_000)).toBeNull();
    expect(await store.useLink('new', 2_000)).toBeNull();
    await store.addLink('newest', id, 2_000);
    expect((await store.useLink('newest', 1_000))?.name).toBe('rani');
    expect(await store.useLink('newest', 1_000)).toBeNull();
  });

  test('the log is a chain in which a change shows', async () => {
    for (let i = 0; i < 3; i++) await store.note('rani', 'signed-in', 'rani', i);
    expect(await store.brokenEntry()).toBeNull();
    await db.updateTable('audit').set({ actor: 'sari' }).where('number', '=', 2).execute();
    expect(await store.brokenEntry()).toBe(2);
  });

  test('what is over is purged', async () => {
    const { id } = (await store.byName('rani'))!;
    const proposal = {
      proposer: 'rani',
      act: 'role-changed',
      subject: 'x',
      role: 'viewer',
    } as const;
    await store.propose({ ...proposal, expiresAt: 10_000_000 });
    await store.startSignIn('b', id, 0);
    await store.addLink('l', id, 1_000);
    await store.purge(9_000_000);
    expect(await store.signIn('b')).toBeNull();
    expect(await store.linked('l', 0)).toBeNull();
    expect(await store.proposals(0)).toMatchObject([proposal]);
    await store.purge(10_000_000);
    expect(await store.proposals(0)).toEqual([]);
  });

  test('the newest check of a hotline is kept', async () => {
    const checks = createHotlineChecks(db);
    const check = { hotline: 'h', number: '1', day: '2026-11-24', by: 'rani' };
    await checks.note(check);
    await checks.note({ ...check, day: '2026-11-25', by: 'budi' });
    expect(await checks.list()).toEqual([{ ...check, day: '2026-11-25', by: 'budi' }]);
  });

  test('the oldest of what is erased by its age is found', async () => {
    const none = { session: null, offer: null, wish: null, overdueMail: 0 };
    expect(await readOldest(db, 0)).toEqual(none);
    const row = { state: '{}', turn: null, before: null };
    for (const written_at of [1_790_000_000_123, 1_790_000_000_000])
      await db
        .insertInto('session')
        .values({ chat: `c${written_at}`, written_at, ...row })
        .execute();
    expect((await readOldest(db, 0)).session).toBe(1_790_000_000_000);
  });
});
