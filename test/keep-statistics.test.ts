import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { onEachDatabase } from './support/databases.ts';
import { openStatistics } from './support/open-statistics.ts';
import { cellsOfMessage, item, tables, tablesOfMessage } from './support/statistics.ts';

const bounds = tables.reduce((sum, { bound }) => sum + bound, 0);

onEachDatabase(({ make }) => {
  const opened: { destroy(): Promise<void> }[] = [];
  const open = async () => {
    const statistics = await openStatistics(undefined, 1, await make());
    opened.push(statistics.db);
    return statistics;
  };
  afterAll(async () => {
    for (const db of opened) await db.destroy();
  });

  describe('counting', () => {
    test('one message is counted once, however often it is counted', async () => {
      const { statistics, send, sum } = await open();
      await statistics.tick();
      const born = await sum();
      await send('a');
      const once = await sum();
      // Headline, two flags, place, form, pay, language.
      expect(once - born).toBe(cellsOfMessage);
      await send('a');
      await send('a', { kind: 'question', risk: 'caution', country: 'MY', rules: ['urgency'] });
      expect(await sum()).toBe(once);
      await send('b');
      expect(await sum()).toBe(once + cellsOfMessage);
    });

    test('a sender may fill a table later that the first message left empty', async () => {
      const { statistics, send, sum } = await open();
      await statistics.tick();
      await send('a', { payRupiah: null });
      const before = await sum();
      await send('a', { payRupiah: 4e6, feeRupiah: 2e6 });
      expect(await sum()).toBe(before + 2);
    });

    test('whatever one sender does in a window, no table moves by more than its bound', async () => {
      const { statistics, send, sum } = await open();
      await statistics.tick();
      let chat = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.record({
              rules: fc.subarray(['upfront-fee', 'wrong-visa', 'urgency', 'high-pay', 'no-fee']),
              country: fc.constantFrom('MY', 'KH', 'ID', null),
              payRupiah: fc.constantFrom(null, 5e6),
              feeRupiah: fc.constantFrom(null, 5e6),
              kecamatan: fc.constantFrom(null, 'ciruas', 'carenang'),
            }),
            { maxLength: 6 },
          ),
          async (messages) => {
            const sender = `sender ${chat++}`;
            const before = await sum();
            for (const message of messages) await send(sender, message);
            expect((await sum()) - before).toBeLessThanOrEqual(bounds);
          },
        ),
        { numRuns: 40 },
      );
    });

    test('in the next window a sender counts again, and the marks differ', async () => {
      const { statistics, send, later, db } = await open();
      const tagsOfWeek = async () =>
        (await db.selectFrom('tag').select('tag').where('length', '=', 'week').execute()).map((t) =>
          t.tag.toString('hex'),
        );
      await statistics.tick();
      const dummies = new Set(await tagsOfWeek());
      await send('a');
      const [first] = (await tagsOfWeek()).filter((t) => !dummies.has(t));
      later(7);
      await statistics.tick();
      const next = new Set(await tagsOfWeek());
      await send('a');
      const [second] = (await tagsOfWeek()).filter((t) => !next.has(t));
      expect(first).toMatch(/^[0-9a-f]{16}$/);
      expect(second).toMatch(/^[0-9a-f]{16}$/);
      expect(second).not.toBe(first);
    });

    test('a wish whose window is over is dropped, and holds nothing up', async () => {
      const { statistics, sessions, sum, clock, db } = await open();
      await statistics.tick();
      const before = await sum();
      const old = new Date(clock.now.getTime() - 200 * 86_400_000);
      await sessions.write(
        'a',
        { language: 'id', lastCase: null, pending: null },
        { wish: 'count', item },
        old,
      );
      await statistics.tick();
      await statistics.settle();
      expect(await sum()).toBe(before);
      expect(await db.selectFrom('wish').selectAll().execute()).toEqual([]);
    });

    test('without its key a window goes on uncounted: nobody counts twice', async () => {
      const { statistics, send, sum, keys, clock } = await open();
      await statistics.tick();
      await send('a');
      for (const window of keys.list()) keys.destroy(window);
      await statistics.tick();
      const before = await sum();
      await send('a');
      await send('b');
      expect(await sum()).toBe(before);
      expect(clock.now).toBeInstanceOf(Date);
    });
  });

  describe('leaving out and forgetting', () => {
    test('STATISTIK TIDAK leaves the counters unchanged until STATISTIK YA', async () => {
      const { statistics, send, wish, sum } = await open();
      await statistics.tick();
      const before = await sum();
      await wish('a', { wish: 'stop' });
      await send('a');
      expect(await sum()).toBe(before);
      await send('b');
      expect(await sum()).toBe(before + cellsOfMessage);
      await wish('a', { wish: 'resume' });
      await send('a');
      expect(await sum()).toBe(before + 2 * cellsOfMessage);
    });

    test('HAPUS DATA removes session, marks and waiting wishes, and nothing is counted again', async () => {
      const { statistics, send, wish, sum, db } = await open();
      await statistics.tick();
      const tags = async () =>
        Number(
          (
            await db
              .selectFrom('tag')
              .select((e) => e.fn.countAll().as('n'))
              .executeTakeFirstOrThrow()
          ).n,
        );
      const [before, dummies] = [await sum(), await tags()];
      await send('a');
      expect(await tags()).toBe(dummies + tablesOfMessage);
      await wish('a', { wish: 'erase' });
      expect(await tags()).toBe(dummies);
      expect(await db.selectFrom('session').selectAll().execute()).toEqual([]);
      expect(await db.selectFrom('wish').selectAll().execute()).toEqual([]);
      // The figure stays, linked to nobody; the sender cannot move it twice.
      await send('a');
      expect(await sum()).toBe(before + cellsOfMessage);
    });
  });

  describe('publishing', () => {
    test('a window is published once, ten minutes after its end, and forgotten in the same step', async () => {
      const { statistics, send, later, store, keys, journal, db, clock } = await open();
      await statistics.tick();
      for (let i = 0; i < 30; i++) await send(`sender ${i}`);
      const endOfWeek = new Date('2026-11-29T17:09:59Z');
      clock.now = endOfWeek;
      await statistics.tick();
      expect(await store.releases()).toEqual([]);
      clock.now = new Date('2026-11-29T17:10:00Z');
      await statistics.tick();
      const [release, ...more] = await store.releases();
      expect(more).toEqual([]);
      expect(release).toMatchObject({ number: 1, window: { length: 'week', start: '2026-11-23' } });
      expect(journal.read()).toEqual([release]);
      const left = await db
        .selectFrom('counter')
        .select('n')
        .where('start', '=', '2026-11-23')
        .where('length', '=', 'week')
        .execute();
      expect(left).toEqual([]);
      expect(
        keys
          .list()
          .map((w) => `${w.length} ${w.start}`)
          .sort(),
      ).toEqual(['four-weeks 2026-11-09', 'twelve-weeks 2026-09-14', 'week 2026-11-30']);
      await statistics.tick();
      expect(await store.releases()).toEqual([release]);
      later(90);
      await statistics.tick();
      expect((await store.releases()).map((r) => r.window.length)).toEqual([
        'week',
        'week',
        'four-weeks',
        'twelve-weeks',
      ]);
    });

    test('a release that was changed afterwards stops everything, and the log says so', async () => {
      const { statistics, send, later, store, db, events } = await open();
      await statistics.tick();
      for (let i = 0; i < 20; i++) await send(`sender ${i}`);
      later(7);
      await statistics.tick();
      const [release] = await store.releases();
      const body = JSON.stringify({ ...release, withheld: true });
      await db.updateTable('release').set({ body }).execute();
      later(7);
      await statistics.tick();
      expect(events.at(-1)).toMatchObject({ event: 'statistics-failed', stage: 'publish' });
      expect(await store.releases()).toHaveLength(1);
    });

    test('a journal that was cut off in the middle of a line goes on with the whole ones', async () => {
      const { statistics, send, later, journal, folder } = await open();
      await statistics.tick();
      await send('a');
      later(7);
      await statistics.tick();
      const file = join(folder, 'releases', 'journal.jsonl');
      writeFileSync(file, `${readFileSync(file, 'utf8')}{"number":2,"wind`);
      later(7);
      await statistics.tick();
      expect(journal.read().map((r) => r.number)).toEqual([1, 2, 3, 4]);
    });

    test('a full disk is logged, and what was asked is done later', async () => {
      const { statistics, send, sum, db, events } = await open();
      await statistics.tick();
      const before = await sum();
      await db.schema.alterTable('tag').renameTo('away').execute();
      await send('a');
      expect(events.at(-1)).toMatchObject({ event: 'statistics-failed', stage: 'count' });
      await db.schema.alterTable('away').renameTo('tag').execute();
      statistics.wake();
      await statistics.settle();
      expect(await sum()).toBe(before + cellsOfMessage);
    });
  });
});

