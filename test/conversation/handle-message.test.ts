import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Turn } from '#conversation/handle-message.ts';
import type { Session } from '#conversation/session.ts';
import { bot, someDay } from '../support/bot.ts';

const say = (text: string, session: Session | null = null) =>
  bot.converse(session, { text }, someDay);
const wholeOf = (text: string) =>
  say(text)
    .answer.replies.map((r) => r.text)
    .join('\n');

/** Pieces of messages, so that chance meets offers, emergencies and answers. */
const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    'loker Kamboja gaji 15jt',
    'visa turis',
    'bayar 5 juta dulu',
    'adik saya disekap di Poipet',
    'tolong',
    'PT Maju Jaya resmi tidak',
    'hubungi 081299887766',
    'sudah',
    'belum',
    '2',
    'apa benar?',
    '*tebal* _miring_ {hotline} $&',
    '\n',
    '\ud83d',
    '\u202e\u0000',
    'paspor ditahan',
    'makasih',
  ),
);
const message = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' '));

test('whatever people write, the answer is short, whole and passes on no number', () => {
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 4 }), (texts) => {
      let session: Session | null = null;
      for (const text of texts) {
        const turn = say(text, session);
        session = turn.session;
        const { replies } = turn.answer;
        const whole = replies.map((r) => r.text).join('\n');
        expect(replies.length).toBeGreaterThanOrEqual(1);
        expect(replies.length).toBeLessThanOrEqual(2);
        expect(whole.length).toBeLessThanOrEqual(900);
        expect(whole).not.toMatch(/081299887766|undefined|\[object/);
      }
    }),
    { numRuns: 300 },
  );
});

test('the same session and message give the same answer', () => {
  const first = say('Lowongan kerja pabrik Malaysia, gaji RM1700, info 081234567890');
  expect(say('Lowongan kerja pabrik Malaysia, gaji RM1700, info 081234567890')).toEqual(first);
  expect(say('turis', first.session)).toEqual(say('turis', structuredClone(first.session)));
});

test('a session keeps ids and facts, never a word of the message', () => {
  const texts = [
    'Loker Kamboja sama Bu Canarywati, gaji 15jt, hubungi 081299887766',
    'PT Canarywati Jaya',
    'tolong saya Canarywati disekap di poipet 081299887766',
    'PT Canarywati resmi tidak?',
  ];
  for (const text of texts) {
    const { session, outcome } = say(text);
    const kept = JSON.stringify([session, outcome]);
    expect(kept).not.toMatch(/canary|081299887766|gaji 15|loker/i);
    const atoms = session?.lastCase?.atoms ?? [];
    expect(atoms.filter((a) => !/^[a-z-]+:[A-Za-z0-9-]+$/.test(a))).toEqual([]);
  }
});

test('a long conversation does not grow the session', () => {
  let { session } = say('tolong adik saya disekap di poipet');
  for (let i = 0; i < 60; i++) session = say(`di gedung lantai ${i} pak`, session).session;
  expect(session!.lastCase!.evidence.length).toBeLessThan(20);
  expect(JSON.stringify(session).length).toBeLessThan(3_000);
});

test('an emergency answer begins calmly and holds a hotline in its first 400 characters', () => {
  const texts = [
    'tolong adik saya disekap di poipet',
    'saya dipukul majikan di Kuwait, paspor ditahan, mau pulang',
    'tolong saya dikurung di mess di jakarta, dipukul',
    'my brother is locked in a scam compound in Myawaddy, they beat him',
  ];
  for (const text of texts) {
    const whole = wholeOf(text);
    expect(say(text).outcome.kind).toBe('emergency');
    expect(whole.slice(0, 60)).not.toMatch(
      /korban|tppo|polisi|bahaya|sekap|siksa|danger|victim|police/i,
    );
    expect(whole.slice(0, 400)).toMatch(/\*\+?[\d -]{3,}\*/);
  }
});

