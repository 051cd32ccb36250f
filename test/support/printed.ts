import { spawnSync } from 'node:child_process';

/** Runs one of the commands with these settings; what it printed, and its exit code. */
export function runCommand(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
) {
  const run = spawnSync(process.execPath, [`src/commands/${name}.ts`, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}
