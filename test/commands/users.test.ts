import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tokenHash } from '#dashboard/guard.ts';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { openDatabase } from '#storage/open-database.ts';
import { sha256 } from '../support/statistics.ts';

const folder = mkdtempSync(join(tmpdir(), 'users-'));
const users = (...args: string[]) =>
  spawnSync(process.execPath, ['src/commands/users.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, DATA_DIR: folder },
  });
const tokenIn = (printed: string) => /\/dasbor\/tautan\/([\w-]+)\n$/.exec(printed)![1]!;

test('a server that cannot be used is told in one line', () => {
  const env = { DATABASE_URL: 'postgres://bot:geheim@127.0.0.1:9/tanya' };
  const { status, stderr } = spawnSync(process.execPath, ['src/commands/users.ts', 'list'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  expect(status).toBe(1);
  expect(stderr).toMatch(/^DATABASE_URL: no database server listens there[^\n]*\n$/);
});

test('an account is added with a link that works, and another link makes it void', async () => {
  const added = users('add', 'sari', '--role', 'admin');
  expect([added.status, added.stderr]).toEqual([0, '']);
  const again = users('link', 'sari');
  const db = await openDatabase(join(folder, 'tanya-dulu.sqlite'));
  const accounts = createAccountsStore(db, sha256);
  const linked = (printed: string) => accounts.linked(tokenHash(tokenIn(printed)), Date.now());
  expect(await linked(added.stdout)).toBeNull();
  expect((await linked(again.stdout))?.name).toBe('sari');
  expect((await accounts.audit(9)).map((e) => [e.actor, e.act, e.subject])).toEqual([
    ['system', 'account-reset', 'sari'],
    ['system', 'account-added', 'sari'],
  ]);
  expect(users('list').stdout).toMatch(/^sari +admin +no password yet\n$/);
  await db.destroy();
});

test.each([
  [['add', 'sari', '--role', 'viewer'], 'already'],
  [['add', 'Sari!', '--role', 'viewer'], 'small letters'],
  [['add', 'budi', '--role', 'boss'], 'viewer, moderator, admin'],
  [['link', 'nobody'], 'no account nobody'],
  [['burn'], 'There is no "burn"'],
])('%j is refused with its reason', (args, why) => {
  const { status, stderr, stdout } = users(...args);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain(why);
});
