/**
 * WhatsApp with its mailbox and the real session store as a process of its own, to be killed:
 * argv = data folder, address of the server. Answers every text with itself and wishes to count it.
 */
import { join } from 'node:path';
import { createChatKey } from '#channels/chat-key.ts';
import type { Turn } from '#conversation/handle-message.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { createAnswerMessage } from '../../src/answer-message.ts';
import { wireWhatsapp } from '../../src/wire-whatsapp.ts';
import { item } from '../support/statistics.ts';

const [folder = '', url = ''] = process.argv.slice(2);
const log = (event: object) => void process.stdout.write(`${JSON.stringify(event)}\n`);
const chatKey = createChatKey(join(folder, 'keys'));
const db = await openDatabase(join(folder, 'tanya-dulu.sqlite'));
const turnOf = (text: string): Turn => ({
  session: { language: 'id', lastCase: null, pending: null },
  answer: { replies: [{ text: `re: ${text}` }] },
  outcome: {
    kind: 'other',
    risk: null,
    harm: null,
    rules: [],
    language: 'id',
    statistics: { wish: 'count', item },
  },
});
const whatsapp = wireWhatsapp({
  config: { url, link: 'text', about: 'Info Kerja', isPaced: false, version: null },
  dataDir: folder,
  chatKey,
  answer: createAnswerMessage({
    sessions: createSessionStore(db),
    converse: (_, { text }) => turnOf(text),
    failedText: 'failed',
    readMedia: async (text) => ({ text, form: null, notes: [] }),
    isUrgent: () => false,
    markOffer: () => new Uint8Array(),
    tell: () => [],
    onWish: () => {},
    log,
    now: () => new Date(),
  }),
  isUrgent: () => false,
  log,
  now: Date.now,
  random: Math.random,
  print: (line) => void process.stdout.write(`${line}\n`),
});
whatsapp.start();
process.stdin.resume();
process.stdin.once('end', () => void whatsapp.stop().then(() => process.exit(0)));
