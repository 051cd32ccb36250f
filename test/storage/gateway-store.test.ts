import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChatKey } from '#domain/message.ts';
import {
  type GatewayDatabase,
  lockGateway,
  openGatewayDatabase,
} from '#storage/gateway-database.ts';
import { createGatewayStore, type GatewayStore } from '#storage/gateway-store.ts';
import { createSeal } from '#storage/seal.ts';

const dayMs = 86_400_000;
const key = randomBytes(32);
const hash = (label: string, value: string) =>
  createHash('sha256').update(key).update(`${label}\0${value}`).digest('base64url');
const bytes = (text: string) => Buffer.from(text);
let folder: string;
let db: GatewayDatabase;
let store: GatewayStore;

const openStore = (sealKey = key) => createGatewayStore(db, createSeal(sealKey), hash);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  db = openGatewayDatabase(join(folder, 'g.sqlite'));
  store = openStore();
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const session = (id: string, value: string | null = 'v') => ({
  kind: 'session',
  id,
  value: value === null ? null : bytes(value),
});
const arrival = (message: string, text = 'halo') => ({
  message,
  chat: 'c' as ChatKey,
  body: bytes(text),
  urgent: false,
  sentAtMs: 0,
});

test('keys are read as they were written, the last write wins, null deletes', () => {
  store.commit({ keys: [session('6281', 'one'), session('6282', 'other')] }, 0);
  store.commit({ keys: [session('6281', 'two'), session('6282', null)] }, 0);
  expect(store.readKey('session', '6281')).toEqual(bytes('two'));
  expect(store.readKey('session', '6282')).toBe(null);
  expect(store.readKey('identity-key', '6281')).toBe(null);
});

test('a copy of the files names nobody and opens nothing', () => {
  store.commit(
    { keys: [session('6281234567890', 'rahasia')], arrivals: [arrival('m', 'kalimat')] },
    0,
  );
  store.writeCredentials(bytes('account of 6281234567890'));
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name)).toString('latin1');
    for (const canary of ['6281234567890', 'rahasia', 'kalimat', 'account of'])
      expect(content.includes(canary)).toBe(false);
  }
});

test('a step is written whole or not at all', () => {
  const broken = { ...arrival('m2'), chat: null as unknown as ChatKey };
  const step = { keys: [session('a')], seen: [{ digest: 'd', echo: null }] };
  expect(() => store.commit({ ...step, arrivals: [arrival('m1'), broken] }, 0)).toThrow();
  expect(store.readKey('session', 'a')).toBe(null);
  expect(store.echoOf('d')).toBe(undefined);
  expect(store.mail.waiting()).toEqual([]);
});

test('a full disk keeps nothing of a step, and later ones go on', () => {
  const pages = Number(db.pragma('page_count', { simple: true }));
  db.pragma(`max_page_count = ${pages}`);
  const large = [session('a', 'x'.repeat(100_000))];
  expect(() => store.commit({ keys: large, arrivals: [arrival('m')] }, 0)).toThrow(/full/);
  expect(store.mail.waiting()).toEqual([]);
  db.pragma('max_page_count = 100000');
  store.commit({ keys: large }, 0);
  expect(store.readKey('session', 'a')?.length).toBe(100_000);
});

test('values cannot be moved to another id, nor opened with another key', () => {
  store.commit({ keys: [session('a', 'of a'), session('b', 'of b')] }, 0);
  store.writeCredentials(bytes('creds'));
  db.exec('update signal_key set sealed = (select sealed from signal_key limit 1)');
  const read = ['a', 'b'].map((id) => store.readKey('session', id));
  expect(read.filter((v) => v !== null).length).toBe(1);
  expect(openStore(randomBytes(32)).readCredentials()).toEqual({ state: 'damaged' });
  expect(store.readCredentials()).toEqual({ state: 'kept', bytes: bytes('creds') });
});

test('keys of people who went away are deleted after 30 days, own keys and used ones stay', () => {
  const own = { kind: 'pre-key', id: '1', value: bytes('own') };
  store.commit({ keys: [session('gone'), session('back'), own] }, 0);
  store.touchKey('session', 'back', 20 * dayMs);
  store.purge(31 * dayMs);
  expect(store.readKey('session', 'gone')).toBe(null);
  expect(store.readKey('session', 'back')).not.toBe(null);
  expect(store.readKey('pre-key', '1')).not.toBe(null);
});

test('what the library must see again is kept a quarter of an hour, that it was seen a week', () => {
  store.commit({ keys: [], seen: [{ digest: 'd', echo: bytes('again') }] }, 0);
  expect(store.echoOf('d')).toEqual(bytes('again'));
  store.purge(16 * 60_000);
  expect(store.echoOf('d')).toBe(null);
  store.purge(8 * dayMs);
  expect(store.echoOf('d')).toBe(undefined);
});

test('forgetting the account leaves mail that waits', () => {
  store.commit({ keys: [session('a')], arrivals: [arrival('m')] }, 0);
  store.writeCredentials(bytes('creds'));
  store.forgetAccount();
  expect(store.readCredentials()).toEqual({ state: 'none' });
  expect(store.readKey('session', 'a')).toBe(null);
  expect(store.mail.waiting().length).toBe(1);
});

test('the lock is held by one at a time', () => {
  const file = join(folder, 'lock');
  const unlock = lockGateway(file);
  expect(lockGateway(file)).toBe(null);
  unlock?.();
  lockGateway(file)?.();
});
