/**
 * Counts or publishes and is killed in the middle: argv = folder, what to do, number of the step
 * before which to die, database. A step is a statement or a write of a key or the journal. Prints
 * `kept N` after each message whose transaction came back.
 */
import Database from 'better-sqlite3';
import pg from 'pg';
import { openStatistics } from '../support/open-statistics.ts';

const [folder = '', job = '', dieAt = '0', place] = process.argv.slice(2);
let step = 0;
const mayDie = (): void => {
  if (++step === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
};

const statement = Object.getPrototypeOf(new Database(':memory:').prepare('select 1'));
for (const name of ['run', 'all', 'get', 'iterate']) {
  const real = statement[name];
  statement[name] = function (...args: unknown[]) {
    mayDie();
    return real.apply(this, args);
  };
}

const client = pg.Client.prototype as unknown as { query(...given: unknown[]): unknown };
const query = client.query;
client.query = function (this: unknown, ...given) {
  mayDie();
  return query.apply(this, given);
};

const opened = await openStatistics(folder, 3, place);
const { statistics, send, later, journal, keys } = opened;
for (const owner of [journal, keys] as unknown as Record<string, (x: unknown) => unknown>[]) {
  for (const name of ['append', 'make', 'destroy']) {
    const real = owner[name];
    if (!real) continue;
    owner[name] = (x) => {
      mayDie();
      const result = real(x);
      mayDie();
      return result;
    };
  }
}
if (job === 'count') {
  for (let i = 0; i < 6; i++) {
    await send(`sender ${i}`);
    process.stdout.write(`kept ${i}\n`);
  }
} else {
  later(7);
  await statistics.tick();
}
process.stdout.write(`steps ${step}\n`);
await opened.db.destroy();