test('an old backup that is restored publishes nothing a second time', async () => {
  const { statistics, send, later, store, file, folder, db } = await openStatistics();
  await statistics.tick();
  for (let i = 0; i < 20; i++) await send(`sender ${i}`);
  await statistics.tick();
  const backup = readFileSync(file);
  later(7);
  await statistics.tick();
  const published = await store.releases();
  expect(published).toHaveLength(1);
  await db.destroy();
  writeFileSync(file, backup);
  for (const name of readdirSync(folder)) {
    if (/-(wal|shm)$/.test(name)) writeFileSync(join(folder, name), '');
  }
  const again = await openStatistics(folder, 2);
  again.later(7);
  expect((await again.store.openWindows()).map((w) => w.start)).toContain('2026-11-23');
  await again.statistics.tick();
  expect(await again.store.releases()).toEqual(published);
  expect((await again.store.openWindows()).map((w) => w.start)).not.toContain('2026-11-23');
  expect(again.events.filter((e) => e.event === 'statistics-failed')).toEqual([]);
});

test('keys are 32 random bytes for the owner only, and nothing of one is left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  const { statistics, keys } = await openStatistics(folder);
  await statistics.tick();
  const [window] = keys.list();
  const key = keys.read(window!);
  expect(key).toHaveLength(32);
  keys.destroy(window!);
  expect(keys.read(window!)).toBeNull();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (existsSync(path) && name.includes('.'))
      expect(readFileSync(path).includes(key!)).toBe(false);
  }
});
