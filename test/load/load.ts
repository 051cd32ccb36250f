import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createChatKey } from '#channels/chat-key.ts';
import { ourNumberId } from '../support/graph-server/cloud-phone.ts';
import {
  appSecret,
  GraphServer,
  token,
  verifyToken,
} from '../support/graph-server/graph-server.ts';
import { readCounting, watchCounting } from './count-wishes.ts';
import { Crowd, percentile } from './crowd.ts';
import { Program } from './program.ts';

const help = `Plays a press event against the real program: people write over a loopback of Meta's Cloud API
and on the web chat, each one thing, some of them in danger. Programs are processes of their own.

  npm run load                                150 messages a second for 20 seconds, SQLite
  npm run load -- --rate 300 --seconds 30     other figures
  npm run load -- --database postgres://…     on that (empty) database
  npm run load -- --workers 2                 so many programs on it; needs PostgreSQL
  npm run load -- --kill 3                    a program is killed every 3 seconds and started again
  npm run load -- --cut 5                     every 5 seconds Meta's cables are cut
  npm run load -- --restart 20 --restart-with "systemctl restart postgresql"
                                              every 20 seconds the database is started anew
  npm run load -- --emergencies 0.05          share of people in danger (0.02)
  npm run load -- --web 0.1                   share that writes on the web chat (0)
  npm run load -- --paced                     bursts are waited for, as in earnest
  npm run load -- --drain 60                  seconds that answers may still come afterwards

A line a second tells how it goes. At the end: messages a second from the first webhook to the last
answer, times from writing to the first bubble, lost, answered twice (a bubble that Meta got twice)
and counted twice (more wishes to count than messages of a chat).
`;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '150' },
    seconds: { type: 'string', default: '20' },
    workers: { type: 'string', default: '1' },
    database: { type: 'string', default: '' },
    kill: { type: 'string', default: '0' },
    cut: { type: 'string', default: '0' },
    restart: { type: 'string', default: '0' },
    'restart-with': { type: 'string', default: 'true' },
    emergencies: { type: 'string', default: '0.02' },
    web: { type: 'string', default: '0' },
    drain: { type: 'string', default: '60' },
    paced: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
const number = (
  name:
    | 'rate'
    | 'seconds'
    | 'workers'
    | 'kill'
    | 'cut'
    | 'restart'
    | 'emergencies'
    | 'web'
    | 'drain',
) => {
  const value = Number(values[name]);
  if (Number.isFinite(value) && value >= 0) return value;
  process.stderr.write(`--${name} must be a number of 0 or more.\n\n${help}`);
  process.exit(1);
};

async function run(): Promise<void> {
  const workers = number('workers');
  if (workers > 1 && !values.database) {
    process.stderr.write('--workers above 1 need --database postgres://…\n');
    process.exit(1);
  }
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  const place = values.database || join(folder, 'tanya-dulu.sqlite');
  const graph = await GraphServer.start();
  const programs = Array.from(
    { length: workers },
    () =>
      new Program({
        PORT: '0',
        DATA_DIR: folder,
        ...(values.database && { DATABASE_URL: values.database }),
        TRUST_PROXY: 'on',
        WHATSAPP: 'cloud',
        WHATSAPP_PACING: values.paced ? 'on' : 'off',
        WHATSAPP_CLOUD_URL: graph.url,
        WHATSAPP_CLOUD_TOKEN: token,
        WHATSAPP_CLOUD_APP_SECRET: appSecret,
        WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
        WHATSAPP_CLOUD_NUMBER_ID: ourNumberId,
      }),
  );
  const tellHooks = () => {
    graph.webhookUrls = programs.map((p) => `${p.address}/whatsapp/webhook`);
  };
  for (const program of programs) await program.start();
  tellHooks();
  await watchCounting(place);
  const crowd = new Crowd({
    graph,
    addresses: () => programs.map((p) => p.address),
    emergencyShare: number('emergencies'),
    webShare: number('web'),
  });
  const cpuBefore = cpuOf(programs);
  const started = Date.now();
  const faults = trouble(graph, programs, tellHooks);
  await speakAll(crowd, started);
  await faults.stop();
  await drained(crowd, started);
  const took = crowd.times(() => true).length === 0 ? 0 : lastAnswer(crowd) - started;
  // Statuses and receipts of the last answers are still on their way.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const cpu = cpuOf(programs) - cpuBefore;
  for (const program of programs) await program.end('SIGTERM');
  const counted = await readCounting(place);
  await graph.stop();
  report(crowd, { took, cpu, counted, folder, ...faults.counts() });
  for (const program of programs)
    for (const [name, n] of program.errors) process.stdout.write(`  logged ${n} x ${name}\n`);
  rmSync(folder, { recursive: true, force: true });
}

