import { type Kysely, sql } from 'kysely';
import type { ChatKey } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import type { Counters, Release } from '#statistics/release.ts';
import type { Contribution, StatisticsStore } from '#statistics/statistics-store.ts';
import { type Window, type WindowLength, windowStarting } from '#statistics/windows.ts';
import type { Db } from './open-database.ts';
import type { Tables } from './tables.ts';

type Transaction = Kysely<Tables>;

/** Counters, tags and releases in the database. */
export function createStatisticsStore(db: Db): StatisticsStore {
  return {
    openWindows: () => windowsOf(db, 'counter'),
    taggedWindows: () => windowsOf(db, 'tag'),
    open: (window, counters, dummies) =>
      db.transaction().execute((tx) => open(tx, window, counters, dummies)),
    nextWish: () => nextWish(db),
    count: (wish, contributions) =>
      db.transaction().execute(async (tx) => {
        for (const contribution of contributions) await countOne(tx, contribution);
        await removeWish(tx, wish);
      }),
    leaveOut: (wish, tags, { mark, isLeftOut }) =>
      db.transaction().execute(async (tx) => {
        for (const { window, table, tag } of tags) {
          await tx
            .deleteFrom('tag')
            .where('start', '=', window.start)
            .where('length', '=', window.length)
            .where('measure', '=', table)
            .where('tag', '=', Buffer.from(tag))
            .execute();
        }
        const row = { mark: Buffer.from(mark) };
        if (isLeftOut) {
          await tx
            .insertInto('left_out')
            .values(row)
            .onConflict((c) => c.doNothing())
            .execute();
        } else await tx.deleteFrom('left_out').where('mark', '=', row.mark).execute();
        await removeWish(tx, wish);
      }),
    isLeftOut: async (mark) =>
      (await db
        .selectFrom('left_out')
        .select('mark')
        .where('mark', '=', Buffer.from(mark))
        .executeTakeFirst()) !== undefined,
    counters: (window) => readCounters(db, window),
    releases: async () => {
      const rows = await db.selectFrom('release').select('body').orderBy('number').execute();
      return rows.map(({ body }) => JSON.parse(body) as Release);
    },
    publish: (release) => db.transaction().execute((tx) => publish(tx, release)),
    scrub: async () => {
      await sql`pragma wal_checkpoint(truncate)`.execute(db);
    },
  };
}

async function windowsOf(db: Db, table: 'counter' | 'tag'): Promise<Window[]> {
  const rows = await db
    .selectFrom(table)
    .select(['length', 'start'])
    .distinct()
    .orderBy('start')
    .orderBy('length')
    .execute();
  return rows.map(({ length, start }) => windowStarting(length as WindowLength, start));
}

async function open(
  tx: Transaction,
  { length, start }: Window,
  counters: Counters,
  dummies: readonly Contribution[],
): Promise<void> {
  const rows = [...counters].flatMap(([measure, cells]) =>
    [...cells].map(([cell, n]) => ({ length, start, measure, cell, n })),
  );
  const before = await tx
    .selectFrom('counter')
    .select('cell')
    .where('length', '=', length)
    .where('start', '=', start)
    .executeTakeFirst();
  for (const row of rows) {
    // A rule that came in the middle of a window gets its counter then.
    await tx
      .insertInto('counter')
      .values(row)
      .onConflict((c) => c.doNothing())
      .execute();
  }
  if (before) return;
  for (const dummy of dummies) await noteTag(tx, dummy);
}

async function nextWish(db: Db) {
  const row = await db.selectFrom('wish').selectAll().orderBy('id').limit(1).executeTakeFirst();
  if (!row) return null;
  const { id, chat, day, wish } = row;
  return { id, chat: chat as ChatKey, day, wish: JSON.parse(wish) as StatisticsWish };
}

/** Raises the cells where the tag is new; a sender counts once in a table and window. */
async function countOne(tx: Transaction, contribution: Contribution): Promise<void> {
  const { window, table, cells } = contribution;
  if (!(await noteTag(tx, contribution))) return;
  await tx
    .updateTable('counter')
    .set((e) => ({ n: e('n', '+', 1) }))
    .where('length', '=', window.length)
    .where('start', '=', window.start)
    .where('measure', '=', table)
    .where('cell', 'in', [...cells])
    .execute();
}

async function noteTag(
  tx: Transaction,
  { window: { length, start }, table, tag }: Omit<Contribution, 'cells'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('tag')
    .values({ length, start, measure: table, tag: Buffer.from(tag) })
    .onConflict((c) => c.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

async function removeWish(tx: Transaction, id: number): Promise<void> {
  await tx.deleteFrom('wish').where('id', '=', id).execute();
}

async function readCounters(db: Db, { length, start }: Window): Promise<Counters> {
  const rows = await db
    .selectFrom('counter')
    .select(['measure', 'cell', 'n'])
    .where('length', '=', length)
    .where('start', '=', start)
    .execute();
  const counters = new Map<string, Map<string, number>>();
  for (const { measure, cell, n } of rows) {
    const cells = counters.get(measure) ?? new Map<string, number>();
    counters.set(measure, cells.set(cell, n));
  }
  return counters;
}

async function publish(tx: Transaction, release: Release): Promise<void> {
  const { length, start } = release.window;
  await tx
    .insertInto('release')
    .values({ number: release.number, body: JSON.stringify(release) })
    .onConflict((c) => c.doNothing())
    .execute();
  for (const table of ['counter', 'tag'] as const) {
    await tx.deleteFrom(table).where('length', '=', length).where('start', '=', start).execute();
  }
}
