import { type Kysely, sql } from 'kysely';
import type { ChatKey } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import type { Counters, Release } from '#statistics/release.ts';
import type { Contribution, StatisticsStore, WishSteps } from '#statistics/statistics-store.ts';
import { type Window, type WindowLength, windowStarting } from '#statistics/windows.ts';
import { holdLock, isPostgres } from './dialect.ts';
import type { Db } from './open-database.ts';
import type { Tables } from './tables.ts';

type Transaction = Kysely<Tables>;

/** Whoever counts holds it together with others, whoever opens or publishes windows holds it alone. */
const lock = 'statistics';

/** Counters, tags and releases in the database. */
export function createStatisticsStore(db: Db): StatisticsStore {
  return storeIn(db, (work) => db.transaction().execute(work));
}

type Transact = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** @param transact does its work at once where we are in a transaction already */
function storeIn(db: Db, transact: Transact): StatisticsStore {
  return {
    ...stepsIn(db, transact),
    openWindows: () => windowsOf(db, 'counter'),
    taggedWindows: () => windowsOf(db, 'tag'),
    open: (window, counters, dummies) => transact((tx) => open(tx, window, counters, dummies)),
    takeWish: (carryOut) => takeWish(db, carryOut),
    alone: (steps) =>
      // One process has the file of SQLite, and does one thing after another.
      isPostgres(db)
        ? transact(async (tx) => {
            await holdLock(tx, lock);
            return steps(storeIn(tx, (work) => work(tx)));
          })
        : steps(storeIn(db, transact)),
    counters: (window) => readCounters(db, window),
    releases: async () => {
      const rows = await db.selectFrom('release').select('body').orderBy('number').execute();
      return rows.map(({ body }) => JSON.parse(body) as Release);
    },
    publish: (release) => transact((tx) => publish(tx, release)),
    scrub: () => scrub(db),
  };
}

function stepsIn(db: Db, transact: Transact): WishSteps {
  return {
    count: (wish, contributions) =>
      transact(async (tx) => {
        // Whoever asked to be forgotten meanwhile took it back.
        if (!(await removeWish(tx, wish))) return;
        for (const contribution of contributions) await countOne(tx, contribution);
      }),
    leaveOut: (wish, tags, { mark, isLeftOut }) =>
      transact(async (tx) => {
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

/** Rows of one statement, which may hold some thousand values. */
const rowsMax = 500;
const inHeaps = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsMax) }, (_, i) =>
    rows.slice(i * rowsMax, (i + 1) * rowsMax),
  );

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
  // A rule that came in the middle of a window gets its counter then.
  for (const some of inHeaps(rows)) {
    await tx
      .insertInto('counter')
      .values(some)
      .onConflict((c) => c.doNothing())
      .execute();
  }
  if (before) return;
  const tags = dummies.map((d) => ({ length, start, measure: d.table, tag: Buffer.from(d.tag) }));
  for (const some of inHeaps(tags)) {
    await tx
      .insertInto('tag')
      .values(some)
      .onConflict((c) => c.doNothing())
      .execute();
  }
}

type CarryOut = Parameters<StatisticsStore['takeWish']>[0];

/**
 * On PostgreSQL the row stays locked until the wish is carried out, on SQLite nobody else looks:
 * there a transaction would hold up the answers while the slow hash is made.
 */
async function takeWish(db: Db, carryOut: CarryOut): Promise<boolean> {
  const give = async (tx: Db, transact: Transact): Promise<boolean> => {
    const oldest = tx.selectFrom('wish').selectAll().orderBy('id').limit(1);
    const free = oldest
      .where(({ not, exists, selectFrom }) => {
        const earlier = selectFrom('wish as earlier').select('earlier.id');
        const ofChat = earlier.whereRef('earlier.chat', '=', 'wish.chat');
        return not(exists(ofChat.whereRef('earlier.id', '<', 'wish.id')));
      })
      .forUpdate()
      .skipLocked();
    const row = await (isPostgres(tx) ? free : oldest).executeTakeFirst();
    if (!row) return false;
    const { id, chat, day, wish } = row;
    const waiting = { id, chat: chat as ChatKey, day, wish: JSON.parse(wish) as StatisticsWish };
    await carryOut(waiting, stepsIn(tx, transact));
    return true;
  };
  if (!isPostgres(db)) return give(db, (work) => db.transaction().execute(work));
  return db.transaction().execute(async (tx) => {
    await holdLock(tx, lock, 'together');
    return give(tx, (work) => work(tx));
  });
}

/** Raises the cells where the tag is new; a sender counts once in a table and window. */
async function countOne(tx: Transaction, contribution: Contribution): Promise<void> {
  const { window, table, cells } = contribution;
  if (!(await noteTag(tx, contribution))) return;
  // In one order in all processes, so that none blocks another while it is blocked itself.
  for (const cell of [...cells].sort()) {
    await tx
      .updateTable('counter')
      .set((e) => ({ n: e('n', '+', 1) }))
      .where('length', '=', window.length)
      .where('start', '=', window.start)
      .where('measure', '=', table)
      .where('cell', '=', cell)
      .execute();
  }
}

/** False where it is known, or its window was published meanwhile. */
async function noteTag(
  tx: Transaction,
  { window: { length, start }, table, tag }: Omit<Contribution, 'cells'>,
): Promise<boolean> {
  const counters = tx
    .selectFrom('counter')
    .select('cell')
    .where('length', '=', length)
    .where('start', '=', start);
  const row = tx
    .selectNoFrom((e) => [
      e.val(length).as('length'),
      e.val(start).as('start'),
      e.val(table).as('measure'),
      e.val(Buffer.from(tag)).as('tag'),
    ])
    .where(({ exists }) => exists(counters));
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('tag')
    .columns(['length', 'start', 'measure', 'tag'])
    .expression(row)
    .onConflict((c) => c.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

async function removeWish(tx: Transaction, id: number): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('wish')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
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

/** Tables from which people may ask to be forgotten, or that forget by themselves. */
const forgetful = ['session', 'offer', 'wish', 'counter', 'tag', 'left_out', 'sign_in', 'link'];

/**
 * PostgreSQL frees the places of deleted rows, which are overwritten when they are used again. It
 * gives no place back, for which it would stop everybody else, and leaves out what another process
 * is vacuuming.
 */
async function scrub(db: Db): Promise<void> {
  if (isPostgres(db)) {
    const tables = sql.join(forgetful.map((t) => sql.table(t)));
    await sql`vacuum (truncate off, skip_locked) ${tables}`.execute(db);
  } else await sql`pragma wal_checkpoint(truncate)`.execute(db);
}
