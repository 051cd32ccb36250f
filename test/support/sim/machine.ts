import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { WASocket } from '@whiskeysockets/baileys';
import { createChatKey, createOfferKey, readOrMakeKey } from '#channels/chat-key.ts';
import { createCourier } from '#channels/whatsapp-baileys/courier.ts';
import { createStanzaReader } from '#channels/whatsapp-baileys/read-stanza.ts';
import { sketchOf } from '#conversation/offer-sketch.ts';
import { triage } from '#conversation/triage.ts';
import type { Log } from '#domain/log.ts';
import type { ChatKey } from '#domain/message.ts';
import type { Rhythm } from '#mailbox/burst.ts';
import { Mailbox } from '#mailbox/mailbox.ts';
import type { Answerer, Content, MailStore, Pace } from '#mailbox/post-office.ts';
import type { MediaReading } from '#media/media-reading.ts';
import { markOf, sha256 } from '#operations/slow-hash.ts';
import { createSteadyClock } from '#operations/steady-clock.ts';
import type { RandomBytes } from '#statistics/noise.ts';
import { createDice } from '#statistics/noise.ts';
import type { StatisticsStore } from '#statistics/statistics-store.ts';
import { type GatewayDatabase, openGatewayDatabase } from '#storage/gateway-database.ts';
import { createGatewayStore } from '#storage/gateway-store.ts';
import { newestMailAt } from '#storage/mail-store.ts';
import { type Db, openDatabase } from '#storage/open-database.ts';
import { createReleaseJournal } from '#storage/release-journal.ts';
import { createSeal } from '#storage/seal.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { createStatisticsStore } from '#storage/statistics-store.ts';
import { createWindowKeys, type WindowKeys } from '#storage/window-keys.ts';
import { createAnswerMessage, purgeSessions } from '../../../src/answer-message.ts';
import { createFixedTexts } from '../../../src/fixed-texts.ts';
import { createStatistics } from '../../../src/keep-statistics.ts';
import { createReadMedia } from '../../../src/read-media.ts';
import { bot } from '../bot.ts';
import { tables } from '../statistics.ts';
import type { VirtualTime } from './virtual-time.ts';

const hourMs = 3_600_000;
const purgeEveryMs = 60_000;
export const sessionFile = 'tanya-dulu.sqlite';
export const mailFile = 'whatsapp.sqlite';

/** Quick, and otherwise like the slow one, which has its own tests. */
export const quickHash = async (key: Uint8Array, message: string): Promise<Uint8Array> =>
  Buffer.from(sha256(`${Buffer.from(key).toString('hex')} ${message}`), 'hex');

export type Files = {
  readonly db: Db;
  readonly gatewayDb: GatewayDatabase;
  readonly store: StatisticsStore;
  readonly keys: WindowKeys;
  readonly chatKey: (channel: string, address: string) => ChatKey;
};

export type MachineParts = {
  readonly time: VirtualTime;
  readonly folder: string;
  readonly me: () => string;
  /** Null while there is no connection. */
  readonly socket: () => WASocket | null;
  readonly rhythm: Rhythm;
  readonly pace: Pace;
  readonly random: RandomBytes;
  readonly log: Log;
  readonly readFile: () => Promise<MediaReading>;
  /** Called before anything is done on the files. */
  readonly opened: (files: Files) => Promise<void>;
  /** Each lets the test look on. */
  readonly watch: {
    readonly mail: (store: MailStore) => MailStore;
    readonly counted: (store: StatisticsStore) => StatisticsStore;
    readonly sessions: (
      store: ReturnType<typeof createSessionStore>,
    ) => ReturnType<typeof createSessionStore>;
    readonly answer: (answer: Answerer) => Answerer;
    readonly content: (content: Content) => Content;
  };
};

