import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LogEvent } from '#domain/log.ts';
import type { Answer, ChatKey, Inbound } from '#domain/message.ts';
import { promptRhythm, type Rhythm, slowRhythm } from '#mailbox/burst.ts';
import { Claims, chatsMaxSlow, leaseMs } from '#mailbox/claims.ts';
import { Mailbox } from '#mailbox/mailbox.ts';
import { promptPace, type Sent } from '#mailbox/post-office.ts';
import { createGroupCommit } from '#storage/group-commit.ts';
import { type Db, openDatabase } from '#storage/open-database.ts';
import { createSeal } from '#storage/seal.ts';
import { createSharedMailStore } from '#storage/shared-mail-store.ts';
import { onEachDatabase } from '../support/databases.ts';

const seal = createSeal(randomBytes(32));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(holds: () => boolean, timeoutMs = 15_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not reached: ${holds}`);
    await pause(5);
  }
}

type Options = {
  readonly rhythm?: Rhythm;
  readonly now?: () => number;
  readonly chatsMax?: number;
  readonly send?: (id: string) => Promise<Sent>;
  readonly answer?: (inbound: Inbound) => Promise<Answer>;
};

onEachDatabase(({ make }) => {
  let place: string;
  const opened: { db: Db; stop(): Promise<void> }[] = [];
  /** What left, in its order, whichever process sent it. */
  let sent: { by: string; id: string; text: string }[];
  beforeEach(async () => {
    place = await make();
    sent = [];
  });
  afterEach(async () => {
    for (const { db, stop } of opened.splice(0)) {
      await stop();
      await db.destroy();
    }
  });

  /** A process of its own, as far as the database can tell. */
  async function open(owner: string, options: Options = {}) {
    const db = await openDatabase(place);
    const events: LogEvent[] = [];
    const now = options.now ?? Date.now;
    const log = (event: LogEvent) => void events.push(event);
    const store = createSharedMailStore({ db, commit: createGroupCommit(db), seal, owner });
    const text = (body: Uint8Array) => Buffer.from(body).toString();
    const mailbox = new Mailbox({
      store,
      rhythm: options.rhythm ?? promptRhythm,
      pace: promptPace,
      courier: {
        read: async (bodies) => ({
          text: bodies.map(text).join('\n'),
          isForwardedOften: false,
          attachments: [],
          notices: [],
        }),
        address: (_, reply) => Buffer.from(reply.text),
        forget: async () => {},
        idOf: (message, at) => `${message}/${at}`,
        compose: async () => {},
        async send(id, body) {
          const result = (await options.send?.(id)) ?? { ok: true };
          if (result.ok) sent.push({ by: owner, id, text: text(body) });
          return result;
        },
      },
      answer:
        options.answer ?? (async (inbound) => ({ replies: [{ text: `re: ${inbound.text}` }] })),
      onIdle: (chat) => claims.idle(chat),
      log,
      now,
      random: () => 0,
    });
    const claims = new Claims({
      store,
      mailbox,
      chatsMax: options.chatsMax ?? chatsMaxSlow,
      log,
      now,
    });
    const write = (chat: string, body: string, message = randomBytes(6).toString('hex')) =>
      store.take(
        [
          {
            message,
            chat: chat as ChatKey,
            body: Buffer.from(body),
            urgent: body.includes('tolong'),
            sentAtMs: now(),
          },
        ],
        [],
        now(),
      );
    let isStopped = false;
    const stop = async () => {
      if (!isStopped) await claims.stop();
      isStopped = true;
    };
    opened.push({ db, stop });
    const rows = (table: 'mail_in' | 'mail_out' | 'mail_chat') =>
      db.selectFrom(table).selectAll().execute();
    return { db, store, mailbox, claims, write, events, rows, stop };
  }

  test('two processes share the work: each message is answered once, in the order of its chat', async () => {
    const few = { chatsMax: 3 };
    const [a, b] = [await open('a', few), await open('b', few)];
    a.claims.start();
    b.claims.start();
    const writes: Promise<unknown>[] = [];
    for (let i = 0; i < 10; i++)
      for (let chat = 0; chat < 12; chat++)
        writes.push((i % 2 === 0 ? a : b).write(`chat ${chat}`, `${i}`, `${chat}-${i}`));
    await Promise.all(writes);
    await until(() => sent.length >= 120);
    await pause(200);
    expect(sent.length).toBe(120);
    for (let chat = 0; chat < 12; chat++) {
      const texts = sent.filter((s) => s.id.startsWith(`${chat}-`)).map((s) => s.text);
      expect(texts.length).toBe(10);
      expect(new Set(texts).size).toBe(10);
    }
    expect(new Set(sent.map((s) => s.by))).toEqual(new Set(['a', 'b']));
    await until(() => a.mailbox.active + b.mailbox.active === 0);
    await a.stop();
    await b.stop();
    expect(await a.rows('mail_chat')).toEqual([]);
    expect((await a.rows('mail_in')).every((row) => row.body === null)).toBe(true);
    expect((await a.rows('mail_out')).every((row) => row.body === null)).toBe(true);
  });

  test('the same message at two processes at once is one', async () => {
    const [a, b] = [await open('a'), await open('b')];
    const batch = Array.from({ length: 40 }, (_, i) => ({
      message: `m${i}`,
      chat: `chat ${i % 5}` as ChatKey,
      body: Buffer.from('x'),
      urgent: false,
      sentAtMs: 1,
    }));
    const counts = await Promise.all([
      a.store.take(batch, [], 1),
      b.store.take([...batch].reverse(), [], 1),
    ]);
    expect(counts.reduce((x, y) => x + y)).toBe(40);
    expect((await a.rows('mail_in')).length).toBe(40);
    expect((await a.rows('mail_chat')).length).toBe(5);
  });

  test('while one process works on a chat no other does, whatever comes', async () => {
    const reading = Promise.withResolvers<Answer>();
    const a = await open('a', {
      answer: async ({ text }) =>
        text === 'satu' ? reading.promise : { replies: [{ text: `re: ${text}` }] },
    });
    const b = await open('b');
    a.claims.start();
    await a.write('chat', 'satu');
    await until(() => a.mailbox.active === 1);
    b.claims.start();
    await b.write('chat', 'dua');
    await b.write('other', 'tiga');
    await until(() => sent.length === 1);
    await pause(300);
    expect(sent.map((s) => s.text)).toEqual(['re: tiga']);
    reading.resolve({ replies: [{ text: 'jawaban' }] });
    await until(() => sent.length === 3);
    expect(sent.slice(1).map((s) => [s.by, s.text])).toEqual([
      ['a', 'jawaban'],
      ['a', 're: dua'],
    ]);
  });

  test('a process that died is followed by another when its lease is over, one that stops at once', async () => {
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const dead = await open('dead', { now });
    await dead.write('a', 'satu');
    await dead.store.claim([], { leaseMs, max: 10, now: now() });
    const next = await open('next', { now });
    next.claims.start();
    await pause(300);
    expect(sent).toEqual([]);
    ahead = leaseMs + 1;
    await until(() => sent.length === 1);
    expect(sent.map((s) => s.by)).toEqual(['next']);
    const polite = await open('polite', { now });
    await polite.write('b', 'dua');
    await next.stop();
    polite.claims.start();
    await until(() => sent.length === 2);
  });

  test('what a process does after it was given up has no effect', async () => {
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const reading = Promise.withResolvers<Answer>();
    const slow = await open('slow', { answer: () => reading.promise });
    slow.claims.start();
    await slow.write('a', 'satu', 'm1');
    await until(() => slow.mailbox.active === 1);
    ahead = leaseMs + 1;
    const next = await open('next', { now });
    // The slow one is stopped in the middle: it extends no lease.
    await next.store.claim([], { leaseMs, max: 10, now: now() });
    reading.resolve({ replies: [{ text: 'zu spät' }] });
    await until(() => slow.mailbox.active === 0);
    expect(sent).toEqual([]);
    expect((await next.rows('mail_in')).map((row) => row.body !== null)).toEqual([true]);
    expect(await next.rows('mail_out')).toEqual([]);
  });

  test('an answer that the dead process did not send goes out, one that arrived does not', async () => {
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const dead = await open('dead', { now, send: () => new Promise(() => {}) });
    dead.claims.start();
    await dead.write('a', 'satu', 'm1');
    await dead.write('b', 'dua', 'm2');
    await until(() => dead.mailbox.active === 2);
    const next = await open('next', { now });
    await next.store.arrived(['m1/0'], now());
    dead.mailbox.stop();
    ahead = leaseMs + 1;
    next.claims.start();
    await until(() => sent.length === 1);
    await pause(200);
    expect(sent).toEqual([{ by: 'next', id: 'm2/0', text: 're: dua' }]);
  });

  test('mail that nobody knows of any more is found again', async () => {
    const a = await open('a');
    await a.write('chat', 'satu');
    await a.db.deleteFrom('mail_chat').execute();
    a.claims.start();
    await pause(250);
    expect(sent).toEqual([]);
    await a.store.purge(Date.now());
    await until(() => sent.length === 1);
  });

  test('who is in danger passes hundreds who wait, also when all hands are full', async () => {
    const a = await open('a', { rhythm: slowRhythm });
    await Promise.all(Array.from({ length: 450 }, (_, i) => a.write(`chat ${i}`, 'lowongan')));
    a.claims.start();
    await pause(200);
    expect(sent).toEqual([]);
    await a.write('z', 'tolong saya dikurung');
    const start = Date.now();
    await until(() => sent.length === 1);
    expect(sent[0]?.text).toBe('re: tolong saya dikurung');
    expect(Date.now() - start).toBeLessThan(1_000);
  });

  test('a burst over two gateways is one case', async () => {
    const [a, b] = [await open('a', { rhythm: slowRhythm }), await open('b')];
    a.claims.start();
    await b.write('chat', 'lowongan');
    await a.write('chat', 'posternya');
    await until(() => sent.length === 1);
    expect(sent[0]?.text).toBe('re: lowongan\nposternya');
  });

  test('who wants to be forgotten leaves nothing behind but the answer that tells so', async () => {
    const isForgotten = { isForgotten: true };
    const a = await open('a', {
      answer: async ({ text }) => ({
        replies: [{ text: `re: ${text}` }],
        ...(text === 'HAPUS DATA' && isForgotten),
      }),
    });
    a.claims.start();
    await a.write('a', 'lowongan');
    await a.write('b', 'lain');
    await until(() => sent.length === 2);
    await a.write('a', 'HAPUS DATA', 'm3');
    await until(() => sent.length === 3);
    await a.stop();
    expect((await a.rows('mail_in')).map((row) => row.chat)).toEqual(['b']);
    const out = await a.rows('mail_out');
    expect(out.map((row) => row.id).filter((id) => !id.startsWith('m3'))).toHaveLength(1);
  });

  test('where the database fails nothing is lost, and one failing write takes no other with it', async () => {
    const a = await open('a');
    const commit = createGroupCommit(a.db);
    const results = await Promise.allSettled([
      commit((tx) =>
        tx
          .insertInto('left_out')
          .values({ mark: Buffer.from('1') })
          .execute(),
      ),
      commit(async (tx) => {
        await tx
          .insertInto('left_out')
          .values({ mark: Buffer.from('2') })
          .execute();
        throw new RangeError('no');
      }),
      commit((tx) =>
        tx
          .insertInto('left_out')
          .values({ mark: null as never })
          .execute(),
      ),
      commit((tx) =>
        tx
          .insertInto('left_out')
          .values({ mark: Buffer.from('3') })
          .execute(),
      ),
    ]);
    expect(results.map((r) => r.status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    const marks = await a.db.selectFrom('left_out').select('mark').execute();
    expect(marks.map((m) => m.mark.toString()).sort()).toEqual(['1', '3']);
  });
});
