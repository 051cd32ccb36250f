/**
 * Measures the whole program on WhatsApp over the loopback server: `npm run bench:whatsapp [count]`,
 * with so many messages for the last part. The bot is a process of its own; server and phones are
 * another. Processor time says more than the clock where the machine is busy.
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
const warmUpCount = 500;
const peopleCount = 50;
const heapEvery = Math.ceil(count / 10);
const probe = ['--expose-gc', '--import', join(import.meta.dirname, 'heap-probe.ts')];

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const server = await WaServer.start();
const say = (name: string, value: string) => process.stdout.write(`${name.padEnd(40)} ${value}\n`);
const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * q)] ?? 0;
const spread = (ms: readonly number[]) =>
  `p50 ${quantile(ms, 0.5).toFixed(0)} ms, p95 ${quantile(ms, 0.95).toFixed(0)} ms (${ms.length} runs)`;
const whole = (values: readonly number[]) => values.map((v) => v.toFixed(0)).join(' ');
const load = () =>
  loadavg()
    .map((l) => l.toFixed(1))
    .join(' ');

const readStatus = (bot: Bot, field: string): number => {
  const status = readFileSync(`/proc/${bot.child.pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
};
const residentMb = (bot: Bot) => readStatus(bot, 'VmRSS');

/** Milliseconds of processor time so far: of a task, user and system. */
const cpuOf = (path: string): number => {
  const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ');
  return (Number(fields?.[11]) + Number(fields?.[12])) * 10;
};

/** Processor time of the bot, of its main thread alone, and of server and phones. */
function startClock(bot: Bot) {
  const now = () => {
    const own = process.cpuUsage();
    return {
      all: cpuOf(`/proc/${bot.child.pid}/stat`),
      main: cpuOf(`/proc/${bot.child.pid}/task/${bot.child.pid}/stat`),
      other: (own.user + own.system) / 1000,
    };
  };
  const from = now();
  return (answers: number): string => {
    const to = now();
    const each = (ms: number) => `${(ms / answers).toFixed(1)} ms`;
    const main = each(to.main - from.main);
    return `bot ${each(to.all - from.all)} (main thread ${main}), server and phones ${each(to.other - from.other)}`;
  };
}

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

async function measureStarts(): Promise<Bot> {
  let bot = Bot.start(server, folder, {}, probe);
  say('linking to online', `${(await untilOnline(bot)).toFixed(0)} ms`);
  const restarts: number[] = [];
  for (let i = 0; i < 3; i++) {
    await bot.stop();
    bot = Bot.start(server, folder, {}, probe);
    restarts.push(await untilOnline(bot));
  }
  say('restart to online', spread(restarts));
  say('resident after the start', `${residentMb(bot).toFixed(0)} MB`);
  return bot;
}

async function measureTimes(bot: Bot, people: readonly Contact[]): Promise<void> {
  const firsts: number[] = [];
  for (const [i, contact] of people.entries())
    firsts.push(await answerTime(contact, offers[i % offers.length] ?? ''));
  say('first contact', spread(firsts));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const nexts: number[] = [];
  const clock = startClock(bot);
  for (let i = 0; i < 200; i++)
    nexts.push(await answerTime(people[i % 10] as Contact, offers[i % offers.length] ?? ''));
  say('message to answer, one at a time', spread(nexts));
  say('processor for each', clock(nexts.length));
}

/** Everybody writes; two messages of each may be on their way. */
async function flood(bot: Bot, people: readonly Contact[], messages: number): Promise<void> {
  const answered = () => bot.events.filter((e) => e.msg === 'answered').length;
  const start = answered();
  const rounds = Math.ceil(messages / people.length);
  for (let round = 0; round < rounds; round++) {
    await Promise.all(people.map((c) => c.say(offers[round % offers.length] ?? '')));
    await bot.until(() => answered() - start >= Math.max(0, round - 1) * people.length, 120_000);
  }
  await bot.until(() => answered() - start >= rounds * people.length, 120_000);
}

async function heapMb(bot: Bot): Promise<number> {
  const heaps = () => bot.events.filter((e) => e.msg === 'heap');
  const before = heaps().length;
  bot.child.kill('SIGUSR2');
  await bot.until(() => heaps().length > before);
  return Number(heaps().at(-1)?.['mb']);
}

async function measureFlood(bot: Bot, people: readonly Contact[]): Promise<void> {
  await flood(bot, people, warmUpCount);
  const heaps = [await heapMb(bot)];
  const resident: number[] = [];
  const rates: number[] = [];
  const clock = startClock(bot);
  for (let sent = 0; sent < count; sent += heapEvery) {
    const from = performance.now();
    await flood(bot, people, heapEvery);
    rates.push((heapEvery * 1000) / (performance.now() - from));
    resident.push(residentMb(bot));
    heaps.push(await heapMb(bot));
  }
  say(`answers a second, ${people.length} people`, `median ${whole([quantile(rates, 0.5)])}`);
  say('a second in each tenth', whole(rates));
  say('processor for each', clock(count));
  say('heap after collecting', `${whole(heaps)} MB`);
  say('resident meanwhile', `${whole(resident)} MB, most ${whole([readStatus(bot, 'VmHWM')])} MB`);
  const bubbles = people.reduce((n, c) => n + c.texts.length, 0);
  say('bubbles in all', String(bubbles));
  const unreadable = people.reduce((n, c) => n + c.unreadable.length, 0);
  say('unreadable, refused', `${unreadable}, ${server.refused.length}`);
}

// The library speaks for the phones of this process.
Object.assign(console, { info() {}, warn() {}, error() {}, log() {} });
say('load of the machine at the start', load());
const bot = await measureStarts();
const people = Array.from(
  { length: peopleCount },
  (_, i) => new Contact(server, String(6281234500000 + i)),
);
await measureTimes(bot, people);
await measureFlood(bot, people);
const stopped = performance.now();
const code = await bot.stop();
say('clean stop', `${(performance.now() - stopped).toFixed(0)} ms, code ${code}`);
say('load of the machine at the end', load());
await server.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
