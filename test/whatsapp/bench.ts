/**
 * Measures the whole program on WhatsApp over the loopback server: `npm run bench:whatsapp [count]`,
 * with so many messages for the last part. Bot and server are a process each.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Contact, textOf } from '../support/wa-server/contact.ts';
import { WaServer } from '../support/wa-server/wa-server.ts';
import { Bot } from './start-bot.ts';

const offers = [
  'Loker Kamboja gaji 15jt, paspor diurus, hubungi 081234567890, jangan bilang keluarga',
  'Dibutuhkan operator produksi PT di Cikande, gaji UMK, lamaran gratis lewat Disnaker',
  'halo, mau tanya',
];
const count = Number(process.argv[2] ?? 2_000);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const server = await WaServer.start();
const say = (name: string, value: string) => process.stdout.write(`${name.padEnd(34)} ${value}\n`);
const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * q)] ?? 0;
const spread = (ms: readonly number[]) =>
  `p50 ${quantile(ms, 0.5).toFixed(0)} ms, p95 ${quantile(ms, 0.95).toFixed(0)} ms (${ms.length} runs)`;
const residentMb = (bot: Bot): number => {
  const status = readFileSync(`/proc/${bot.child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
};

/** Milliseconds of processor time so far; says more than the clock on a busy machine. */
const cpuMs = (bot: Bot): number => {
  const fields = readFileSync(`/proc/${bot.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ');
  return (Number(fields?.[11]) + Number(fields?.[12])) * 10;
};

async function untilOnline(bot: Bot): Promise<number> {
  await bot.until(() => bot.address !== '');
  const from = performance.now();
  await bot.until(() => bot.states().includes('online'));
  return performance.now() - from;
}

/** Milliseconds from sending to the first bubble of the answer. */
async function answerTime(contact: Contact, text: string): Promise<number> {
  const before = contact.texts.length;
  const from = performance.now();
  await contact.say(text);
  await server.until(() => contact.texts.length > before, 60_000);
  const shown = contact.received.filter((r) => textOf(r.message) !== null);
  return (shown[before]?.at ?? performance.now()) - from;
}

// The library speaks for the phones of this process.
Object.assign(console, { info() {}, warn() {}, error() {}, log() {} });
say(
  'load of the machine at the start',
  loadavg()
    .map((l) => l.toFixed(1))
    .join(' '),
);
let bot = Bot.start(server, folder);
say('linking to online', `${(await untilOnline(bot)).toFixed(0)} ms`);
await bot.stop();
const restarts: number[] = [];
for (let i = 0; i < 3; i++) {
  bot = Bot.start(server, folder);
  restarts.push(await untilOnline(bot));
  if (i < 2) await bot.stop();
}
say('restart to online', spread(restarts));
say('resident after the start', `${residentMb(bot).toFixed(0)} MB`);

const firsts: number[] = [];
const people = Array.from({ length: 50 }, (_, i) => new Contact(server, String(6281234500000 + i)));
for (const [i, contact] of people.entries())
  firsts.push(await answerTime(contact, offers[i % offers.length] ?? ''));
say('first contact', spread(firsts));
await new Promise((resolve) => setTimeout(resolve, 1_000));
const nexts: number[] = [];
const cpuBefore = cpuMs(bot);
for (let i = 0; i < 200; i++)
  nexts.push(await answerTime(people[i % 10] as Contact, offers[i % offers.length] ?? ''));
say('message to answer, one at a time', spread(nexts));
say('processor for each of these', `${((cpuMs(bot) - cpuBefore) / nexts.length).toFixed(1)} ms`);

const answered = () => bot.events.filter((e) => e.msg === 'answered').length;
const start = answered();
const from = performance.now();
const cpuStart = cpuMs(bot);
const rounds = Math.ceil(count / people.length);
const memory: number[] = [];
for (let round = 0; round < rounds; round++) {
  await Promise.all(people.map((c) => c.say(offers[round % offers.length] ?? '')));
  // Two rounds may be on their way.
  await bot.until(() => answered() - start >= Math.max(0, round - 1) * people.length, 120_000);
  if (round % Math.ceil(rounds / 10) === 0) memory.push(residentMb(bot));
}
await bot.until(() => answered() - start >= rounds * people.length, 120_000);
const seconds = (performance.now() - from) / 1000;
say(
  'answers a second, 50 people',
  `${((rounds * people.length) / seconds).toFixed(0)} (${rounds * people.length} messages)`,
);
say('processor for each', `${((cpuMs(bot) - cpuStart) / (rounds * people.length)).toFixed(1)} ms`);
say('resident meanwhile', `${memory.map((m) => m.toFixed(0)).join(' ')} MB`);
say(
  'unreadable, refused',
  `${people.reduce((n, c) => n + c.unreadable.length, 0)}, ${server.refused.length}`,
);
const stopped = performance.now();
const code = await bot.stop();
say('clean stop', `${(performance.now() - stopped).toFixed(0)} ms, code ${code}`);
say(
  'load of the machine at the end',
  loadavg()
    .map((l) => l.toFixed(1))
    .join(' '),
);
await server.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
