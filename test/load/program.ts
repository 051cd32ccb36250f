import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { startEnv, startFlags } from '../whatsapp/start-bot.ts';

const startTimeoutMs = 60_000;
const clockTicksPerS = 100;

/** The whole program as a process of its own, as `npm start` starts it. */
export class Program {
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #cpuBeforeS = 0;
  address = '';
  errors = new Map<string, number>();

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [...startFlags, 'src/main.ts'], {
      env: { ...process.env, ...startEnv, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    process.once('exit', () => child.kill('SIGKILL'));
    let output = '';
    let rest = '';
    child.stderr?.on('data', (data) => {
      output += data;
    });
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    child.stdout?.on('data', (data) => {
      const lines = (rest + data).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const found = /Tanya Dulu: (http:\S+)/.exec(line)?.[1];
        if (found) resolve(found);
        else if (line.includes('"error"')) this.#note(line);
      }
    });
    child.once('exit', () => reject(new Error(`the program ended: ${output.slice(-500)}`)));
    const timer = setTimeout(() => reject(new Error('the program did not start')), startTimeoutMs);
    this.address = await promise;
    clearTimeout(timer);
  }

  #note(line: string): void {
    const { msg, stage, error } = JSON.parse(line);
    const name = [msg, stage, error].filter(Boolean).join(' ');
    this.errors.set(name, (this.errors.get(name) ?? 0) + 1);
  }

  /** Processor time so far, of all runs, in seconds. */
  get cpuS(): number {
    const { pid, exitCode } = this.#child ?? {};
    if (pid === undefined || exitCode !== null) return this.#cpuBeforeS;
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
    return this.#cpuBeforeS + (user + system) / clockTicksPerS;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    this.#cpuBeforeS = this.cpuS;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    this.#child = null;
  }
}
