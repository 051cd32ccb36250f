import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Answer, Inbound } from '#domain/message.ts';
import { slowRhythm } from '#mailbox/burst.ts';
import type { Mailbox } from '#mailbox/mailbox.ts';
import { type Answerer, type Sent, slowPace } from '#mailbox/post-office.ts';
import { type GatewayDatabase, openGatewayDatabase } from '#storage/gateway-database.ts';
import { openMailbox, type SetUp } from './open-mailbox.ts';

const minuteMs = 60_000;
let folder: string;
let db: GatewayDatabase;
const opened: Mailbox[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  db = openGatewayDatabase(join(folder, 'mail.sqlite'));
  vi.useFakeTimers();
});
afterEach(() => {
  for (const mailbox of opened.splice(0)) mailbox.stop();
  vi.useRealTimers();
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function setUp(options: SetUp = {}) {
  const made = openMailbox(db, options);
  opened.push(made.mailbox);
  return made;
}
const run = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('messages of a chat are answered in order, and nothing of them is left', async () => {
  const { mailbox, write, texts, store } = setUp();
  mailbox.start();
  for (const text of ['satu', 'dua', 'tiga']) write('a', text);
  await run(10);
  expect(texts()).toEqual(['re: satu', 're: dua', 're: tiga']);
  expect(store.waiting()).toEqual([]);
  const rows = db.prepare('select body from inbox').all() as { body: unknown }[];
  expect(rows.map((r) => r.body)).toEqual([null, null, null]);
  await run(16 * minuteMs);
  store.purge(Date.now());
  expect(db.prepare('select count(*) as n from outbox').get()).toEqual({ n: 0 });
});

test('a burst is one case; no text lies readable on the disk', async () => {
  const { mailbox, write, heard, texts } = setUp({ rhythm: slowRhythm });
  mailbox.start();
  write('a', 'kalimat rahasia');
  await run(1_500);
  write('a', 'posternya');
  const disk = readFileSync(join(folder, 'mail.sqlite-wal')).toString('latin1');
  expect(disk).not.toContain('rahasia');
  await run(2_900);
  expect(texts()).toEqual([]);
  await run(200);
  expect(heard.map((h) => h.text)).toEqual(['kalimat rahasia\nposternya']);
  expect(texts().length).toBe(1);
});

test('an emergency passes all others, while reading and while sending', async () => {
  const { mailbox, write, texts } = setUp({ rhythm: slowRhythm, pace: slowPace });
  mailbox.start();
  for (let i = 0; i < 20; i++) write(`chat ${i}`, 'lowongan');
  await run(4_000);
  const before = texts().length;
  expect(before).toBeLessThan(3);
  write('z', 'tolong saya dikurung');
  await run(20);
  expect(texts()[before]).toBe('re: tolong saya dikurung');
  await run(40_000);
  expect(texts().length).toBe(21);
});

test('answers keep a pace of one in one to two seconds over all chats', async () => {
  const { mailbox, write, sent } = setUp({ pace: slowPace });
  mailbox.start();
  for (let i = 0; i < 10; i++) write(`chat ${i}`, 'halo');
  await run(60_000);
  const gaps = sent.slice(1).map((s, i) => s.at - (sent[i]?.at ?? 0));
  expect(sent.length).toBe(10);
  for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(1_000);
  for (const gap of gaps) expect(gap).toBeLessThanOrEqual(2_000);
});

test.each([
  ['tolong saya dikurung', 9, 1],
  ['tolong saya dikurung', 11, 0],
  ['lowongan', 23 * 60, 1],
  ['lowongan', 25 * 60, 0],
])('"%s", %d minutes old: %d answers', async (text, minutes, answers) => {
  const { mailbox, write, texts, dropped, store } = setUp();
  mailbox.start();
  write('a', text, { sentAtMs: Date.now() - minutes * minuteMs });
  await run(10);
  expect(texts().length).toBe(answers);
  expect(dropped()).toEqual(answers === 0 ? ['too-old'] : []);
  expect(store.waiting()).toEqual([]);
});

test('an answer to an emergency that cannot be sent is dropped after ten minutes, others wait', async () => {
  let isOnline = false;
  const send = (): Sent => (isOnline ? { ok: true } : { ok: false, reason: 'offline' });
  const { mailbox, write, texts, dropped } = setUp({ send });
  mailbox.start();
  write('a', 'tolong saya dikurung');
  write('b', 'lowongan');
  await run(11 * minuteMs);
  isOnline = true;
  mailbox.wake();
  await run(10);
  expect(texts()).toEqual(['re: lowongan']);
  expect(dropped()).toEqual(['too-old']);
});

test('a failure is tried again under the same id, a refusal never', async () => {
  const results: Sent[] = [{ ok: false, reason: 'failed' }, { ok: true }];
  const first = setUp({ send: () => results.shift() ?? { ok: true } });
  first.mailbox.start();
  const message = first.write('a', 'halo');
  await run(1_000);
  expect(first.sent).toEqual([]);
  await run(2_000);
  expect(first.sent.map((s) => s.id)).toEqual([`${message}/0`]);
  const refused = setUp({ send: () => ({ ok: false, reason: 'refused' }) });
  refused.mailbox.start();
  refused.write('c', 'halo', { message: 'other' });
  await run(10 * minuteMs);
  expect(refused.dropped()).toEqual(['refused']);
  expect(refused.store.unsent()).toEqual([]);
});

test('what an earlier run left behind is answered and sent, once', async () => {
  const earlier = setUp({ send: () => ({ ok: false, reason: 'offline' }) });
  earlier.mailbox.start();
  earlier.write('a', 'satu');
  await run(10);
  earlier.mailbox.stop();
  earlier.write('b', 'dua');
  const later = setUp();
  later.mailbox.start();
  await run(10);
  expect(later.texts().sort()).toEqual(['re: dua', 're: satu']);
  expect(later.heard.map((h) => h.text)).toEqual(['dua']);
});

test('the same message twice is one', async () => {
  const { mailbox, write, texts } = setUp();
  mailbox.start();
  write('a', 'halo', { message: 'same' });
  write('a', 'halo', { message: 'same' });
  await run(10);
  write('a', 'halo', { message: 'same' });
  await run(10);
  expect(texts()).toEqual(['re: halo']);
});

test('who wants to be forgotten leaves nothing behind but the answer that tells so', async () => {
  const answer = async ({ text }: Inbound): Promise<Answer> => ({
    replies: [{ text: `re: ${text}` }],
    ...(text === 'HAPUS DATA' && { isForgotten: true }),
  });
  const { mailbox, write, texts, forgotten } = setUp({ answer });
  mailbox.start();
  write('a', 'lowongan');
  write('b', 'punya orang lain');
  await run(10);
  write('a', 'HAPUS DATA');
  await run(10);
  const left = (table: string) =>
    db.prepare(`select chat from ${table} order by seq`).pluck().all();
  expect(left('inbox')).toEqual(['b']);
  expect(left('outbox')).toEqual(['b', 'a']);
  expect(forgotten).toEqual(['HAPUS DATA']);
  write('a', 'lagi');
  await run(10);
  expect(texts().at(-1)).toBe('re: lagi');
});

test('a message that its sender deleted is not answered, nor is an answer sent that waited', async () => {
  const { mailbox, write, store, heard, texts, dropped } = setUp({ rhythm: slowRhythm });
  mailbox.start();
  store.takeBack(write('a', 'salah kirim'));
  await run(5_000);
  expect(heard).toEqual([]);
  expect(dropped()).toEqual(['taken-back']);
  const offline = setUp({ send: () => ({ ok: false, reason: 'offline' }) });
  offline.mailbox.start();
  const message = offline.write('b', 'salah lagi', { message: 'later' });
  await run(10);
  expect(offline.store.unsent().length).toBe(1);
  offline.store.takeBack(message);
  expect(offline.store.unsent()).toEqual([]);
  expect(texts()).toEqual([]);
});

test('a message that its sender deletes while it is read is not answered', async () => {
  const reading = Promise.withResolvers<Answer>();
  const { mailbox, write, store, heard, texts, dropped } = setUp({ answer: () => reading.promise });
  mailbox.start();
  const message = write('a', 'tolong saya dikurung');
  await run(10);
  expect(heard.length).toBe(1);
  store.takeBack(message);
  reading.resolve({ replies: [{ text: 'Hubungi polisi 110' }] });
  await run(10);
  expect(texts()).toEqual([]);
  expect(dropped()).toEqual(['taken-back']);
});

test('a flood of one chat is cut off, others are not kept by it', async () => {
  const { mailbox, write, texts, dropped } = setUp({ rhythm: slowRhythm });
  mailbox.start();
  for (let i = 0; i < 300; i++) write('flood', `pesan ${i}`);
  write('b', 'halo');
  await run(60_000);
  expect(dropped().length).toBe(100);
  expect(texts()).toContain('re: halo');
});

test('a case that fails is tried again, in its place', async () => {
  let fails = 2;
  const answer = async ({ text }: Inbound): Promise<Answer> => {
    if (text === 'satu' && fails-- > 0)
      throw Object.assign(new Error('x'), { code: 'SQLITE_FULL' });
    return { replies: [{ text: `re: ${text}` }] };
  };
  const { mailbox, write, texts, events } = setUp({ answer });
  mailbox.start();
  write('a', 'satu');
  write('a', 'dua');
  await run(60_000);
  expect(texts()).toEqual(['re: satu', 're: dua']);
  const failed = { event: 'failed', stage: 'mail', error: 'Error SQLITE_FULL' };
  expect(events.filter((e) => e.event === 'failed')).toEqual([failed, failed]);
});

test('what is said while a picture is read goes out before the answer, once even after a crash', async () => {
  const answer: Answerer = async (_, tellMeanwhile) => {
    tellMeanwhile?.({ text: 'sedang kami baca' });
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    return { replies: [{ text: 'jawaban' }] };
  };
  const never = new Promise<Answer>(() => undefined);
  const dies: Answerer = (inbound, tell) => answer(inbound, tell).then(() => never);
  const first = setUp({ answer: dies });
  first.mailbox.start();
  first.write('a', 'poster');
  await run(3_000);
  expect(first.texts()).toEqual(['sedang kami baca']);
  // The program dies while it reads; the next run handles the letter again.
  first.mailbox.stop();
  const second = setUp({ answer });
  second.mailbox.start();
  await run(8_000);
  expect(second.texts()).toEqual(['jawaban']);
});

test('an answer that has arrived is not sent again because the disk did not take that down', async () => {
  const { mailbox, write, sent, store } = setUp();
  mailbox.start();
  let isFull = true;
  const prepared = db.prepare("update outbox set sent_at = 1 where id = 'x'");
  const statement = Object.getPrototypeOf(prepared);
  const real = statement.run;
  statement.run = function (...args: unknown[]) {
    if (isFull && /set sent_at/.test(this.source)) throw new Error('full');
    return real.apply(this, args);
  };
  write('a', 'halo');
  await run(10_000);
  isFull = false;
  await run(120_000);
  statement.run = real;
  expect(sent.length).toBe(1);
  expect(store.unsent()).toEqual([]);
});

test('an answer is not sent when its time ran out, or it was taken back, while it was composed', async () => {
  const { mailbox, write, store, texts, dropped } = setUp({ pace: slowPace });
  mailbox.start();
  write('a', 'lowongan');
  await run(100);
  // The machine sleeps.
  vi.setSystemTime(Date.now() + 25 * 60 * minuteMs);
  await run(5_000);
  const message = write('b', 'lowongan');
  await run(100);
  store.takeBack(message);
  await run(5_000);
  expect(texts()).toEqual([]);
  expect(dropped()).toEqual(['too-old', 'taken-back']);
});
