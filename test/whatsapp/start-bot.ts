import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { WaServer } from '../support/wa-server/wa-server.ts';

const startTimeoutMs = 40_000;
const startScript: string = JSON.parse(readFileSync('package.json', 'utf8')).scripts.start;
/** As `npm start` sets them. */
export const startEnv = Object.fromEntries(
  [...startScript.matchAll(/^(?:\s*)([A-Z_]+)=(\S+)/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]),
);
export const startFlags = startScript.split(' ').filter((word) => word.startsWith('--'));

/** The whole program as its own process, with WhatsApp on against a loopback server. */
export class Bot {
  readonly child: ChildProcess;
  output = '';
  readonly events: { msg: string; state?: string; why?: string; [key: string]: unknown }[] = [];
  #rest = '';

  private constructor(child: ChildProcess, server: WaServer) {
    this.child = child;
    // A test that fails leaves nothing running.
    process.once('exit', () => child.kill('SIGKILL'));
    child.stderr?.on('data', (data) => {
      this.output += data;
    });
    child.stdout?.on('data', (data) => {
      this.output += data;
      const lines = (this.#rest + data).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#line(line, server);
    });
  }

  static start(
    server: WaServer,
    dataDir: string,
    env: Readonly<Record<string, string>> = {},
    moreFlags: readonly string[] = [],
  ): Bot {
    const settings = {
      PORT: '0',
      DATA_DIR: dataDir,
      WHATSAPP: 'baileys',
      WHATSAPP_URL: server.url,
      WHATSAPP_LINK: 'text',
      WHATSAPP_PACING: 'off',
      ...env,
    };
    const child = spawn(process.execPath, [...startFlags, ...moreFlags, 'src/main.ts'], {
      env: { ...process.env, ...startEnv, ...settings },
    });
    return new Bot(child, server);
  }

  #line(line: string, server: WaServer): void {
    if (line.startsWith('{')) this.events.push(JSON.parse(line));
    if (line.startsWith('whatsapp-qr: ')) server.scan(line.slice('whatsapp-qr: '.length));
    if (line.startsWith('whatsapp-code: '))
      void server.typeCode(line.slice('whatsapp-code: '.length));
  }

  get address(): string {
    return /Tanya Dulu: (http:\S+)/.exec(this.output)?.[1] ?? '';
  }

  states(): string[] {
    return this.events
      .filter((e) => e.msg === 'whatsapp')
      .map((e) => [e.state, e.why].filter(Boolean).join(' '));
  }

  async until(holds: () => boolean, timeoutMs = startTimeoutMs): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!holds()) {
      if (Date.now() > end) throw new Error(`not reached: ${holds}\n${this.output.slice(-2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  kill(): Promise<unknown> {
    const gone = this.child.exitCode === null ? once(this.child, 'exit') : Promise.resolve();
    this.child.kill('SIGKILL');
    return gone;
  }

  /** Stops it as a service manager does; the exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null) return this.child.exitCode;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = await gone;
    return code;
  }
}
