import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'leak-'));
const chat = 'canarychatid-canarychatid';
const canaries = ['Canarywati', '081299887766', '6281299887766', 'kalimat rahasia sekali', chat];
const messages = [
  'Loker Kamboja, hubungi Canarywati 0812-9988-7766, kalimat rahasia sekali, gaji 15jt',
  'tolong Canarywati disekap di poipet 081299887766',
  '+62 812 9988 7766 wa.me/6281299887766 kalimat rahasia sekali',
  'PT Canarywati resmi tidak?',
];
let child: ChildProcess;
let address = '';
let output = '';

beforeAll(async () => {
  child = spawn(process.execPath, ['src/main.ts'], {
    env: { ...process.env, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'info' },
  });
  child.stderr?.on('data', (data) => (output += data));
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (data) => {
      output += data;
      address = /Tanya Dulu: (http:\S+)/.exec(output)?.[1] ?? address;
      if (address) resolve();
    });
    child.once('exit', () => reject(new Error(`the program did not start: ${output}`)));
  });
}, 20_000);
afterAll(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

test('what people write reaches no file, database, log or output, in any spelling', async () => {
  for (const text of messages) {
    const body = JSON.stringify({ chat, text });
    expect(
      (await fetch(`${address}/api/chat`, { method: 'POST', headers: json, body })).status,
    ).toBe(200);
    await fetch(`${address}/`, {
      method: 'POST',
      headers: form,
      body: new URLSearchParams({ chat, text }),
    });
    await fetch(`${address}/api/chat`, { method: 'POST', headers: json, body: body.slice(0, -5) });
    await fetch(`${address}/?x=${encodeURIComponent(text)}`);
  }
  child.kill('SIGTERM');
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(0);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());
  expect(files.some((f) => f.endsWith('.sqlite'))).toBe(true);
  expect(output).toContain('"answered"');
  const haystacks = [output, ...files.map((f) => readFileSync(f).toString('latin1'))];
  for (const hay of haystacks) {
    for (const canary of canaries) {
      for (const spelling of [
        canary,
        encodeURIComponent(canary),
        Buffer.from(canary).toString('hex'),
        Buffer.from(canary).toString('base64').replace(/=+$/, ''),
      ]) {
        expect(hay.toLowerCase().includes(spelling.toLowerCase())).toBe(false);
      }
    }
  }
}, 20_000);

test('keys are for the owner only', () => {
  expect(statSync(join(folder, 'keys', 'chat.key')).mode & 0o077).toBe(0);
});
