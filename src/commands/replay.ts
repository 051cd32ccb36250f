import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { createAnswerMessage } from '#answer-message.ts';
import type { ChatKey, Inbound } from '#domain/message.ts';
import { createFixedTexts } from '#fixed-texts.ts';
import { type Config, sqliteFile } from '#operations/config.ts';
import type { Dice } from '#statistics/noise.ts';
import { windowAt } from '#statistics/windows.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { exampleMark, openStatistics } from '#wire.ts';
import { dataDir as dataFolder, loadBot } from './load-bot.ts';

const weekMs = 7 * 86_400_000;
const sendersFirstWeek = 100;
const sendersLastWeek = 260;
const countedAtOnce = 50;
/** Of a hundred senders so many tell where they live. */
const tellHomePercent = 12;

/** A written message with the labels by which the made-up weeks differ. */
export const demoMessageSchema = z.object({
  text: z.string(),
  source: z.string(),
  kind: z.string(),
  flags: z.record(z.string(), z.string()),
});
export type DemoMessage = z.infer<typeof demoMessageSchema>;

export type Replay = {
  /** Folder of the database; must be empty. */
  readonly folder: string;
  readonly messages: readonly DemoMessage[];
  readonly weeks: number;
  readonly until: Date;
  /** How many senders there are, as a share of the usual 100 to 260 a week. */
  readonly crowd?: number;
  readonly dice: Dice;
  readonly onWeek: (week: number, messages: number) => void;
};

/**
 * Lets made-up senders write the messages over so many weeks before `until`: through the same
 * answers, counters and releases as in earnest, with a clock of its own.
 * @returns how many messages were answered
 */
export async function replay(given: Replay): Promise<number> {
  const { folder, weeks, dice, until } = given;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, exampleMark), 'The figures in this folder are made up.\n');
  const db = await openDatabase(sqliteFile(folder));
  // Whoever pulls the plug during a demo starts it again.
  await sql`pragma synchronous = off`.execute(db);
  const bot = loadBot();
  const clock = {
    now: new Date(windowAt('week', new Date(until.getTime() - weeks * weekMs)).start),
  };
  const now = () => clock.now;
  const faults: string[] = [];
  const log = (event: { event: string }) => {
    if (/failed|not-saved/.test(event.event)) faults.push(JSON.stringify(event));
  };
  const parts = { db, dataDir: folder, rulebook: bot.rulebook, reference: bot.reference, log, now };
  const statistics = openStatistics({ ...parts, slowHash: quickHash });
  const sessions = createSessionStore(db);
  const fixed = createFixedTexts(bot.replies, bot.reference.hotlines);
  const { converse } = bot;
  // The written messages carry no files.
  const readMedia = async (text: string) => ({ text, form: null, notes: [] });
  const isUrgent = () => false;
  // Counted in heaps: opening the windows for every single message would take most of the time.
  const onWish = () => undefined;
  const answer = createAnswerMessage({
    ...{ sessions, converse, readMedia, isUrgent, onWish, log, now },
    // Every made-up sender writes one offer.
    markOffer: () => new Uint8Array(),
    ...fixed,
  });
  const homes = bot.reference.places.filter((p) => p.groups.includes('kecamatan'));
  let count = 0;
  // Opens the first windows: what is written before is in none.
  await statistics.tick();
  for (let week = 0; week <= weeks; week++) {
    const start = clock.now.getTime();
    const length = Math.min(weekMs, until.getTime() - start);
    const senders = sendersOf(week, weeks, dice) * (given.crowd ?? 1);
    const share = Math.max(0, length / weekMs);
    const drawn = drawer(given.messages, week / weeks, dice);
    for (let i = 0; i < senders * share; i++) {
      clock.now = new Date(start + Math.floor((length * (i + 1)) / (senders * share + 1)));
      const chat = randomBytes(16).toString('hex') as ChatKey;
      await answer(inboundOf(chat, drawn(), dice));
      if (dice(100) < tellHomePercent) {
        const home = homes[Math.min(dice(homes.length), dice(homes.length))]!;
        await answer({ chat, text: `KECAMATAN ${home.name}` });
      }
      count++;
      if (count % countedAtOnce === 0) statistics.wake();
      await statistics.settle();
    }
    clock.now = new Date(Math.min(start + weekMs, until.getTime()));
    await statistics.tick();
    await statistics.settle();
    given.onWeek(Math.min(week + 1, weeks), count);
    if (faults.length > 0) throw new Error(`the replay failed: ${faults[0]}`);
    if (clock.now.getTime() >= until.getTime()) break;
    // Windows are published some minutes after they end.
    await publishAt(clock, statistics);
  }
  await db.destroy();
  return count;
}

const publishAfterMs = 15 * 60_000;
async function publishAt(
  clock: { now: Date },
  statistics: { tick(): Promise<void> },
): Promise<void> {
  const start = clock.now;
  clock.now = new Date(start.getTime() + publishAfterMs);
  await statistics.tick();
  clock.now = start;
}

/** Slow hashes protect people; here there are none. */
const quickHash = async (key: Uint8Array, message: string): Promise<Uint8Array> =>
  createHash('sha256').update(key).update(message).digest();

/** More from week to week, with good and bad weeks. */
function sendersOf(week: number, weeks: number, dice: Dice): number {
  const grown = sendersFirstWeek + ((sendersLastWeek - sendersFirstWeek) * week) / weeks;
  return Math.round(grown * (0.85 + dice(31) / 100));
}

function inboundOf(chat: ChatKey, { text, source }: DemoMessage, dice: Dice): Inbound {
  if (source === 'poster' || source === 'voice') return { chat, text, form: source };
  return { chat, text, isForwardedOften: source === 'forwarded' && dice(2) === 0 };
}

/**
 * Draws messages so that lures come and go.
 * @param progress 0 in the first week, 1 in the last
 */
function drawer(messages: readonly DemoMessage[], progress: number, dice: Dice): () => DemoMessage {
  const weights = messages.map(({ kind, flags }) => {
    let weight = kind === 'emergency' ? 15 : 100;
    if ('high-risk-place' in flags) weight *= 0.4 + 1.8 * progress;
    if ('wrong-visa' in flags) weight *= 1.8 - 1.4 * progress;
    if ('upfront-fee' in flags) weight *= progress > 0.4 && progress < 0.6 ? 2.2 : 1;
    return Math.max(1, Math.round(weight));
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return () => {
    let at = dice(sum);
    const index = weights.findIndex((weight) => {
      at -= weight;
      return at < 0;
    });
    return messages[index]!;
  };
}

/** The labelled messages that were written for this project, from lines of JSON. */
export const readDemoMessages = (lines: string): readonly DemoMessage[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => demoMessageSchema.parse(JSON.parse(line)));

export const demoFolder = (root: string): string => join(root, 'var', 'demo');
export const projectRoot = join(dataFolder, '..');

/** Settings of a server that shows such a folder, to this machine only. */
export const exampleConfig = (dataDir: string, port: number): Config => ({
  host: '127.0.0.1',
  port,
  dataDir,
  database: sqliteFile(dataDir),
  role: 'all',
  logLevel: 'error',
  trustProxy: false,
  allowedOrigins: [],
  botLink: null,
  metrics: null,
  backup: null,
  whatsapp: null,
  transcriberUrl: null,
  cloud: null,
});
