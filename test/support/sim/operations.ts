import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { proto } from '@whiskeysockets/baileys';
import { sql } from 'kysely';
import { refuse } from '#media/media-reading.ts';
import { windowAt, type windowLengths, windowOverAt } from '#statistics/windows.ts';
import { type Damage, damageLog } from './damage.ts';
import { mailFile, sessionFile } from './machine.ts';
import {
  addressOf,
  canary,
  chatter,
  cries,
  offers,
  reworded,
  type Stanza,
  stanzaOf,
} from './people.ts';
import type { Simulation, Taking } from './simulation.ts';

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const writesToFail = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC'];

type Operation = (s: Simulation) => void | Promise<void>;

function say(s: Simulation, text: string, person = s.chance.of(s.persons)): Stanza {
  const stanza = stanzaOf(person, { conversation: `${text} ${canary}` }, s.time.trueMs);
  s.pending.push(stanza);
  return stanza;
}
/** Words that the bot takes as a command hold nothing else. */
function command(s: Simulation, text: string): void {
  s.pending.push(stanzaOf(s.chance.of(s.persons), { conversation: text }, s.time.trueMs));
  s.deliver();
}
function sayOffer(s: Simulation): void {
  const n = s.chance.below(offers.length);
  const text = s.chance() < 0.5 ? offers[n]! : reworded(offers[n]!, s.chance);
  say(s, `${text} #o${n}`);
}
const earlier = (s: Simulation): Stanza | null => (s.past.length > 0 ? s.chance.of(s.past) : null);

function change(s: Simulation, type: proto.Message.ProtocolMessage.Type, text?: string): void {
  const old = earlier(s);
  if (!old) return;
  const key = { remoteJid: addressOf(old.person), id: old.id, fromMe: false };
  const editedMessage = text === undefined ? null : { conversation: `${text} ${canary}` };
  const message = { protocolMessage: { type, key, ...(editedMessage && { editedMessage }) } };
  s.pending.push(stanzaOf(old.person, message, s.time.trueMs));
  s.deliver();
}

function take(s: Simulation, taking: Taking): void {
  s.takings.push(...Array.from({ length: 1 + s.chance.below(3) }, () => taking));
}

/** Some of the next statements fail; those that only read do where the disk itself is broken. */
function failStatements(s: Simulation, codes: readonly string[], alsoReads: boolean): void {
  let skip = s.chance.below(12);
  let left = 1 + s.chance.below(5);
  const code = s.chance.of(codes);
  s.statements.plan(({ isWrite }) => {
    if ((!isWrite && !alsoReads) || skip-- > 0 || left-- <= 0) return null;
    return code;
  });
}

async function turn(s: Simulation, length: (typeof windowLengths)[number]): Promise<void> {
  const over = windowOverAt(windowAt(length, new Date(s.time.trueMs)));
  await s.sleep(over - s.time.trueMs - s.chance.below(5) * minuteMs);
  sayOffer(s);
  s.deliver();
  await s.pass(20 * minuteMs);
  await s.machine.tidy();
  await s.pass(hourMs + minuteMs);
}

async function damage(s: Simulation): Promise<void> {
  const name = s.chance.of([mailFile, sessionFile]);
  const how = s.chance.of<Damage>(['cut', 'flip', 'zero']);
  s.betweenLives = () => damageLog(join(s.folder, `${name}-wal`), how, s.chance);
  s.isChanged = true;
  await s.kill();
}

async function restore(s: Simulation): Promise<void> {
  const backup = join(s.folder, 'backup');
  if (!existsSync(backup)) {
    s.statements.plan(() => null);
    await sql`vacuum into ${backup}`.execute(s.machine.db);
    return;
  }
  s.statements.plan(() => null);
  await s.machine.stop();
  const file = join(s.folder, sessionFile);
  for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  writeFileSync(file, readFileSync(backup));
  rmSync(backup);
  s.isChanged = true;
  await s.start();
}

function jump(s: Simulation, forward: boolean): void {
  const size = s.chance.of([
    minuteMs * 11,
    hourMs,
    6 * hourMs,
    dayMs,
    8 * dayMs,
    90 * dayMs,
    365 * dayMs,
  ]);
  s.time.jump(s.time.skewMs + (forward ? size : -size));
  s.book.isClockTrue = false;
}

