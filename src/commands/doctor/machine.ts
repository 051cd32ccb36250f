import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { broken, type Finding, look, ok } from './finding.ts';

const freeBytesMin = 100 * 1024 * 1024;
const freeBytesGood = 1024 * 1024 * 1024;
const healthTimeoutMs = 3_000;
const clockTimeoutMs = 2_000;
/** Files written a moment ago may be this much ahead of our clock. */
const aheadMaxMs = 5 * 60_000;
const stillMaxMs = 60 * 86_400_000;

export function checkFolder(dataDir: string): Finding[] {
  if (!existsSync(dataDir)) {
    const todo = 'Start the program once, or set DATA_DIR to the folder it uses.';
    return [look('folder', 'DATA_DIR is not there', todo)];
  }
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const todo = 'Run this as the user of the program, or give DATA_DIR to that user.';
    return [broken('folder', 'DATA_DIR cannot be written', todo)];
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const what = `${Math.floor(free / 1024 / 1024)} MB are free on the disk of DATA_DIR`;
  if (free < freeBytesMin)
    return [broken('disk', what, 'Make room now: answers go on, figures not.')];
  return [free < freeBytesGood ? look('disk', what, 'Make room soon.') : ok('disk', what)];
}

/** Whether the program answers at its own address. */
export async function isRunning(host: string, port: number): Promise<'yes' | 'no' | 'other'> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  try {
    const signal = AbortSignal.timeout(healthTimeoutMs);
    const response = await fetch(`http://${name}:${port}/healthz`, { signal });
    const text = (await response.text()).slice(0, 100);
    return response.ok && text === '{"ok":true}' ? 'yes' : 'other';
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: unknown };
    return code === 'ECONNREFUSED' ? 'no' : 'other';
  }
}

export function checkPort(port: number, running: Awaited<ReturnType<typeof isRunning>>): Finding[] {
  if (port === 0) return [ok('port', 'PORT is 0: a free one is taken at the start')];
  if (running === 'yes') return [ok('port', `the program answers on port ${port}`)];
  if (running === 'no') {
    const what = `nothing answers on port ${port}`;
    return [look('port', what, 'Start the program: nobody gets an answer now.')];
  }
  const todo = 'Stop the other program, restart ours where it hangs, or set PORT.';
  return [broken('port', `something else answers on port ${port}, or nothing in time`, todo)];
}

/** Compares the clock with what was written before it. @param now milliseconds since 1970 */
export async function checkClock(
  dataDir: string,
  now: number,
  lastReleaseAt: number | null,
): Promise<Finding[]> {
  const newest = newestFile(dataDir);
  if (newest > now + aheadMaxMs || (lastReleaseAt ?? 0) > now) {
    const todo = 'Set the clock (timedatectl set-ntp true). Until then nothing is published.';
    return [broken('clock', 'the clock is behind what was written or published before', todo)];
  }
  if (newest > 0 && now - newest > stillMaxMs) {
    const days = Math.round((now - newest) / 86_400_000);
    const todo = 'Check the date before the start: weeks that seem over are published for good.';
    return [look('clock', `nothing was written for ${days} days, or the clock is ahead`, todo)];
  }
  if ((await isSynchronised()) === false) {
    const todo = 'timedatectl set-ntp true: windows are opened and published by this clock.';
    return [look('clock', 'the clock is not kept right by the network', todo)];
  }
  return [ok('clock', 'fits files and releases')];
}

function newestFile(folder: string): number {
  if (!existsSync(folder)) return 0;
  const times = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
    (name) => statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.max(0, ...times);
}

/** What systemd says; null where there is none to ask. */
async function isSynchronised(): Promise<boolean | null> {
  try {
    const args = ['show', '--property=NTPSynchronized', '--value'];
    const { stdout } = await promisify(execFile)('timedatectl', args, { timeout: clockTimeoutMs });
    return stdout.trim() !== 'no';
  } catch {
    // No systemd here, such as in a container: the machine outside keeps the time.
    return null;
  }
}
