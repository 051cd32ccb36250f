import { proto } from '@whiskeysockets/baileys';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { createCourier } from '#channels/whatsapp-baileys/courier.ts';
import { createStanzaReader } from '#channels/whatsapp-baileys/read-stanza.ts';
import type { ChatKey } from '#domain/message.ts';
import { readContactCard } from '#media/contact-card.ts';
import { readLocation } from '#media/location.ts';
import { createReaderPool, poolLimits } from '#media/reader-pool.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { serve } from '../channels/web-chat/serve.ts';
import { bot, someDay } from '../support/bot.ts';
import type { Chance } from '../support/chance.ts';
import { exampleTexts } from '../support/fuzz/examples.ts';
import { fuzz } from '../support/fuzz/fuzz.ts';
import { mutateBytes, mutateText } from '../support/fuzz/mutate.ts';
import { hostileOthers } from '../support/hostile/others.ts';
import { onePage, pagesOf } from '../support/hostile/pdfs.ts';

/* Whatever other programs send: it is read or refused, in time, and nothing of ours breaks. */

/** A file of the reading process, where time is cut off from outside. */
const fileMaxMs = 2_000;

test('contact cards and locations: read or refused', async () => {
  const cards = (await hostileOthers())
    .map((f) => Buffer.from(f.bytes))
    .filter((b) => b.length < 4_000 && /VCARD|geo:/i.test(b.toString('latin1')));
  expect(cards.length).toBeGreaterThan(3);
  const check = async (bytes: Uint8Array) => {
    for (const reading of [readContactCard(bytes), await readLocation(bytes)]) {
      if (reading.ok) expect(reading.text.trim()).not.toBe('');
    }
  };
  await fuzz({ corpus: cards, mutate: mutateBytes, check });
});

const text = exampleTexts[0]!;
const vcard = 'BEGIN:VCARD\nFN:Agen\nTEL:+62 813-0000-0000\nEND:VCARD';
const key = { remoteJid: '628000000000@s.whatsapp.net', id: 'A1', fromMe: false };
const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
const messages: readonly proto.IMessage[] = [
  ...exampleTexts.slice(0, 40).map((conversation) => ({ conversation })),
  { extendedTextMessage: { text, contextInfo: { forwardingScore: 6, isForwarded: true } } },
  { imageMessage: { caption: text, mimetype: 'image/jpeg', fileLength: 9, url: 'https://x/y' } },
  { documentMessage: { fileName: 'a.pdf', mimetype: 'application/pdf', directPath: '/v/x' } },
  { audioMessage: { ptt: true, seconds: 4, mediaKey: Buffer.alloc(32) } },
  { contactMessage: { displayName: 'Agen', vcard } },
  { contactsArrayMessage: { contacts: [{ vcard }, { displayName: 'x' }] } },
  { locationMessage: { degreesLatitude: 16.6, degreesLongitude: 98.5 } },
  { viewOnceMessage: { message: { imageMessage: { caption: text } } } },
  { ephemeralMessage: { message: { conversation: text } } },
  { documentWithCaptionMessage: { message: { documentMessage: { caption: text } } } },
  { buttonsResponseMessage: { selectedDisplayText: 'sudah' } },
  { listResponseMessage: { title: 'belum' } },
  { reactionMessage: { key, text: '👍' } },
  { protocolMessage: { type: REVOKE, key } },
  { protocolMessage: { type: MESSAGE_EDIT, key, editedMessage: { conversation: text } } },
  { senderKeyDistributionMessage: { groupId: 'g@g.us' }, conversation: text },
];
const padded = (message: proto.IMessage) =>
  Buffer.concat([Buffer.from(proto.Message.encode(message).finish()), Buffer.from([1])]);

test('messages of WhatsApp: what can be decoded is read, then answered', async () => {
  const senders = [
    '628000000000@s.whatsapp.net',
    '123456789012345@lid',
    '1203@g.us',
    'x@newsletter',
  ];
  const reader = createStanzaReader({
    hash: (label, value) => `${label} ${value}`,
    chatKey: (address) => address as ChatKey,
    me: () => ['628111111111@s.whatsapp.net'],
    isUrgent: (t) => t.includes('tolong'),
    now: () => someDay.getTime(),
    clockAheadMs: () => 0,
  });
  const marks = { answered: async () => false, forget: async () => undefined };
  const courier = createCourier({
    hash: (_, value) => Buffer.from(value).toString('base64url'),
    socket: () => null,
    isLoopback: false,
    mediaAgainTimeoutMs: 1,
    marks,
    onRefused: () => undefined,
  });
  let read = 0;
  const check = async (plaintext: Uint8Array) => {
    try {
      proto.Message.decode(plaintext.subarray(0, plaintext.length - (plaintext.at(-1) ?? 0)));
    } catch {
      // The library tells the sender's phone to send it again; nothing of ours sees it.
      return;
    }
    for (const from of senders) {
      const attrs = {
        from,
        id: 'B2',
        t: '1795000000',
        ...(from.endsWith('g.us') && { participant: senders[0]! }),
      };
      const { arrivals } = reader.read(plaintext, { tag: 'message', attrs });
      for (const { body, sentAtMs } of arrivals) {
        expect(sentAtMs).toBeLessThanOrEqual(someDay.getTime());
        await courier.read([body], true);
        courier.address([body], { text: 'x' });
        read++;
      }
    }
  };
  await fuzz({ corpus: messages.map(padded), mutate: mutateBytes, check });
  expect(read).toBeGreaterThan(100);
});