/** What can happen to the bot, each with how often. */
export const operations: Readonly<Record<string, readonly [weight: number, run: Operation]>> = {
  'an offer': [
    30,
    (s) => {
      sayOffer(s);
      s.deliver();
    },
  ],
  chatter: [
    14,
    (s) => {
      say(s, s.chance.of(chatter));
      s.deliver();
    },
  ],
  answer: [8, (s) => command(s, s.chance.of(['1', '2', '3', 'ya', 'belum', 'Ciruas']))],
  'an emergency in the middle': [
    8,
    (s) => {
      for (let i = s.chance.below(8); i > 0; i--) sayOffer(s);
      say(s, s.chance.of(cries));
      for (let i = s.chance.below(4); i > 0; i--) sayOffer(s);
      s.deliver();
    },
  ],
  'the same message again': [
    6,
    (s) => {
      const old = earlier(s);
      if (old) s.pending.push(old);
      s.deliver();
    },
  ],
  'an append replay': [
    4,
    (s) => {
      for (const old of s.past.slice(-5)) {
        const digest = old.digest.replace(/^./, (c) => (c === 'a' ? 'b' : 'a'));
        s.pending.push({ ...old, digest });
      }
      s.deliver();
    },
  ],
  reorder: [
    5,
    async (s) => {
      const person = s.chance.of(s.persons);
      const first = say(s, s.chance.of(chatter), person);
      await s.pass(2_000);
      const second = say(s, s.chance.of(offers), person);
      s.pending = [...s.pending.filter((p) => p !== first && p !== second), second, first];
      s.deliver();
    },
  ],
  edit: [4, (s) => change(s, MESSAGE_EDIT, s.chance.of(offers))],
  'delete for all': [4, (s) => change(s, REVOKE)],
  'an offline burst': [
    5,
    async (s) => {
      s.online(false);
      for (let i = 3 + s.chance.below(10); i > 0; i--) {
        if (s.chance() < 0.8) sayOffer(s);
        else say(s, s.chance.of(cries));
        await s.pass(s.chance.below(10) * minuteMs);
      }
      s.online(true);
    },
  ],
  'receipt, then crash': [
    4,
    async (s) => {
      s.endsAfterCommit = true;
      sayOffer(s);
      s.deliver();
      await s.pass(1_000);
    },
  ],
  'send timeout': [3, (s) => take(s, 'timeout')],
  'acknowledgement lost': [4, (s) => take(s, 'lost-ack')],
  'too fast for WhatsApp': [3, (s) => take(s, 'rate')],
  restricted: [2, (s) => take(s, s.chance.of(['restricted', 'unknown']))],
  'cable cut': [3, (s) => take(s, 'cut')],
  'offline for a while': [
    3,
    async (s) => {
      s.online(false);
      await s.pass(s.chance.of([minuteMs, 9 * minuteMs, 11 * minuteMs, 2 * hourMs]));
      s.online(true);
    },
  ],
  'online again': [4, (s) => s.online(true)],
  'another number': [
    2,
    (s) => {
      s.me = `62811${1_000_000 + s.chance.below(8_999_999)}@s.whatsapp.net`;
      s.statements.plan(() => null);
      s.machine.gateway.forgetAccount();
      s.online(true);
    },
  ],
  'killed at a statement': [
    8,
    async (s) => {
      let left = s.chance.below(40);
      s.statements.plan(() => (left-- === 0 ? 'kill' : null));
      if (s.chance() < 0.7) sayOffer(s);
      else say(s, s.chance.of(cries));
      s.deliver();
      await s.pass(30_000);
    },
  ],
  'killed at rest': [2, (s) => s.kill()],
  restart: [
    2,
    async (s) => {
      s.statements.plan(() => null);
      await s.machine.stop();
      await s.start();
    },
  ],
  'disk full': [5, (s) => failStatements(s, ['SQLITE_FULL'], false)],
  'disk broken': [5, (s) => failStatements(s, ['SQLITE_IOERR_READ', ...writesToFail], true)],
  'disk well again': [8, (s) => s.statements.plan(() => null)],
  'damaged log': [3, damage],
  'clock forward': [1, (s) => jump(s, true)],
  'clock back': [1, (s) => jump(s, false)],
  'clock right again': [
    4,
    (s) => {
      if (s.time.skewMs !== 0) s.time.jump(0);
    },
  ],
  midnight: [
    2,
    async (s) => {
      const midnight = Math.ceil((s.time.trueMs + 7 * hourMs) / dayMs) * dayMs - 7 * hourMs;
      await s.sleep(midnight - s.time.trueMs - 1_500);
      sayOffer(s);
      s.deliver();
      await s.pass(5_000);
    },
  ],
  'a week turns': [2, (s) => turn(s, 'week')],
  'four weeks turn': [1, (s) => turn(s, 'four-weeks')],
  'twelve weeks turn': [1, (s) => turn(s, 'twelve-weeks')],
  'a key is lost': [
    1,
    (s) => {
      const windows = s.machine.keys.list();
      if (windows.length === 0) return;
      const window = s.chance.of(windows);
      s.keysTaken.add(`${window.length} ${window.start}`);
      s.machine.keys.destroy(window);
      // Hashes of the senders seen lately are kept in memory until the next hour.
      return s.machine.tidy();
    },
  ],
  'published twice': [
    2,
    async (s) => {
      const both = [s.machine.tidy(), s.machine.tidy()];
      await s.pass(1_000);
      await Promise.all(both);
    },
  ],
  'an old backup': [1, restore],
  'a poster that cannot be read': [
    4,
    (s) => {
      s.readings.push(
        s.chance.of(['gone', 'damaged', 'slow', 'throws', refuse('damaged'), refuse('no-text')]),
      );
      say(s, s.chance.of(['poster', 'poster tolong saya disekap tidak boleh keluar']));
      s.deliver();
    },
  ],
  'HAPUS DATA': [3, (s) => command(s, 'HAPUS DATA')],
  'STATISTIK TIDAK': [2, (s) => command(s, 'STATISTIK TIDAK')],
  'STATISTIK YA': [2, (s) => command(s, 'STATISTIK YA')],
  'SALAH KIRIM': [3, (s) => command(s, 'SALAH KIRIM')],
  'a moment': [20, (s) => s.pass(s.chance.below(8_000))],
  'some minutes': [8, (s) => s.pass(s.chance.below(12) * minuteMs)],
  'an hour': [3, (s) => s.pass(hourMs)],
  'a night': [2, (s) => s.sleep(s.chance.below(30) * hourMs)],
};
