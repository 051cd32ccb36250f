import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { WaServer } from '../support/wa-server/wa-server.ts';
import { type Options, startChannel } from './start-channel.ts';

/** For each test a server and a folder of its own; what was started is stopped afterwards. */
export function withServer() {
  const running: ReturnType<typeof startChannel>[] = [];
  const wa = {
    folder: '',
    server: null as unknown as WaServer,
    start(options: Options = {}) {
      const channel = startChannel(wa.server, wa.folder, options);
      running.push(channel);
      return channel;
    },
    async startOnline(options: Options = {}) {
      const channel = wa.start(options);
      await wa.server.until(() => channel.states().includes('online'));
      return channel;
    },
  };
  beforeEach(async () => {
    wa.folder = mkdtempSync(join(tmpdir(), 'whatsapp-'));
    wa.server = await WaServer.start();
  });
  afterEach(async () => {
    for (const channel of running.splice(0)) await channel.stop();
    await wa.server.stop();
    rmSync(wa.folder, { recursive: true, force: true });
  });
  return wa;
}
