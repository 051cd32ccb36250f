import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCuttable } from './support/cuttable.ts';
import { ask, makePostgresDatabase, onPostgres } from './support/databases.ts';

const folder = mkdtempSync(join(tmpdir(), 'roles-'));
/** Silence is noticed once, not at each of the three questions of an answer; with room for a slow machine. */
const answerMaxMs = 10_000;
const running: ChildProcess[] = [];
let database: string;

/** Starts the real program; its address. */
async function start(
  role: string,
  place = database,
  more = {},
): Promise<{ address: string; child: ChildProcess }> {
  const env = { PORT: '0', DATA_DIR: folder, DATABASE_URL: place, ROLE: role, ...more };
  const child = spawn(process.execPath, ['src/main.ts'], { env: { ...process.env, ...env } });
  running.push(child);
  let output = '';
  child.stderr.on('data', (text) => (output += text));
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (text) => {
      output += text;
      const found = /Tanya Dulu: (http:\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`did not start: ${output}`)));
  });
  return { address, child };
}

const stopped = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });

const say = async (address: string, chat: string) => {
  const body = JSON.stringify({ chat: chat.padEnd(20, 'x'), text: 'Loker Kamboja gaji 15jt' });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${address}/api/chat`, { method: 'POST', headers, body });
  return (await response.json()) as { verdict: { risk: string } };
};

onPostgres(() => {
  beforeAll(async () => {
    database = await makePostgresDatabase();
  });
  afterAll(() => {
    for (const child of running) child.kill('SIGKILL');
  });

  test('processes that start at once share keys; pages answer, a worker counts, both stop', async () => {
    const [one, two, worker] = await Promise.all([start('web'), start('web'), start('worker')]);
    expect((await fetch(`${worker.address}/healthz`)).status).toBe(200);
    expect((await fetch(worker.address)).status).toBe(404);
    expect((await fetch(`${worker.address}/dasbor/masuk`)).status).toBe(404);
    expect((await fetch(`${two.address}/dasbor/masuk`)).status).toBe(200);
    for (const [i, { address }] of [one, two, one, two].entries())
      expect((await say(address, `chat${i}`)).verdict.risk).toBe('danger');
    const waiting = async () => (await ask(database, 'select count(*) as n from wish'))[0]?.['n'];
    await expect.poll(waiting, { timeout: 30_000, interval: 250 }).toBe('0');
    const codes = await Promise.all([one, two, worker].map(({ child }) => stopped(child)));
    expect(codes).toEqual([0, 0, 0]);
  }, 90_000);

  test('a conversation goes on in whichever process', async () => {
    const [one, two] = await Promise.all([start('web'), start('web')]);
    const [asked] = [await say(one.address, 'walker')];
    expect(asked.verdict.risk).toBe('danger');
    const rows = await ask(database, 'select state from session');
    await fetch(`${two.address}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chat: 'walker'.padEnd(20, 'x'), text: 'HAPUS DATA' }),
    });
    expect(await ask(database, 'select state from session')).toHaveLength(rows.length - 1);
    await Promise.all([stopped(one.child), stopped(two.child)]);
  }, 90_000);

  test('where the database is away people are answered, and it is used again when it is back', async () => {
    const url = new URL(database);
    const way = await openCuttable(url.hostname, Number(url.port));
    const { address, child } = await start('web', database.replace(url.port, String(way.port)));
    const known = async () => (await ask(database, 'select chat from session')).length;
    await say(address, 'before');
    const before = await known();
    for (const break_ of [way.cut, way.silence]) {
      break_();
      for (const chat of ['first', 'second']) {
        const start = performance.now();
        expect((await say(address, chat)).verdict.risk).toBe('danger');
        expect(performance.now() - start).toBeLessThan(answerMaxMs);
      }
      expect((await fetch(`${address}/readyz`)).status).toBe(503);
      expect(await known()).toBe(before);
      way.mend();
      const isReady = async () => (await fetch(`${address}/readyz`)).status;
      await expect.poll(isReady, { timeout: 20_000, interval: 250 }).toBe(200);
    }
    await say(address, 'after');
    expect(await known()).toBe(before + 1);
    expect(await stopped(child)).toBe(0);
    way.close();
  }, 120_000);

  test('a gateway holds its number, serves no page, and needs the shared keys only', async () => {
    const own = mkdtempSync(join(tmpdir(), 'gateway-'));
    symlinkSync(join(folder, 'keys'), join(own, 'keys'));
    const more = { DATA_DIR: own, WHATSAPP: 'baileys', WHATSAPP_URL: 'ws://127.0.0.1:9/ws/chat' };
    const { address, child } = await start('gateway', database, more);
    expect((await fetch(`${address}/readyz`)).status).toBe(200);
    expect((await fetch(`${address}/dasbor/masuk`)).status).toBe(404);
    expect(readdirSync(own)).toEqual(expect.arrayContaining(['whatsapp.sqlite', 'whatsapp.lock']));
    expect(readdirSync(folder)).not.toContain('whatsapp.sqlite');
    expect(await stopped(child)).toBe(0);
  }, 60_000);

  test('a folder with other keys is refused in one line', () => {
    const env = { PORT: '0', DATA_DIR: mkdtempSync(join(tmpdir(), 'other-')), ROLE: 'worker' };
    const run = spawnSync(process.execPath, ['src/main.ts'], {
      env: { ...process.env, ...env, DATABASE_URL: database },
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^Tanya Dulu cannot start: DATA_DIR holds other keys [^\n]*\n$/);
  }, 60_000);
});
