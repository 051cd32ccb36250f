import { expect, test } from 'vitest';
import type { KeptSession, SessionStore } from '#conversation/session.ts';
import type { LogEvent } from '#domain/log.ts';
import type { ChatKey } from '#domain/message.ts';
import { createAnswerMessage, purgeSessions } from '../src/answer-message.ts';
import { bot, someDay } from './support/bot.ts';

const chat = 'a' as ChatKey;

function setUp(broken: Partial<SessionStore> = {}) {
  const kept = new Map<string, KeptSession>();
  const events: LogEvent[] = [];
  const wishes: number[] = [];
  const sessions: SessionStore = {
    read: async (id) => kept.get(id) ?? null,
    write: async (id, session, _wish, _now, turn) =>
      void kept.set(id, { session, turn: turn ?? null }),
    purge: async () => 0,
    ...broken,
  };
  const parts = {
    sessions,
    converse: bot.converse,
    failedText: 'Maaf. Hubungi *0800-1000*.',
    tell: (told: readonly string[]) => [{ text: told.join() }],
    onWish: () => void wishes.push(1),
    log: (event: LogEvent) => void events.push(event),
    now: () => someDay,
  };
  return { answer: createAnswerMessage(parts), parts, kept, events, wishes };
}

test('messages of one chat are answered in order', async () => {
  const { answer, kept } = setUp();
  const texts = ['loker pabrik Malaysia gaji RM1700, hubungi 081234567890', 'visa kerja', 'MENU'];
  const answers = await Promise.all(texts.map((text) => answer({ chat, text })));
  expect(answers[1]?.replies[0]?.text).toContain('Penilaian kami tetap');
  expect(answers[2]?.replies[0]?.text).toContain('program komputer');
  expect(kept.size).toBe(1);
});

test('a message that is handled again after a crash gives the same answer and is counted once', async () => {
  const { answer, kept, events } = setUp();
  const offer = {
    chat,
    text: 'loker pabrik Malaysia gaji RM1700, hubungi 081234567890',
    turn: 'm1',
  };
  const next = { chat, text: 'visa kerja', turn: 'm2' };
  await answer(offer);
  const first = await answer(next);
  const session = kept.get(chat)?.session;
  expect(await answer(next)).toEqual(first);
  expect(kept.get(chat)?.session).toEqual(session);
  expect(events.filter((e) => e.event === 'answered').length).toBe(2);
});

test('what could not be read is told beside the answer, alone where there are no words, never to somebody in danger', async () => {
  const { answer, events } = setUp();
  const picture = {
    kind: 'image',
    bytes: new Uint8Array(3),
    mime: 'image/png',
    name: null,
  } as const;
  const alone = await answer({ chat, text: ' ', attachments: [picture], notices: ['too-large'] });
  expect(alone).toEqual({ replies: [{ text: 'too-large,unread' }] });
  expect(events).toEqual([]);
  const beside = await answer({ chat, text: 'halo', notices: ['location'] });
  expect(beside.replies.at(-1)).toEqual({ text: 'location' });
  const danger = await answer({
    chat,
    text: 'tolong adik saya disekap di poipet',
    notices: ['gone'],
  });
  expect(danger.replies.some((r) => r.text === 'gone')).toBe(false);
});

test('a full disk keeps nobody from an answer, and the log says so', async () => {
  const full = Object.assign(new Error('disk full: canary'), { code: 'SQLITE_FULL' });
  const { answer, events } = setUp({ write: () => Promise.reject(full) });
  const { replies } = await answer({ chat, text: 'tolong adik saya disekap di poipet' });
  expect(replies[0]?.text).toContain('+855 12 813 282');
  expect(events[0]).toEqual({ event: 'session-not-saved', error: 'Error SQLITE_FULL' });
});

test('a session that cannot be read is a new conversation', async () => {
  const { answer, events } = setUp({ read: () => Promise.reject(new TypeError('x')) });
  expect((await answer({ chat, text: 'halo' })).replies[0]?.text).toContain('Tanya Dulu');
  expect(events[0]).toEqual({ event: 'failed', stage: 'read', error: 'TypeError' });
});

test('whatever fails, the person gets a sentence with a hotline and the log no text', async () => {
  const { parts, events } = setUp();
  const answer = createAnswerMessage({
    ...parts,
    converse: () => {
      throw new Error('pesan rahasia');
    },
  });
  expect(await answer({ chat, text: 'pesan rahasia' })).toEqual({
    replies: [{ text: 'Maaf. Hubungi *0800-1000*.' }],
  });
  expect(events).toEqual([{ event: 'failed', stage: 'decide', error: 'Error' }]);
});

test('a flood of one chat is cut off, not queued without end', async () => {
  const { answer } = setUp();
  const answers = await Promise.all(
    Array.from({ length: 60 }, () => answer({ chat, text: 'halo' })),
  );
  expect(answers.filter((a) => a.replies[0]?.text.startsWith('Maaf')).length).toBe(40);
});

test('a purge that fails is logged and does not stop the program', async () => {
  const { parts, events } = setUp({ purge: () => Promise.reject(new Error('x')) });
  await purgeSessions(parts);
  expect(events).toEqual([{ event: 'session-not-saved', error: 'Error' }]);
});
