import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const canaries = [
  'Canarywati',
  '081299887766',
  'kalimat',
  'canarychatid',
  'kamboja',
  'upfront-fee',
];
const messages = [
  'Loker Kamboja, bayar dulu ke Canarywati 0812-9988-7766, kalimat rahasia, gaji 15jt',
  'tolong Canarywati disekap di poipet 081299887766',
];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function addressOf(child: ChildProcess): Promise<string> {
  let output = '';
  for await (const data of child.stdout!) {
    output += String(data);
    const found = /Tanya Dulu: (http:\S+)/.exec(output)?.[1];
    if (found) return found;
  }
  throw new Error(`the program did not start: ${output}`);
}

test('metrics hold nothing of a message or a sender, and are not on the public port', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'metrics-'));
  const port = await freePort();
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { ...process.env, PORT: '0', DATA_DIR: folder, METRICS: `127.0.0.1:${port}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const address = await addressOf(child);
    for (const text of messages) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ chat: 'canarychatid-canarychatid', text });
      await fetch(`${address}/api/chat`, { method: 'POST', headers, body });
    }
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(text).toContain('tanya_answer_seconds_count 2\n');
    expect(text).toContain('tanya_database_up 1\n');
    for (const canary of canaries) expect(text.toLowerCase()).not.toContain(canary.toLowerCase());
    expect((await fetch(`${address}/metrics`)).status).toBe(404);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
