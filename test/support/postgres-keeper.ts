/**
 * Keeps a PostgreSQL server of its own for one run of the tests: argv = folder, id of the process
 * that runs them. Writes `port` into the folder when it answers; stops and removes all of it when
 * that process is gone, also after a kill.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountOf, binaries } from './postgres-binaries.ts';

const lookEveryMs = 500;
const [folder = '', runner = ''] = process.argv.slice(2);
const bin = binaries()!;
const data = join(folder, 'data');
const account = accountOf();
const as = account ? { uid: account.uid, gid: account.gid } : {};
mkdirSync(data, { mode: 0o700 });
if (account) for (const path of [folder, data]) chownSync(path, account.uid, account.gid);

const made = spawnSync(
  join(bin, 'initdb'),
  ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
  { ...as, cwd: folder, encoding: 'utf8' },
);
if (made.status !== 0) fail(made.stderr);
const port = await freePort();
const settings = {
  port,
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Nothing of a test must outlive the machine.
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '32MB',
  max_connections: 200,
  autovacuum: 'off',
};
const server = spawn(
  join(bin, 'postgres'),
  ['-D', data, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])],
  { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
);
let said = '';
server.stderr.on('data', (text) => (said = `${said}${text}`.slice(-4_000)));
server.once('exit', (code) => (code === 0 ? process.exit(0) : fail(`ended with ${code}: ${said}`)));
while (!said.includes('ready to accept connections')) await sleep(20);
writeFileSync(join(folder, 'port.new'), String(port));
renameSync(join(folder, 'port.new'), join(folder, 'port'));
process.on('SIGTERM', stop);
process.on('SIGINT', () => {});
setInterval(() => {
  try {
    process.kill(Number(runner), 0);
  } catch {
    stop();
  }
}, lookEveryMs);

function stop(): void {
  server.removeAllListeners('exit');
  server.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
  server.kill('SIGINT');
}

function fail(why: string): never {
  if (existsSync(folder)) writeFileSync(join(folder, 'failed'), why);
  process.exit(1);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