/** The real program between the library of WhatsApp and the disk, started on a folder. */
export async function startMachine(parts: MachineParts) {
  const { time, folder, log, watch } = parts;
  const keysDir = join(folder, 'keys');
  const chatKey = createChatKey(keysDir);
  const offerKey = createOfferKey(keysDir);
  const gatewayDb = openGatewayDatabase(join(folder, mailFile));
  const seal = createSeal(readOrMakeKey(keysDir, 'whatsapp.key'));
  const gateway = createGatewayStore(gatewayDb, seal, chatKey);
  const db = await openDatabase(join(folder, sessionFile));
  const sessions = watch.sessions(createSessionStore(db));
  const store = watch.counted(createStatisticsStore(db));
  const keys = createWindowKeys(keysDir);
  const journal = createReleaseJournal(join(folder, 'releases', 'journal.jsonl'));
  const now = () => new Date(time.wall());
  const { isBelieved: isClockBelieved } = createSteadyClock(time.wall, time.even);
  const { now: mailNow } = createSteadyClock(time.wall, time.even, newestMailAt(gatewayDb));
  const statistics = createStatistics({
    store,
    keys,
    journal,
    tables,
    dice: createDice(parts.random),
    random: parts.random,
    hash: sha256,
    slowHash: quickHash,
    markOf,
    log,
    now,
    isClockBelieved,
  });
  const isUrgent = (text: string) => triage(bot.analyse(text)) === 'emergency';
  const answer = createAnswerMessage({
    ...createFixedTexts(bot.replies, bot.reference.hotlines),
    sessions,
    converse: bot.converse,
    readMedia: createReadMedia({ read: parts.readFile, log }),
    isUrgent,
    markOffer: (chat, text) => offerKey(chat, sketchOf(text)),
    onWish: () => statistics.wake(),
    log,
    now,
  });
  let clockAheadMs = 0;
  const reader = createStanzaReader({
    hash: chatKey,
    chatKey: (address) => chatKey('whatsapp', address),
    me: () => [parts.me()],
    isUrgent,
    now: mailNow,
    clockAheadMs: () => clockAheadMs,
  });
  const courier = createCourier({
    hash: chatKey,
    socket: parts.socket,
    isLoopback: true,
    mediaAgainTimeoutMs: 1,
    marks: { answered: async () => false, forget: async () => undefined },
    onRefused: () => undefined,
  });
  const mailbox = new Mailbox({
    store: watch.mail(gateway.mail),
    // Files are not fetched here: what comes of one is said by the test.
    courier: {
      ...courier,
      read: async (bodies) => watch.content(await courier.read(bodies, true)),
    },
    answer: watch.answer(answer),
    rhythm: parts.rhythm,
    pace: parts.pace,
    log,
    now: mailNow,
    random: () => (parts.random(1)[0] ?? 0) / 256,
  });
  const purge = () => {
    try {
      gateway.purge(mailNow());
    } catch (error) {
      log({ event: 'failed', stage: 'whatsapp', error: (error as Error).name });
    }
  };
  const tidy = async () => {
    await purgeSessions({ sessions, log, now, isClockBelieved });
    await statistics.tick();
  };
  await parts.opened({ db, gatewayDb, store, keys, chatKey });
  const timers = [setInterval(purge, purgeEveryMs), setInterval(() => void tidy(), hourMs)];
  await tidy();
  purge();
  mailbox.start();

  const close = async (): Promise<void> => {
    for (const timer of timers) clearInterval(timer);
    mailbox.stop();
    await db.destroy();
    gatewayDb.close();
  };
  return {
    mailNow,
    chatKey,
    db,
    gateway,
    gatewayDb,
    reader,
    courier,
    mailbox,
    statistics,
    keys,
    journal,
    store,
    sessions,
    tidy,
    connect(): void {
      const ahead = Math.floor(time.trueMs / 1_000) * 1_000 - mailNow();
      clockAheadMs = Math.abs(ahead) > 5_000 ? ahead : 0;
      mailbox.wake();
    },
    async stop(): Promise<void> {
      courier.hangUp();
      await time.pass(0);
      await statistics.settle();
      await close();
    },
    /** The files as a kill leaves them, in the same folder; the objects are of no use any more. */
    async abandon(): Promise<void> {
      const copy = mkdtempSync(`${folder}-`);
      cpSync(folder, copy, { recursive: true, filter: (name) => !name.endsWith('-shm') });
      time.clear();
      await close().catch(() => undefined);
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
      cpSync(copy, folder, { recursive: true });
      rmSync(copy, { recursive: true });
    },
  };
}

export type Machine = Awaited<ReturnType<typeof startMachine>>;