test('no answer calls anything safe', () => {
  const texts = [
    'Lowongan operator jahit PT Garmen Maju Jaya, Jl. Raya Serang Km 60 Cikande. Gaji UMK. Antar lamaran ke pos satpam.',
    'PT Agesa Asa Jaya resmi tidak ya?',
    'Mau tanya, kerja di Taiwan lewat PT resmi itu aman tidak?',
  ];
  for (const text of texts) {
    expect(wholeOf(text).replace('Itu belum berarti aman', '')).not.toMatch(
      /\baman\b|✅|🟢|terpercaya/i,
    );
  }
});

test('harm is told and counted only where there is danger', () => {
  expect(say('Loker Kamboja gaji 15jt, visa turis').outcome).toMatchObject({
    risk: 'danger',
    harm: 'trafficking',
  });
  expect(say('Lowongan kerja pabrik Malaysia, gaji RM1700').outcome).toMatchObject({
    risk: 'caution',
    harm: null,
  });
});

test.each([
  ['su', 'Punten, abdi ditawaran damel di Malaysia, kumaha nya?'],
  ['jv', 'Kang, kite ditawani gawe ning Malaysia, kepremen kiyen?'],
  ['en', 'Hello, I was offered a job in Malaysia, what do you think?'],
  ['id', 'Halo, saya ditawari kerja di Malaysia, bagaimana ya?'],
  // Malay is answered in Indonesian.
  ['id', 'Encik, saya nak tanya, kerja kat kilang Johor tu betul ke?'],
])('whoever writes in %s is answered in it', (language, text) => {
  expect(say(text).outcome.language).toBe(language);
});

test('an offer passed on does not change the language of the conversation', () => {
  const { session } = say('Punten kang, abdi bade naroskeun tawaran damel ieu ti tatangga');
  const offer = 'Dibutuhkan admin online di Kamboja, gaji 15 juta, tiket ditanggung, chat saja.';
  expect(say(offer, session).answer.replies[0]?.text).toContain('Ulah mayar');
  expect(say(offer).answer.replies[0]?.text).toContain('Jangan bayar');
});

test('whoever goes on in another language is answered in that one', () => {
  const { session } = say('Punten kang, abdi bade naroskeun tawaran damel ieu ti tatangga');
  expect(say('do I need a work visa for Malaysia before I leave', session).outcome.language).toBe(
    'en',
  );
  expect(say('di gedung tinggi pak', session).outcome.language).toBe('su');
});

test('a short message keeps the language of the conversation', () => {
  const { session } = say(
    'We are hiring customer service in Cambodia, free ticket and visa on arrival',
  );
  expect(say('2', session).answer.replies[0]?.text).toContain('Do not pay');
});

test('after the cover word every answer is that of a chat that never was', () => {
  const later = fc.constantFrom(
    '1',
    '2',
    'aman',
    'sudah',
    'tadi saya bilang apa',
    'terus gimana',
    'KBRI',
    'data saya',
    'loker Kamboja gaji 15jt, visa turis',
    'teu aman',
    'di gedung tinggi pak',
    'makasih',
  );
  const before = fc.constantFrom(
    'tolong adik saya disekap di poipet',
    'help my brother is locked in a scam compound in Myawaddy, they beat him',
    'loker Kamboja gaji 15jt, visa turis',
    'bahasa sunda',
    'menu',
  );
  fc.assert(
    fc.property(fc.array(before, { minLength: 1 }), fc.array(later, { maxLength: 50 }), (b, l) => {
      let session: Session | null = null;
      for (const text of b) session = say(text, session).session;
      session = say('SALAH KIRIM', session).session;
      let fresh: Session | null = null;
      for (const text of l) {
        const one: Turn = say(text, session);
        const other: Turn = say(text, fresh);
        expect(one.answer).toEqual(other.answer);
        session = one.session;
        fresh = other.session;
      }
    }),
    { numRuns: 60 },
  );
});