const cpuOf = (programs: readonly Program[]): number => programs.reduce((n, p) => n + p.cpuS, 0);
const lastAnswer = (crowd: Crowd): number =>
  Math.max(...[...crowd.said.values()].map((s) => s.answeredAt ?? 0));

/** People write at their rate, whatever becomes of the program. */
async function speakAll(crowd: Crowd, started: number): Promise<void> {
  const [rate, seconds] = [number('rate'), number('seconds')];
  const all = Math.floor(rate * seconds);
  let spoken = 0;
  let told = started;
  while (spoken < all) {
    const due = Math.min(all, Math.floor(((Date.now() - started) / 1000) * rate));
    for (; spoken < due; spoken++) crowd.speak();
    if (Date.now() - told >= 1000) {
      told += 1000;
      progress(crowd, spoken, started);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function drained(crowd: Crowd, started: number): Promise<void> {
  const end = Date.now() + number('drain') * 1000;
  while (crowd.lost > 0 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    progress(crowd, crowd.said.size, started);
  }
}

function progress(crowd: Crowd, spoken: number, started: number): void {
  const s = Math.round((Date.now() - started) / 1000);
  process.stderr.write(`${s} s: ${spoken} wrote, ${crowd.answered} answered\n`);
}

/** Kills programs and cuts cables while people write. */
function trouble(graph: GraphServer, programs: readonly Program[], onRestart: () => void) {
  let kills = 0;
  let cuts = 0;
  let restarts = 0;
  let isOver = false;
  const every = async (seconds: number, act: () => Promise<void>): Promise<void> => {
    if (seconds === 0) return;
    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      if (!isOver) await act();
    }
  };
  const running = Promise.all([
    every(number('kill'), async () => {
      const program = programs[kills++ % programs.length];
      await program?.end('SIGKILL');
      await program?.start();
      onRestart();
    }),
    every(number('restart'), async () => {
      restarts++;
      const child = spawn(values['restart-with'], { shell: true, stdio: 'ignore' });
      await once(child, 'exit');
    }),
    every(number('cut'), async () => {
      cuts++;
      graph.cutAll();
    }),
  ]);
  return {
    counts: () => ({ kills, cuts, restarts }),
    async stop(): Promise<void> {
      isOver = true;
      await running;
    },
  };
}

type Measured = {
  readonly took: number;
  readonly cpu: number;
  readonly counted: ReadonlyMap<string, number>;
  readonly folder: string;
  readonly kills: number;
  readonly cuts: number;
  readonly restarts: number;
};

function report(
  crowd: Crowd,
  { took, cpu, counted, folder, kills, cuts, restarts }: Measured,
): void {
  const chatKey = createChatKey(join(folder, 'keys'));
  const twice = [...crowd.said].filter(([id, { person }]) => {
    const chat = chatKey(id === person ? 'web' : 'whatsapp', person);
    return (counted.get(chat) ?? 0) > 1;
  }).length;
  const wishes = [...counted.values()].reduce((n, m) => n + m, 0);
  const all = crowd.times(() => true);
  const urgent = crowd.times((s) => s.isEmergency);
  const ms = (list: readonly number[]) =>
    `p50 ${percentile(list, 0.5)} ms, p95 ${percentile(list, 0.95)} ms, most ${list.at(-1)} ms`;
  process.stdout.write(`
${all.length} answered in ${(took / 1000).toFixed(1)} s: ${((all.length / took) * 1000).toFixed(0)} a second; ${((cpu / all.length) * 1000).toFixed(1)} ms of processor each
  all         ${ms(all)}
  emergencies ${ms(urgent)} (${urgent.length})
  lost ${crowd.lost}, answered twice ${crowd.answeredTwice}, counted twice ${twice} (${wishes} wishes)
  brought again ${crowd.redelivered}, refused by the web chat ${crowd.webRefused}, kills ${kills}, cuts ${cuts}, restarts ${restarts}
`);
}

if (values.help) process.stdout.write(help);
else await run();
