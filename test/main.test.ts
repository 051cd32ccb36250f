import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'main-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the program with settings that stop it; what it says on standard error. */
function startWith(env: Record<string, string>) {
  const run = spawnSync(process.execPath, ['src/main.ts'], {
    env: { ...process.env, PORT: '0', DATA_DIR: folder, ...env },
    encoding: 'utf8',
    timeout: 15_000,
  });
  return { code: run.status, lines: run.stderr.trim().split('\n') };
}

test('a wrong setting stops the start with one clear line', () => {
  const { code, lines } = startWith({ PORT: 'many' });
  expect(code).toBe(1);
  expect(lines).toEqual([
    'Tanya Dulu cannot start: PORT must be a number from 0 to 65535 (0 takes a free one)',
  ]);
});

test('a port in use is told, and what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { code, lines } = startWith({ PORT: String((other.address() as AddressInfo).port) });
  other.close();
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringContaining('the port is taken')]);
});

test('a data folder that is a file is told', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const { code, lines } = startWith({ DATA_DIR: file });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringContaining('DATA_DIR')]);
});

test('a damaged database is told', () => {
  const damaged = mkdtempSync(join(tmpdir(), 'damaged-'));
  writeFileSync(join(damaged, 'tanya-dulu.sqlite'), 'no database at all, but text'.repeat(50));
  const { code, lines } = startWith({ DATA_DIR: damaged });
  rmSync(damaged, { recursive: true });
  expect(code).toBe(1);
  expect(lines).toEqual([expect.stringContaining('damaged')]);
});

test('where nobody reads the log any more it goes on answering, and stops when told', async () => {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { ...process.env, PORT: '0', DATA_DIR: mkdtempSync(join(folder, 'unread-')) },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    let output = '';
    const address = await new Promise<string>((resolve) => {
      child.stdout.on('data', (data) => {
        output += data;
        const found = /Tanya Dulu: (http:\S+)/.exec(output)?.[1];
        if (found) resolve(found);
      });
    });
    child.stdout.destroy();
    const body = JSON.stringify({ chat: 'a'.repeat(32), text: 'Loker Kamboja gaji 15jt' });
    const headers = { 'content-type': 'application/json' };
    for (let i = 0; i < 3; i++) {
      const response = await fetch(`${address}/api/chat`, { method: 'POST', headers, body });
      expect(response.status).toBe(200);
    }
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
}, 60_000);
