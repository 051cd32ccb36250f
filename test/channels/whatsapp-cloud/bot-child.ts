/**
 * The Cloud channel with its mailbox and the real session store as a process of its own, to be
 * killed: argv = data folder, database, address of the Graph API, port. Answers every text with
 * itself and wishes to count it.
 */
import { join } from 'node:path';
import { createChatKey } from '#channels/chat-key.ts';
import { cloudWebhook } from '#channels/whatsapp-cloud/webhook.ts';
import type { Turn } from '#conversation/handle-message.ts';
import { createServer } from '#operations/server.ts';
import { createGroupCommit } from '#storage/group-commit.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { createAnswerMessage } from '../../../src/answer-message.ts';
import { wireCloud } from '../../../src/wire-cloud.ts';
import { ourNumberId } from '../../support/graph-server/cloud-phone.ts';
import { appSecret, token, verifyToken } from '../../support/graph-server/graph-server.ts';
import { item } from '../../support/statistics.ts';

const [folder = '', place = '', url = '', port = '0'] = process.argv.slice(2);
const log = (event: object) => void process.stdout.write(`${JSON.stringify(event)}\n`);
const db = await openDatabase(place);
const commit = createGroupCommit(db);
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
const cloud = wireCloud({
  config: {
    url,
    token,
    appSecret,
    verifyToken,
    numberIds: [ourNumberId],
    isPaced: false,
  },
  db,
  commit,
  dataDir: folder,
  chatKey: createChatKey(join(folder, 'keys')),
  answer: createAnswerMessage({
    sessions: createSessionStore(db, commit),
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
});
const server = await createServer({ log, trustProxy: false, isReady: async () => {} });
await server.register(cloudWebhook, cloud.webhook);
await server.listen({ host: '127.0.0.1', port: Number(port) });
cloud.start();
process.stdout.write('ready\n');
