import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * `npm run bench:start`: what `npm start` costs, as a person and as the machine see it: time to the
 * first answer, time of an answer over HTTP, resident memory (Linux only). With `-- --check` it
 * fails where a figure misses its goal; times of the clock need a quiet machine.
 */
const starts = 5;
const answers = 1_000;
const listenMsMax = 60_000;
const goals = { startMs: 3_000, p95Ms: 30, residentMb: 150 };

const root = fileURLToPath(new URL('../', import.meta.url));
const messages = readFileSync(join(root, 'test/corpus/dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { text: string }).text);

type Running = { readonly npm: ChildProcess; readonly address: string };

async function startProgram(dataDir: string): Promise<Running> {
  const npm = spawn('npm', ['start', '--silent'], {
    cwd: root,
    detached: true,
    // Every message comes from an address of its own: the limit per address is not what is measured.
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, TRUST_PROXY: 'on', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  npm.stdout!.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const until = performance.now() + listenMsMax;
  while (performance.now() < until && npm.exitCode === null) {
    const address = /http:\/\/[\d.:]+/.exec(printed)?.[0];
    if (address) return { npm, address };
    await sleep(5);
  }
  throw new Error('the program did not start');
}

async function stopProgram({ npm }: Running): Promise<void> {
  const ended = new Promise((resolve) => npm.once('exit', resolve));
  process.kill(-npm.pid!, 'SIGTERM');
  await ended;
}

async function ask({ address }: Running, number: number): Promise<void> {
  const response = await fetch(`${address}/api/chat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
    },
    body: JSON.stringify({
      chat: `bench-of-the-start-${number}`,
      text: messages[number % messages.length],
    }),
  });
  if (!response.ok) throw new Error(`an answer failed with ${response.status}`);
  await response.arrayBuffer();
}

/** Resident memory in MB of the program itself, not of npm; null where /proc is missing. */
function residentMb({ npm }: Running): number | null {
  const ours = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const group = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[2];
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return Number(group) === npm.pid && /node\0.*src\/main\.ts/.test(command);
    } catch {
      // It ended while it was looked at.
      return false;
    }
  });
  const status = ours ? readFileSync(`/proc/${ours}/status`, 'utf8') : '';
  const kb = /VmRSS:\s+(\d+)/.exec(status)?.[1];
  return kb === undefined ? null : Number(kb) / 1_024;
}

const at = (list: readonly number[], share: number) =>
  list.toSorted((a, b) => a - b)[Math.floor((list.length - 1) * share)]!;

/** Milliseconds from the command to the first answer, in a fresh folder each time. */
async function timeStarts(): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < starts; i++) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    const start = performance.now();
    const running = await startProgram(folder);
    await (await fetch(running.address)).text();
    await ask(running, 0);
    times.push(performance.now() - start);
    await stopProgram(running);
    rmSync(folder, { recursive: true });
  }
  return times;
}

async function timeAnswers() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const running = await startProgram(folder);
  await ask(running, 0);
  const atStart = residentMb(running);
  const times: number[] = [];
  for (let i = 1; i <= answers; i++) {
    const start = performance.now();
    await ask(running, i);
    times.push(performance.now() - start);
  }
  const atEnd = residentMb(running);
  await stopProgram(running);
  rmSync(folder, { recursive: true });
  return { times, atStart, atEnd };
}

const write = (name: string, figure: string) =>
  process.stdout.write(`${name.padEnd(44)} ${figure}\n`);
const mb = (figure: number | null) =>
  figure === null ? 'not on this system' : `${figure.toFixed(0)} MB`;

const startTimes = await timeStarts();
const startMs = at(startTimes, 0.5);
write(
  `start to first answer, median of ${starts}`,
  `${startMs.toFixed(0)} ms (slowest ${Math.max(...startTimes).toFixed(0)}; goal ≤ ${goals.startMs})`,
);
const { times, atStart, atEnd } = await timeAnswers();
const p95Ms = at(times, 0.95);
write(
  `answer over HTTP, ${answers} messages, p50 and p95`,
  `${at(times, 0.5).toFixed(1)} and ${p95Ms.toFixed(1)} ms (goal p95 ≤ ${goals.p95Ms})`,
);
write('resident memory after the first answer', mb(atStart));
write(`resident memory after ${answers} answers`, `${mb(atEnd)} (goal ≤ ${goals.residentMb})`);

const missed = startMs > goals.startMs || p95Ms > goals.p95Ms || (atEnd ?? 0) > goals.residentMb;
if (missed) write('A goal is missed.', '');
if (missed && process.argv.includes('--check')) process.exitCode = 1;
