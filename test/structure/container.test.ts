import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Instruction, pairsOf, readDockerfile } from '../support/dockerfile.ts';

// There is no container engine where we build: the steps of the Dockerfile are replayed in a folder,
// and what it starts runs there as nobody, on files it may not write.

const stages = readDockerfile(readFileSync('Dockerfile', 'utf8'));
const [dependencies, image] = stages as [(typeof stages)[0], (typeof stages)[1]];
const stepsOf = (name: string, stage = image) => stage.steps.filter((step) => step.name === name);
const only = (name: string): string => {
  const [step, ...more] = stepsOf(name);
  expect(more).toEqual([]);
  return step!.rest;
};
const folder = mkdtempSync(join(tmpdir(), 'image-'));
const root = join(folder, 'root');
const app = join(root, 'app');
const data = join(root, 'data');
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;
// Thousands of files: a busy disk takes its time.
afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000);

const npmCi = stepsOf('RUN', dependencies)[0]!.rest;
/** What npm says where a package is not in its cache. */
const isUncached = (said: string) => said.includes('ENOTCACHED');

/** `npm ci` of the first stage, from the cache of npm only; null where the cache lacks something. */
function installDependencies(): string | null {
  const place = join(folder, 'dependencies');
  mkdirSync(place);
  for (const { rest } of stepsOf('COPY', dependencies)) {
    for (const name of rest.split(' ').slice(0, -1)) copyFileSync(name, join(place, name));
  }
  const [command, ...args] = npmCi.split(' ');
  const run = spawnSync(command!, [...args, '--offline'], { cwd: place, encoding: 'utf8' });
  if (run.status !== 0 && isUncached(run.stderr)) return null;
  expect(run.stderr.includes('npm error')).toBe(false);
  return join(place, 'node_modules');
}

function copy({ rest }: Instruction, modules: string): void {
  const [first, ...others] = rest.split(' ');
  const target = others.at(-1)!;
  if (first?.startsWith('--from=')) {
    renameSync(modules, join(app, target));
    return;
  }
  for (const source of [first!, ...others.slice(0, -1)]) {
    const at = target.endsWith('/') ? join(app, target, source) : join(app, target);
    mkdirSync(dirname(at), { recursive: true });
    cpSync(source, at, { recursive: true });
  }
}

const filesIn = (place: string) =>
  readdirSync(place, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('node_modules'),
  );

function makeReadOnly(place: string): void {
  for (const name of ['', ...filesIn(place)]) {
    const file = join(place, name);
    chmodSync(file, statSync(file).isDirectory() ? 0o555 : 0o444);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A Node that nobody may run: the folders above ours may be closed to others. */
function nodeFor(): string {
  const node = join(root, 'node');
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o555);
  return node;
}

test('the steps can be replayed: what the image holds starts as nobody and writes only its volumes', async ({
  skip,
}) => {
  const modules = installDependencies();
  if (modules === null) skip('the cache of npm lacks a package: run npm ci once with a network');
  mkdirSync(app, { recursive: true });
  for (const step of stepsOf('COPY')) copy(step, modules!);
  expect(existsSync(join(app, 'node_modules', 'vitest'))).toBe(false);
  expect(existsSync(join(app, 'node_modules', 'fastify'))).toBe(true);
  mkdirSync(join(data, 'keys'), { recursive: true });
  for (const place of [data, join(data, 'keys')]) {
    chmodSync(place, 0o700);
    if (isRoot) chownSync(place, nobody, nobody);
  }
  for (const place of [folder, root]) chmodSync(place, 0o755);
  const port = String(await freePort());
  const env = {
    ...Object.assign({}, ...stepsOf('ENV').map(({ rest }) => pairsOf(rest))),
    DATA_DIR: data,
    HOST: '127.0.0.1',
    PORT: port,
    PATH: '/usr/bin:/bin',
  };
  const node = nodeFor();
  makeReadOnly(app);
  const before = filesIn(app);
  const as = isRoot ? { uid: nobody, gid: nobody } : {};
  const [, ...args] = JSON.parse(only('CMD')) as string[];
  const child = spawn(node, args, { cwd: app, env, stdio: ['ignore', 'pipe', 'inherit'], ...as });
  try {
    for await (const chunk of child.stdout) if (String(chunk).includes('Tanya Dulu:')) break;
    const check = JSON.parse(/CMD (\[.*\])$/.exec(only('HEALTHCHECK'))![1]!) as string[];
    const health = (at: string) =>
      spawnSync(node, check.slice(1), { env: { ...env, PORT: at }, ...as }).status;
    expect(health(port)).toBe(0);
    expect(health('1')).toBe(1);
    const response = await fetch(`http://127.0.0.1:${port}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chat: 'c'.repeat(32), text: 'Loker Kamboja gaji 15jt' }),
    });
    expect(response.status).toBe(200);
    child.kill(only('STOPSIGNAL') as 'SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
  expect(filesIn(app)).toEqual(before);
  expect(readdirSync(root).sort()).toEqual(['app', 'data', 'node']);
  expect(readdirSync(join(data, 'keys'))).toContain('chat.key');
}, 180_000);

describe('the Dockerfile', () => {
  const volumes = JSON.parse(only('VOLUME')) as string[];
  test('uses one pinned Node in both stages, the one of the project', () => {
    const froms = stages.map((stage) => stage.steps[0]!.rest.split(' ')[0]);
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(new Set(froms)).toEqual(new Set([`node:${devDependencies.node}-bookworm-slim`]));
  });
  test('installs only what production needs, from the lockfile, without scripts', () => {
    expect(npmCi).toMatch(/^npm ci --omit=dev --ignore-scripts /);
  });
  test('keeps the keys on a volume of their own, closed to others', () => {
    expect(volumes).toEqual(['/data', '/data/keys']);
    const made = stepsOf('RUN').find(({ rest }) => rest.includes('mkdir'))!.rest;
    expect(made).toContain('chmod 700 /data /data/keys');
    expect(made).toContain('chown -R node:node /data');
  });
  test('starts as npm start does', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: { start: string };
    };
    const command = (JSON.parse(only('CMD')) as string[]).join(' ');
    expect(scripts.start.endsWith(command)).toBe(true);
    for (const { rest } of stepsOf('ENV')) {
      for (const [name, value] of Object.entries(pairsOf(rest))) {
        if (name.startsWith('MALLOC')) expect(scripts.start).toContain(`${name}=${value}`);
      }
    }
  });
  test('copies nothing of this machine: no test, data of runs, key, setting or history', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    const names = ['node_modules', 'var', '.git', 'test', '*.log', '.env', '.deploy'];
    for (const name of names) expect(ignored).toContain(name);
    const copied = stepsOf('COPY').flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied.filter((name) => name === '.' || name.startsWith('test'))).toEqual([]);
  });
});
