import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Contact } from '../support/wa-server/contact.ts';
import { WaServer } from '../support/wa-server/wa-server.ts';
import { Bot } from '../whatsapp/start-bot.ts';

const number = '6281299887766';
const spellings = [number, '081299887766', '+62 812-9988-7766', `9${number}`];
const canaries = [...spellings, 'Canarywati', 'kalimat rahasia sekali', 'Info Kerja'];
const texts = [
  'Loker Kamboja, hubungi Canarywati 0812-9988-7766, kalimat rahasia sekali, gaji 15jt',
  'tolong Canarywati disekap di poipet, kalimat rahasia sekali',
  'PT Canarywati resmi tidak?',
];
let folder: string;
let server: WaServer;
let output = '';
// The library speaks in this process, too, for the phone of the test.
for (const name of ['info', 'warn', 'error'] as const)
  vi.spyOn(console, name).mockImplementation(() => {});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leak-'));
  server = await WaServer.start();
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(work: (bot: Bot, siti: Contact) => Promise<void>, end: 'kill' | 'stop') {
  const bot = Bot.start(server, folder, { LOG_LEVEL: 'info' });
  try {
    await bot.until(() => server.isOnline);
    const siti = server.contacts.get(`9${number}@lid`) ?? new Contact(server, number);
    await work(bot, siti);
  } finally {
    await (end === 'kill' ? bot.kill() : bot.stop());
    output += bot.output;
  }
}

test('number, name and words of who writes on WhatsApp reach no file, log or output, also after a kill', async () => {
  await run(async (bot, siti) => {
    for (const text of texts) await siti.say(text);
    await bot.until(() => bot.events.filter((e) => e.msg === 'answered').length === texts.length);
  }, 'kill');
  // Answers and messages are in the files as the kill left them.
  expectClean();
  await run(async (bot, siti) => {
    await siti.send({
      contactMessage: { displayName: 'Canarywati', vcard: 'TEL:+62 812-9988-7766' },
    });
    await siti.say(texts[0] ?? '');
    // A new session makes the library close the old one, which it prints with its keys.
    await siti.device.startSession(server.companion?.lid ?? '', server.bundleOfClient());
    await siti.say(texts[1] ?? '');
    await bot.until(() => bot.events.filter((e) => e.msg === 'answered').length === 2);
  }, 'stop');
  expectClean();
}, 120_000);

function expectClean(): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile());
  expect(files.some((f) => f.endsWith('whatsapp.sqlite'))).toBe(true);
  const names = files.join('\n');
  const haystacks = [output, names, ...files.map((f) => readFileSync(f).toString('latin1'))];
  for (const hay of haystacks.map((h) => h.toLowerCase()))
    for (const canary of canaries)
      for (const spelling of [
        canary,
        encodeURIComponent(canary),
        Buffer.from(canary).toString('hex'),
        Buffer.from(canary).toString('base64').replace(/=+$/, ''),
      ])
        expect({ canary, leaks: hay.includes(spelling.toLowerCase()) }).toEqual({
          canary,
          leaks: false,
        });
}

test('nothing but our own lines is printed', () => {
  const lines = output.split('\n').filter(Boolean);
  const known =
    /^(\{"level":\d+,"time":\d+,.*"msg":"(started|stopped|answered|file-read|whatsapp|mail-dropped)"\}|Tanya Dulu: http\S+|whatsapp-qr: \S+)$/;
  expect(lines.filter((line) => !known.test(line) && !/dasbor/i.test(line))).toEqual([]);
});

test('the key of the store is for its owner only', () => {
  expect(statSync(join(folder, 'keys', 'whatsapp.key')).mode & 0o077).toBe(0);
});
