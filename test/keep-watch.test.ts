import { expect, test } from 'vitest';
import { readOldest } from '#storage/kept-too-long.ts';
import { createWatch } from '../src/keep-watch.ts';
import { openStatistics } from './support/open-statistics.ts';

async function openWatch() {
  const opened = await openStatistics();
  const mail = { overdue: 0 };
  const other = { does: () => {} };
  const watch = createWatch({
    statistics: opened.statistics,
    readOldest: (at) => readOldest(opened.db, at),
    countOverdueMail: () => mail.overdue,
    pause: async () => other.does(),
    log: (event) => void opened.events.push(event),
    now: () => opened.clock.now,
  });
  return { ...opened, watch, mail, other };
}

const brokenAfter = async ({ watch }: Awaited<ReturnType<typeof openWatch>>) => {
  await watch.check();
  return watch.state().broken;
};

test('weeks of ordinary life break nothing', async () => {
  const opened = await openWatch();
  for (let week = 0; week < 5; week++) {
    await opened.statistics.tick();
    await opened.send(`sender ${week}`);
    expect(await brokenAfter(opened)).toEqual([]);
    opened.later(7);
    await opened.sessions.purge(new Date(opened.clock.now.getTime() - 86_400_000));
  }
  expect(opened.events.filter((e) => e.event !== 'published')).toEqual([]);
  expect(opened.watch.state()).toMatchObject({ isBlind: false });
});

test('a machine that was off for weeks has nothing broken once it has published and purged', async () => {
  const opened = await openWatch();
  await opened.statistics.tick();
  opened.later(40);
  await opened.statistics.tick();
  expect(await brokenAfter(opened)).toEqual([]);
});

test('what was kept too long is named, in state and log, and publishing goes on', async () => {
  const opened = await openWatch();
  await opened.statistics.tick();
  await opened.statistics.settle();
  await opened.sessions.write(
    'a',
    { language: 'id', lastCase: null, pending: null },
    { wish: 'stop' },
    opened.clock.now,
    undefined,
    { marks: new Uint8Array(64), risk: 'danger' },
  );
  opened.mail.overdue = 1;
  opened.later(30);
  expect(await brokenAfter(opened)).toEqual([
    'keys-overdue',
    'sessions-old',
    'offers-old',
    'wishes-stuck',
    'mail-old',
  ]);
  expect(opened.events).toContainEqual({ event: 'invariant-broken', invariant: 'sessions-old' });
  await opened.statistics.tick();
  expect(await brokenAfter(opened)).toEqual(['sessions-old', 'offers-old', 'mail-old']);
  expect((await opened.store.releases()).length).toBeGreaterThan(0);
});

test('marks without counters stop publication, and nothing else', async () => {
  const opened = await openWatch();
  await opened.statistics.tick();
  const tag = { start: '2026-11-02', length: 'week', measure: 'headline', tag: Buffer.alloc(8) };
  await opened.db.insertInto('tag').values(tag).execute();
  opened.later(7);
  await opened.statistics.tick();
  expect(await opened.store.releases()).toEqual([]);
  expect(await brokenAfter(opened)).toEqual(['tags', 'keys-overdue']);
  // Counting goes on, so that nobody is lost when it is mended.
  const before = await opened.sum();
  await opened.send('b');
  expect(await opened.sum()).toBeGreaterThan(before);
  await opened.db.deleteFrom('tag').where('start', '=', tag.start).execute();
  await opened.statistics.tick();
  expect((await opened.store.releases()).length).toBe(1);
  expect(await brokenAfter(opened)).toEqual([]);
});

test('a release that was changed is found, and nothing more is published', async () => {
  const opened = await openWatch();
  await opened.statistics.tick();
  opened.later(7);
  await opened.statistics.tick();
  const [release] = await opened.store.releases();
  const body = JSON.stringify({ ...release, withheld: !release!.withheld });
  await opened.db.updateTable('release').set({ body }).execute();
  expect(await brokenAfter(opened)).toEqual(['chain']);
  opened.later(7);
  await opened.statistics.tick();
  expect((await opened.store.releases()).length).toBe(1);
  expect(await brokenAfter(opened)).toContain('chain');
});

test('a clock that went back stops publication until it is right again', async () => {
  const opened = await openWatch();
  await opened.statistics.tick();
  opened.later(7);
  await opened.statistics.tick();
  opened.later(-30);
  expect(await brokenAfter(opened)).toEqual(['clock']);
  opened.later(30);
  expect(await brokenAfter(opened)).toEqual([]);
});

test('what another process has just mended is not broken', async () => {
  const opened = await openWatch();
  opened.mail.overdue = 1;
  opened.other.does = () => {
    opened.mail.overdue = 0;
  };
  expect(await brokenAfter(opened)).toEqual([]);
  expect(opened.events).toEqual([]);
});

test('where the check itself fails it says that it is blind, and throws nothing', async () => {
  const opened = await openWatch();
  await opened.db.destroy();
  await opened.watch.check();
  expect(opened.watch.state()).toMatchObject({ isBlind: true, checkedAt: null });
  expect(opened.events.at(-1)).toMatchObject({ event: 'failed', stage: 'watch' });
});

test('a key whose counters were never made, because of a crash, goes when its window is over', async () => {
  const opened = await openWatch();
  await opened.statistics.tick();
  const [window] = opened.keys.list().filter((w) => w.length === 'week');
  await opened.db.deleteFrom('counter').where('start', '=', window!.start).execute();
  await opened.db.deleteFrom('tag').where('start', '=', window!.start).execute();
  opened.later(7);
  await opened.statistics.tick();
  expect(opened.keys.list().some((w) => w.start === window!.start)).toBe(false);
  expect(await brokenAfter(opened)).toEqual([]);
});
