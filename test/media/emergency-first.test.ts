import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { KeptSession, SessionStore } from '#conversation/session.ts';
import { triage } from '#conversation/triage.ts';
import type { ChatKey } from '#domain/message.ts';
import { createReadAttachment } from '#media/read-attachment.ts';
import { createReaderPool } from '#media/reader-pool.ts';
import { createAnswerMessage } from '../../src/answer-message.ts';
import { createFixedTexts } from '../../src/fixed-texts.ts';
import { createReadMedia } from '../../src/read-media.ts';
import { bot, someDay } from '../support/bot.ts';

const posters = 50;
/** What somebody in danger may wait, from their message to the answer. */
const answerMaxMs = 1_000;
const testTimeoutMs = 120_000;

const pool = createReaderPool();
afterAll(() => pool.stop());

function openBot() {
  const kept = new Map<string, KeptSession>();
  const sessions: SessionStore = {
    read: async (id) => kept.get(id) ?? null,
    write: async (id, session, _wish, _now, turn) => {
      if (session) kept.set(id, { session, turn: turn ?? null });
    },
    purge: async () => 0,
    offers: async () => [],
    purgeOffers: async () => 0,
  };
  const read = createReadAttachment({ pool, transcribe: null });
  return createAnswerMessage({
    ...createFixedTexts(bot.replies, bot.reference.hotlines),
    sessions,
    converse: bot.converse,
    readMedia: createReadMedia({ read, log: () => undefined }),
    markOffer: () => new Uint8Array(),
    isUrgent: (text) => triage(bot.analyse(text)) === 'emergency',
    onWish: () => undefined,
    log: () => undefined,
    now: () => someDay,
  });
}

test(
  `with ${posters} posters waiting, who is in danger is answered within ${answerMaxMs} ms`,
  async () => {
    const answer = openBot();
    const bytes = readFileSync('test/media/posters/16-wa-light.jpg');
    const poster = { kind: 'image', bytes, mime: '', name: null } as const;
    const chats = Array.from({ length: posters }, (_, i) => `chat${i}` as ChatKey);
    let answered = 0;
    const waiting = chats.map(async (chat) => {
      await answer({ chat, text: '', attachments: [poster] });
      answered++;
    });
    const text = 'tolong saya disekap di poipet, paspor ditahan';
    // Somebody new; somebody whose own poster waits; somebody who sends one along.
    const cries = [
      { chat: 'baru' as ChatKey, text },
      { chat: chats[20]!, text },
      { chat: chats[40]!, text, attachments: [poster] },
    ];
    for (const cry of cries) {
      const start = performance.now();
      const { verdict, replies } = await answer(cry);
      const ms = performance.now() - start;
      expect(verdict?.kind).toBe('emergency');
      expect(replies[0]?.text).toContain('+855');
      expect(ms).toBeLessThan(answerMaxMs);
      // The posters do wait: nothing was measured on an idle bot.
      expect(answered).toBeLessThan(posters / 2);
    }
    pool.stop();
    await Promise.all(waiting);
  },
  testTimeoutMs,
);
