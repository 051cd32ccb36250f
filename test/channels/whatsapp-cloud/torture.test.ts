import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '#storage/open-database.ts';
import { onEachDatabase } from '../../support/databases.ts';
import { CloudPhone } from '../../support/graph-server/cloud-phone.ts';
import { GraphServer } from '../../support/graph-server/graph-server.ts';

/** `npm run torture:cloud` asks for many more. */
const kills = Number(process.env['TORTURE_KILLS'] ?? 2);
const timeoutMs = 120_000 + kills * 10_000;
const chats = 9;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const random = (max: number) => Math.random() * max;

/** A port that is free now, so that a restarted process is found where it was. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

onEachDatabase(({ name, make }) => {
  let folder: string;
  let place: string;
  let graph: GraphServer;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'torture-'));
    place = await make();
    graph = await GraphServer.start();
  }, timeoutMs);
  afterEach(async () => {
    for (const child of children.splice(0)) await kill(child);
    await graph.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(port: number): Promise<ChildProcess> {
    const script = 'test/channels/whatsapp-cloud/bot-child.ts';
    const child = spawn(process.execPath, [script, folder, place, graph.url, String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (data) => {
        if (String(data).includes('ready')) resolve();
      });
    });
    return child;
  }
  async function kill(child: ChildProcess | undefined): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  test(`killed ${kills} times, cables cut: nothing lost, nothing answered or counted twice`, {
    timeout: timeoutMs,
  }, async () => {
    // Another process goes on meanwhile where the database is for several.
    const ports = [await freePort(), ...(name === 'PostgreSQL' ? [await freePort()] : [])];
    graph.webhookUrls = ports.map((port) => `http://127.0.0.1:${port}/whatsapp/webhook`);
    const running = [];
    for (const port of ports) running.push(await start(port));
    const people = Array.from(
      { length: chats },
      (_, i) => new CloudPhone(graph, { number: `628123450000${i}`, userId: `ID.${i}` }),
    );
    const said = people.map(() => 0);
    const speaking: Promise<unknown>[] = [];
    for (let i = 0; i < kills; i++) {
      for (let n = 0; n < 6; n++) {
        const who = (i * 6 + n) % chats;
        const person = people[who]!;
        const text = `pesan ${said[who]}`;
        said[who]!++;
        // In the order of writing: the next one is brought when this one was taken.
        speaking[who] = (speaking[who] ?? Promise.resolve()).then(() => person.say(text));
      }
      await pause(random(400));
      if (i % 3 === 0) graph.cutAll();
      const which = i % ports.length;
      await kill(running[which]);
      running[which] = await start(ports[which]!);
    }
    await Promise.all(speaking);
    const count = said.reduce((a, b) => a + b);
    await graph.until(() => graph.sent.length >= count, 60_000);
    await pause(1_000);
    for (const [i, person] of people.entries())
      expect(person.texts).toEqual(Array.from({ length: said[i]! }, (_, n) => `re: pesan ${n}`));
    const db = await openDatabase(place);
    const wishes = await db.selectFrom('wish').select('chat').execute();
    await db.destroy();
    expect(wishes.length).toBe(count);
    console.log(`${name}: ${kills} kills, ${count} messages, each answered and counted once`);
  });
});
