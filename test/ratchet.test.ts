import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createOfferKey } from '#channels/chat-key.ts';
import { sketchOf } from '#conversation/offer-sketch.ts';
import type { ChatKey } from '#domain/message.ts';
import { risks } from '#domain/verdict.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { createAnswerMessage, purgeSessions } from '../src/answer-message.ts';
import { createFixedTexts } from '../src/fixed-texts.ts';
import { bot, someDay } from './support/bot.ts';

const folder = mkdtempSync(join(tmpdir(), 'ratchet-'));
const db = await openDatabase(join(folder, 'test.sqlite'));
const sessions = createSessionStore(db);
const key = createOfferKey(join(folder, 'keys'));
const clock = { now: someDay };
const parts = {
  sessions,
  converse: bot.converse,
  readMedia: async (text: string) => ({ text, form: null, notes: [] }),
  isUrgent: () => false,
  markOffer: (chat: string, text: string) => key(chat, sketchOf(text)),
  ...createFixedTexts(bot.replies, bot.reference.hotlines),
  onWish: () => undefined,
  log: (event: { event: string }) => expect(event.event).not.toMatch(/failed|not-saved/),
  now: () => clock.now,
};
const answer = createAnswerMessage(parts);
afterAll(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true });
});

let chats = 0;
const newChat = () => `chat${chats++}` as ChatKey;
const riskOf = async (chat: ChatKey, text: string) => (await answer({ chat, text })).verdict?.risk;
const textOf = async (chat: ChatKey, text: string) =>
  (await answer({ chat, text })).replies.map((r) => r.text).join('\n');

const dangerous =
  'Lowongan kerja pabrik elektronik di Malaysia, gaji RM1700 sebulan, berangkat pakai visa turis dulu, asrama dan makan siang disediakan, usia 21 sampai 35 tahun, lulusan SMA, info lengkap hubungi 081234567890';
const milder = dangerous.replace('berangkat pakai visa turis dulu, ', '');

test('words changed one after the other never make the verdict milder', async () => {
  const edit = fc.record({ at: fc.nat(), to: fc.constantFrom('', 'resmi', 'kerja', 'kontrak') });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 7 }), async (edits) => {
      const chat = newChat();
      let words = dangerous.split(' ');
      let worst = risks.indexOf((await riskOf(chat, dangerous))!);
      for (const { at, to } of edits) {
        words = words.map((word, i) => (i === at % words.length ? to : word)).filter(Boolean);
        const risk = await riskOf(chat, words.join(' '));
        // A text that is no offer any more has no verdict.
        if (!risk) continue;
        expect(risks.indexOf(risk)).toBeLessThanOrEqual(worst);
        worst = Math.min(worst, risks.indexOf(risk));
      }
    }),
    { numRuns: 25 },
  );
});

test('the milder text alone would have been judged milder, and says why it is not', async () => {
  expect(await riskOf(newChat(), milder)).not.toBe('danger');
  const chat = newChat();
  expect(await riskOf(chat, dangerous)).toBe('danger');
  expect(await textOf(chat, milder)).toContain('mirip pesan lain yang kami nilai: bahaya');
});

test('another sender and another offer are not concerned', async () => {
  const chat = newChat();
  await riskOf(chat, dangerous);
  expect(await riskOf(newChat(), milder)).not.toBe('danger');
  const other =
    'Lowongan operator jahit PT Garmen Maju Jaya, Jl. Raya Serang Km 60 Cikande. Gaji UMK, BPJS. Antar lamaran ke pos satpam, tidak dipungut biaya.';
  expect(await riskOf(chat, other)).toBe('low');
});

test('an answer that shows danger is remembered, too', async () => {
  const chat = newChat();
  const open = 'Lowongan kerja pabrik elektronik Malaysia, gaji RM1700, info hubungi 081234567890';
  expect(await riskOf(chat, open)).toBe('caution');
  expect(await riskOf(chat, 'turis')).toBe('danger');
  expect(await riskOf(chat, `${open} ya`)).toBe('danger');
});

test('an answer cannot lower what was judged harsher before', async () => {
  const chat = newChat();
  await riskOf(chat, dangerous);
  await riskOf(chat, milder);
  for (const text of ['tidak ada biaya', 'visa kerja', 'ada kontrak', 'belum']) {
    expect([undefined, null, 'danger']).toContain(await riskOf(chat, text));
  }
});

test('it is forgotten after 28 days, and at once by HAPUS DATA and SALAH KIRIM', async () => {
  for (const word of ['HAPUS DATA', 'SALAH KIRIM']) {
    const chat = newChat();
    await riskOf(chat, dangerous);
    await answer({ chat, text: word });
    expect(await riskOf(chat, milder)).not.toBe('danger');
  }
  const chat = newChat();
  await riskOf(chat, dangerous);
  clock.now = new Date(someDay.getTime() + 27 * 86_400_000);
  await purgeSessions(parts);
  expect(await riskOf(chat, milder)).toBe('danger');
  clock.now = new Date(someDay.getTime() + 60 * 86_400_000);
  await purgeSessions(parts);
  expect(await riskOf(chat, milder)).not.toBe('danger');
  clock.now = someDay;
});

test('after ten offers a day the next one waits; somebody in danger does not', async () => {
  const lines = readFileSync('test/corpus/honest.jsonl', 'utf8').trim().split('\n');
  const offers = lines.map((line) => JSON.parse(line)).filter((m) => m.kind === 'offer');
  const chat = newChat();
  let judged = 0;
  for (const { text } of offers.slice(0, 14)) if (await riskOf(chat, text)) judged++;
  expect(judged).toBe(10);
  expect(await textOf(chat, dangerous)).toContain('Kirim lagi besok');
  expect(await textOf(chat, 'tolong adik saya disekap di poipet')).toContain('KBRI Phnom Penh');
  clock.now = new Date(someDay.getTime() + 86_400_000);
  expect(await riskOf(chat, dangerous)).toBe('danger');
  clock.now = someDay;
});

test('what is kept holds no word and tells nothing without the key', async () => {
  const chat = newChat();
  await riskOf(chat, dangerous);
  const [row] = await sessions.offers(chat);
  expect(row?.marks).toHaveLength(64);
  const stranger = createOfferKey(join(folder, 'other-keys'))(chat, sketchOf(dangerous));
  const equal = [...stranger].filter((byte, i) => byte === row!.marks[i]).length;
  expect(equal).toBeLessThan(8);
});