const db = await openDatabase(':memory:');
const sessions = createSessionStore(db);
const server = await serve({ answer: async () => ({ replies: [{ text: 'dibaca' }] }) });
afterAll(async () => {
  await server.close();
  await db.destroy();
});

test('a session that was changed on the disk: none, or one that can be gone on with', async () => {
  const states = exampleTexts.slice(0, 200).flatMap((t) => {
    const { session } = bot.converse(null, { text: t }, someDay);
    return session ? [JSON.stringify(session)] : [];
  });
  const answers = ['1', 'sudah bayar', 'tidak', 'MENU', 'ya', text];
  let gone = 0;
  const check = async (state: string) => {
    await sql`insert or replace into session (chat, state, written_at) values ('a', ${state}, 0)`.execute(
      db,
    );
    const kept = await sessions.read('a');
    if (!kept) return;
    gone++;
    for (const answer of answers) {
      const turn = bot.converse(kept.session, { text: answer }, someDay);
      if (turn.session) await sessions.write('b', turn.session, null, someDay);
    }
  };
  await fuzz({ corpus: states, mutate: mutateJson, check, maxMs: 200 });
  expect(gone).toBeGreaterThan(20);
});

/** Half of the changes keep it JSON: a value is put in another's place. */
function mutateJson(state: string, others: readonly string[], chance: Chance): string {
  if (chance() < 0.3) return mutateText(state, others, chance);
  const values = state.match(/"[^"]*"|null/g) ?? [];
  const from = chance.of(values.length > 0 ? values : ['null']);
  const foreign = chance.of(others).match(/"[^"]*"|null/g) ?? ['null'];
  return state.replace(from, () => chance.of(foreign));
}

const partOf = (name: string, file: string, type = 'image/jpeg') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\nContent-Type: ${type}\r\n\r\nx\r\n`;
const fieldOf = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

test('forms with files of any name: an answer or a refusal, never a fault', async () => {
  const fields = fieldOf('chat', 'abcdefghijklmnop1234') + fieldOf('text', 'halo');
  const corpus = [
    `${fields}${partOf('file', 'a.jpg')}--b--\r\n`,
    `${fields}${partOf('file', '../../etc/passwd')}${partOf('__proto__', 'constructor')}--b--\r\n`,
    `${fields}${partOf('file', "''%22.pdf", 'application/pdf; x=y')}--b--\r\n`,
    `${fieldOf('constructor', 'x')}${fieldOf('__proto__', '{"a":1}')}${fields}--b--\r\n`,
    `${fields}${partOf('file', 'a'.repeat(900))}--b--\r\n`,
  ];
  const statuses = new Set<number>();
  const check = async (payload: string) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const sent = await server.inject({ method: 'POST', url: '/api/chat', headers, payload });
    statuses.add(sent.statusCode);
    if (sent.statusCode >= 500) throw new Error(`status ${sent.statusCode}`);
  };
  await fuzz({ corpus, mutate: mutateText, check, maxMs: 200 });
  expect([...statuses]).toContain(200);
  expect([...statuses]).toContain(400);
});

test('PDF files: text or a reason, and the process that reads them lives on', async () => {
  const corpus = [onePage(), pagesOf(['satu', 'dua'])];
  let told = 0;
  const pool = createReaderPool({ ...poolLimits, backlogMin: 100 }, () => told++);
  // The first file waits for the process to start.
  await pool.read('pdf', onePage());
  const check = async (bytes: Uint8Array) => {
    const before = told;
    const reading = await pool.read('pdf', bytes);
    if (reading.ok) expect(reading.text).not.toBe('');
    else expect(['damaged', 'no-text', 'locked']).toContain(reading.reason);
    if (told !== before + 1) throw new Error('the process ended');
  };
  try {
    await fuzz({ corpus, mutate: mutateBytes, check, maxMs: fileMaxMs });
  } finally {
    pool.stop();
  }
});
