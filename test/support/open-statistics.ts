import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEvent } from '#domain/log.ts';
import type { ChatKey } from '#domain/message.ts';
import type { CountableItem, StatisticsWish } from '#domain/outcome.ts';
import { markOf, sha256 } from '#operations/slow-hash.ts';
import { createDice } from '#statistics/noise.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createReleaseJournal } from '#storage/release-journal.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { createStatisticsStore } from '#storage/statistics-store.ts';
import { createWindowKeys } from '#storage/window-keys.ts';
import { createStatistics } from '../../src/keep-statistics.ts';
import { seededBytes } from './seeded-bytes.ts';
import { item, tables } from './statistics.ts';

const session = { language: 'id', lastCase: null, pending: null } as const;
const dayMs = 86_400_000;

/** The whole of the statistics on a real database, with a clock that tests set. */
export async function openStatistics(
  folder = mkdtempSync(join(tmpdir(), 'statistics-')),
  seed = 1,
  place = join(folder, 'test.sqlite'),
) {
  const file = place;
  const db = await openDatabase(place);
  const events: LogEvent[] = [];
  const clock = { now: new Date('2026-11-24T03:00:00Z') };
  const store = createStatisticsStore(db);
  const keys = createWindowKeys(join(folder, 'keys'));
  const journal = createReleaseJournal(join(folder, 'releases', 'journal.jsonl'));
  const random = seededBytes(seed);
  const statistics = createStatistics({
    store,
    keys,
    journal,
    tables,
    dice: createDice(random),
    random,
    hash: sha256,
    // The slow hash has its own test; here a quick one does.
    slowHash: async (key, message) =>
      Buffer.from(sha256(`${Buffer.from(key).toString('hex')} ${message}`), 'hex'),
    markOf,
    log: (event) => void events.push(event),
    now: () => clock.now,
  });
  const sessions = createSessionStore(db);
  return {
    db,
    file,
    folder,
    store,
    keys,
    journal,
    statistics,
    sessions,
    clock,
    events,
    later: (days: number) => {
      clock.now = new Date(clock.now.getTime() + days * dayMs);
    },
    /** As an answer does it. */
    wish: async (chat: string, wish: StatisticsWish) => {
      await sessions.write(chat, session, wish, clock.now);
      statistics.wake();
      await statistics.settle();
    },
    send: async (chat: string, some: Partial<CountableItem> = {}) => {
      const wish = { wish: 'count', item: { ...item, ...some } } as const;
      await sessions.write(chat as ChatKey, session, wish, clock.now);
      statistics.wake();
      await statistics.settle();
    },
    /** All counters, one number. */
    sum: async () => {
      const rows = await db.selectFrom('counter').select('n').execute();
      return rows.reduce((all, { n }) => all + n, 0);
    },
  };
}
