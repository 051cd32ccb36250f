import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Contact } from '../support/wa-server/contact.ts';
import { WaServer } from '../support/wa-server/wa-server.ts';
import { startEnv } from './start-bot.ts';

/** `npm run torture` asks for many more. */
const kills = Number(process.env['TORTURE_KILLS'] ?? 4);
const cuts = Number(process.env['TORTURE_CUTS'] ?? 1);
const timeoutMs = 60_000 + (kills + cuts) * 10_000;
const queueLength = 50;

let folder: string;
let server: WaServer;
let child: ChildProcess | null = null;
let output = '';

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'torture-'));
  server = await WaServer.start();
});
afterEach(async () => {
  await kill();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(): void {
  output = '';
  const started = spawn(process.execPath, ['test/whatsapp/bot-child.ts', folder, server.url], {
    env: { ...process.env, ...startEnv },
  });
  child = started;
  started.stdout.on('data', (data) => {
    output += data;
    const qr = /whatsapp-qr: (.*)\n/.exec(output)?.[1];
    if (qr && !server.companion) server.scan(qr);
  });
  started.stderr.on('data', (data) => {
    output += data;
  });
}

async function kill(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const random = (max: number) => Math.random() * max;

class People {
  readonly contacts: Contact[] = [];
  readonly said = new Map<Contact, string[]>();

  get(index: number): Contact {
    const contact = this.contacts[index] ?? new Contact(server, String(6281234500000 + index));
    this.contacts[index] = contact;
    if (!this.said.has(contact)) this.said.set(contact, []);
    return contact;
  }

  async say(index: number): Promise<void> {
    const contact = this.get(index);
    const texts = this.said.get(contact) ?? [];
    texts.push(`pesan ${texts.length + 1} dari ${index}`);
    await contact.say(texts.at(-1) ?? '');
  }

  get count(): number {
    return [...this.said.values()].reduce((n, texts) => n + texts.length, 0);
  }

  allAnswered = (): boolean =>
    [...this.said].every(([contact, texts]) => contact.texts.length >= texts.length);

  /** Each message has one answer; whatever was sent again came under the id that was there. */
  expectOnce(): void {
    for (const [contact, texts] of this.said) {
      const expected = texts.map((t) => `re: ${t}`);
      expect([...contact.texts].sort()).toEqual([...expected].sort());
      expect(contact.unreadable).toEqual([]);
    }
    expect(server.refused).toEqual([]);
    const db = new Database(join(folder, 'tanya-dulu.sqlite'), { readonly: true });
    const counted = db.prepare('select count(*) as n from wish').get() as { n: number };
    db.close();
    expect(counted.n).toBe(this.count);
  }
}

test(`killed ${kills} times: nothing lost, nothing answered or counted twice, also when all comes again`, {
  timeout: timeoutMs,
}, async () => {
  const people = new People();
  start();
  await server.until(() => server.isOnline, 60_000);
  for (let i = 0; i < kills; i++) {
    const speaking = Promise.all([
      pause(random(50)).then(() => people.say(i % 7)),
      pause(random(50)).then(() => people.say(7 + (i % 3))),
      // Somebody new: the first message of a contact is the one that Baileys loses.
      pause(random(50)).then(() => people.say(10 + i)),
    ]);
    // Mostly while it works, sometimes while it starts.
    if (i % 5 === 0) await pause(random(800));
    else
      await server
        .until(() => server.isOnline, 60_000)
        .then(() => pause(random(i % 2 === 0 ? 200 : 1_500)));
    await kill();
    await speaking;
    start();
  }
  await server.until(people.allAnswered, 120_000);
  const everything = [...people.said.keys()].flatMap((c) => [...c.sent.values()]);
  server.redeliver(everything);
  await server.until(() => server.companion?.pending.size === 0, 120_000);
  await pause(500);
  people.expectOnce();
  console.log(
    `${kills} kills, ${people.count} messages, ${[...people.said.keys()].reduce((n, c) => n + c.repeated.length, 0)} answers sent again under their id`,
  );
});

test(`cable cut ${cuts} times inside an offline queue of ${queueLength}: nothing lost`, {
  timeout: timeoutMs,
}, async () => {
  const people = new People();
  start();
  await server.until(() => server.isOnline, 60_000);
  for (let i = 0; i < cuts; i++) {
    await kill();
    const who = Array.from({ length: queueLength }, (_, n) => (n * 7 + i) % 25);
    for (const index of who) await people.say(index);
    server.faults.cutAfterReceipts = 1 + Math.floor(random(queueLength - 1));
    start();
    await server.until(people.allAnswered, 120_000);
  }
  await pause(500);
  people.expectOnce();
});
