import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyPostgresDatabase, onEachDatabase } from '../support/databases.ts';
import { openStatistics } from '../support/open-statistics.ts';
import { cellsOfMessage } from '../support/statistics.ts';

/** Kills of each sort; `npm run test:privacy` takes 500. */
const kills = Number(process.env['PRIVACY_KILLS'] ?? 8);

type From = { readonly folder: string; readonly file: string };
/** Runs the child on a copy of folder and database and kills it before a step. */
async function crash(from: From, job: 'count' | 'publish', dieAt: number) {
  const folder = mkdtempSync(join(tmpdir(), 'crash-'));
  cpSync(from.folder, folder, { recursive: true });
  const isFile = from.file.startsWith(from.folder);
  const place = isFile ? join(folder, 'test.sqlite') : await copyPostgresDatabase(from.file);
  const child = spawnSync(
    process.execPath,
    ['test/privacy/crash-child.ts', folder, job, String(dieAt), place],
    { encoding: 'utf8', timeout: 60_000 },
  );
  const kept = child.stdout.match(/^kept /gm)?.length ?? 0;
  const steps = Number(/^steps (\d+)/m.exec(child.stdout)?.[1] ?? 0);
  if (child.signal !== 'SIGKILL' && steps === 0) throw new Error(child.stderr);
  return { folder, place, kept, steps, isKilled: child.signal === 'SIGKILL' };
}

/** Steps at which to die, evenly over the whole run. */
const points = (steps: number, times: number): number[] => [
  ...new Set(Array.from({ length: times }, (_, i) => 1 + Math.floor((i * steps) / times))),
];

onEachDatabase(({ name, make }) => {
  /** A file lies in the folder that is copied, a database on its server. */
  const startingPlace = async () => (name === 'SQLite' ? undefined : make());
  // A step is a statement on both; making a copy of a server's database takes longer.
  const times = name === 'SQLite' ? kills : Math.ceil(kills / 2);

  test(`killed ${times} times while counting: nothing lost, nothing counted twice`, async () => {
    const start = await openStatistics(undefined, 1, await startingPlace());
    await start.statistics.tick();
    const born = await start.sum();
    await start.db.destroy();
    const whole = await crash(start, 'count', 0);
    expect(whole.kept).toBe(6);
    for (const dieAt of points(whole.steps, times)) {
      const { folder, place, kept, isKilled } = await crash(start, 'count', dieAt);
      expect(isKilled).toBe(true);
      const after = await openStatistics(folder, 1, place);
      await after.statistics.tick();
      const counted = ((await after.sum()) - born) / cellsOfMessage;
      // The message under way may or may not have been kept; a kept one is counted, once.
      expect([kept, kept + 1]).toContain(counted);
      expect(after.events).toEqual([]);
      // The sender asks again, as people do.
      for (let i = 0; i < 6; i++) await after.send(`sender ${i}`);
      expect((await after.sum()) - born).toBe(6 * cellsOfMessage);
      await after.db.destroy();
      rmSync(folder, { recursive: true });
    }
  }, 1_800_000);

  test(`killed ${times} times while publishing: each window once, and forgotten`, async () => {
    const start = await openStatistics(undefined, 1, await startingPlace());
    await start.statistics.tick();
    for (let i = 0; i < 20; i++) await start.send(`sender ${i}`);
    await start.db.destroy();
    const whole = await crash(start, 'publish', 0);
    for (const dieAt of points(whole.steps, times)) {
      const { folder, place, isKilled } = await crash(start, 'publish', dieAt);
      expect(isKilled).toBe(true);
      const after = await openStatistics(folder, 77, place);
      const published = after.journal.read();
      after.later(7);
      await after.statistics.tick();
      const releases = await after.store.releases();
      expect(after.events.filter((e) => e.event === 'statistics-failed')).toEqual([]);
      expect(releases).toHaveLength(1);
      // What had been written before the crash is what stands.
      expect(releases.slice(0, published.length)).toEqual(published);
      expect(after.journal.read()).toEqual(releases);
      const weeks = (await after.store.openWindows()).filter((w) => w.length === 'week');
      expect(weeks.map((w) => w.start)).toEqual(['2026-11-30']);
      expect(after.keys.list().filter((w) => w.length === 'week')).toEqual(weeks);
      await after.db.destroy();
      rmSync(folder, { recursive: true });
    }
  }, 1_800_000);
});
