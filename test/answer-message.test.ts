import { expect, test, vi } from 'vitest';
import type { KeptSession, SessionStore } from '#conversation/session.ts';
import { triage } from '#conversation/triage.ts';
import type { LogEvent } from '#domain/log.ts';
import type { ChatKey, Reply } from '#domain/message.ts';
import type { MediaReading } from '#media/media-reading.ts';
import { createReadAttachment, type ReadAttachment } from '#media/read-attachment.ts';
import { createAnswerMessage, purgeSessions } from '../src/answer-message.ts';
import { createFixedTexts } from '../src/fixed-texts.ts';
import { createReadMedia } from '../src/read-media.ts';
import { bot, someDay } from './support/bot.ts';

const chat = 'a' as ChatKey;

const picture = {
  kind: 'image',
  bytes: new Uint8Array(8),
  mime: 'image/jpeg',
  name: null,
} as const;
const offer = 'Dibutuhkan ART untuk Riyadh, berangkat pakai visa umroh. Jangan bilang tetangga.';
const poster: MediaReading = {
  ok: true,
  form: 'poster',
  text: offer,
  qr: ['https://wa.me/6281300000000'],
  words: [],
  isUnsure: false,
  pagesLeft: 0,
};

function setUp(broken: Partial<SessionStore> = {}, read: ReadAttachment = async () => poster) {
  const kept = new Map<string, KeptSession>();
  const events: LogEvent[] = [];
  const wishes: number[] = [];
  const sessions: SessionStore = {
    read: async (id) => kept.get(id) ?? null,
    write: async (id, session, _wish, _now, turn) => {
      if (session) kept.set(id, { session, turn: turn ?? null });
      else kept.delete(id);
    },
    purge: async () => 0,
    offers: async () => [],
    purgeOffers: async () => 0,
    ...broken,
  };
  const parts = {
    sessions,
    converse: bot.converse,
    readMedia: createReadMedia({ read, log: () => undefined }),
    isUrgent: (text: string) => triage(bot.analyse(text)) === 'emergency',
    markOffer: () => new Uint8Array(),
    failedText: 'Maaf. Hubungi *0800-1000*.',
    tell: createFixedTexts(bot.replies, bot.reference.hotlines).tell,
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
  const { answer, events } = setUp({}, async () => ({ ok: false, reason: 'damaged' }));
  const { notice, files } = bot.replies.id;
  const alone = await answer({ chat, text: ' ', attachments: [picture], notices: ['too-large'] });
  expect(alone).toEqual({ replies: [{ text: `${files['too-large']}\n${files.damaged}` }] });
  expect(events).toEqual([]);
  const beside = await answer({ chat, text: 'halo', notices: ['gone'] });
  expect(beside.replies.at(-1)).toEqual({ text: notice.gone });
  const danger = await answer({
    chat,
    text: 'tolong adik saya disekap di poipet',
    notices: ['gone'],
  });
  expect(danger.replies.some((r) => r.text === notice.gone)).toBe(false);
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

test('words of a picture are judged and quoted with the words beside it', async () => {
  const { answer } = setUp();
  const { replies, verdict } = await answer({
    chat,
    text: 'apa ini benar?',
    attachments: [picture],
  });
  expect(verdict?.risk).toBe('danger');
  expect(replies[0]?.text).toContain('visa umroh"');
});

test('a picture that is hard to read, and pages left out, are told after the answer', async () => {
  const { answer } = setUp({}, async () => ({ ...poster, isUnsure: true, pagesLeft: 2 }));
  const { replies } = await answer({ chat, text: '', attachments: [picture] });
  expect(replies[0]?.text).toContain('Bahaya');
  expect(replies.at(-1)?.text).toMatch(/bisa salah baca.*\nHanya halaman pertama/);
});

test('a file that gives no text is refused with what to do, and six are not all read', async () => {
  const { answer } = setUp({}, async () => ({ ok: false, reason: 'locked' }));
  const { replies, verdict } = await answer({
    chat,
    text: ' ',
    attachments: Array.from({ length: 6 }, () => picture),
  });
  expect(verdict).toBeUndefined();
  expect(replies).toHaveLength(1);
  expect(replies[0]?.text).toMatch(/terkunci kata sandi.*\nPaling banyak lima file/);
});

test('who is in danger waits for no picture, neither beside the words nor before them', async () => {
  let finish: (reading: MediaReading) => void = () => undefined;
  const reading = new Promise<MediaReading>((resolve) => {
    finish = resolve;
  });
  const { answer } = setUp({}, () => reading);
  const slow = answer({ chat, text: '', attachments: [picture] });
  const help = 'tolong saya disekap di poipet, paspor ditahan';
  for (const attachments of [[], [picture]]) {
    const { verdict } = await answer({ chat, text: help, attachments });
    expect(verdict?.kind).toBe('emergency');
  }
  finish(poster);
  expect((await slow).replies.length).toBeGreaterThan(0);
});

test('a picture without words is answered in the language of the conversation, not of the recruiter', async () => {
  const english =
    'Urgent hiring: housemaid for Riyadh, umrah visa, salary 1500 SAR, passport kept.';
  const { answer } = setUp({}, async () => ({ ...poster, text: english }));
  const first = await answer({ chat, text: '', attachments: [picture] });
  expect(first.replies[0]?.text).toContain('Bahaya');
  const own = 'Hello, can you please check this job offer for me before I leave the country?';
  await answer({ chat, text: own });
  const second = await answer({ chat, text: '', attachments: [picture] });
  expect(second.replies[0]?.text).toContain('Danger');
});

test('who sent a file that takes long is told so once, in their language; a quick one is not', async () => {
  let finish: (reading: MediaReading) => void = () => undefined;
  const slowly: ReadAttachment = () =>
    new Promise((resolve) => {
      finish = resolve;
    });
  vi.useFakeTimers();
  try {
    const told: string[] = [];
    const tell = (reply: Reply) => void told.push(reply.text);
    const { answer } = setUp({}, slowly);
    const sent = { chat, text: '', attachments: [picture], language: 'su' } as const;
    const slow = answer(sent, tell);
    await vi.advanceTimersByTimeAsync(1_900);
    expect(told).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toEqual([bot.replies.su.files.reading]);
    finish(poster);
    await slow;
    const quick = answer(sent, tell);
    await vi.advanceTimersByTimeAsync(1_000);
    finish(poster);
    await quick;
    await answer({ chat, text: 'halo' }, tell);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test('who is in danger and tells where gets the numbers of that country, before any picture', async () => {
  const read = createReadAttachment({
    pool: { read: () => new Promise<MediaReading>(() => undefined) },
    transcribe: null,
  });
  const { answer } = setUp({}, read);
  const bytes = Buffer.from('geo:11.56,104.93');
  const location = { kind: 'location', bytes, mime: 'text/plain', name: null } as const;
  const text = 'tolong saya disekap, paspor ditahan';
  const { replies, verdict } = await answer({ chat, text, attachments: [picture, location] });
  expect(verdict?.kind).toBe('emergency');
  expect(replies[0]?.text).toContain('+855 12 813 282');
});

test('a location without a word brings the numbers of that country, and is not counted', async () => {
  const read = createReadAttachment({ pool: { read: vi.fn() }, transcribe: null });
  const sendPlace = async (place: string) => {
    const { answer, wishes } = setUp({}, read);
    const bytes = Buffer.from(place);
    const location = { kind: 'location', bytes, mime: 'text/plain', name: null } as const;
    const { replies } = await answer({ chat, text: '', attachments: [location] });
    return { text: replies.map((r) => r.text).join('\n'), wishes };
  };
  const abroad = await sendPlace('geo:11.56,104.93');
  expect(abroad.text).toContain('+855 12 813 282');
  expect(abroad.wishes).toEqual([]);
  // At home it may be anything.
  expect((await sendPlace('geo:-6.11,106.15')).text).not.toContain('+855');
});
