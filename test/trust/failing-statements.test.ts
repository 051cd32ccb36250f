import { existsSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { trustSeed } from '../support/fuzz/fuzz.ts';
import { cries, offers, stanzaOf } from '../support/sim/people.ts';
import { Simulation } from '../support/sim/simulation.ts';
import { watchStatements } from '../support/sim/statement-faults.ts';

/* A day on which each statement of both databases fails once, all others going well. */
const triesMax = Number(process.env['FAIL_STATEMENTS'] ?? 10);
const statements = watchStatements();
afterAll(() => statements.restore());
const where = existsSync('/dev/shm') ? '/dev/shm' : undefined;

/** @param failing number of the statement that fails; 0 for none */
async function day(failing: number, code: string): Promise<{ faults: string[]; count: number }> {
  const simulation = new Simulation(trustSeed, statements, where);
  const { time, persons } = simulation;
  const [person = '', other = person] = persons;
  const say = async (who: string, conversation: string) => {
    simulation.pending.push(stanzaOf(who, { conversation }, time.trueMs));
    simulation.deliver();
    await simulation.pass(20_000);
    // What could not be written down was not confirmed, and comes again.
    simulation.online(true);
    await simulation.pass(20_000);
  };
  time.install();
  try {
    await simulation.start();
    await simulation.pass(1_000);
    const before = statements.count();
    statements.plan(({ isWrite }) => {
      if (statements.count() - before !== failing) return null;
      return code === 'SQLITE_FULL' && !isWrite ? null : code;
    });
    await say(person, offers[0]!);
    await say(other, cries[0]!);
    await say(person, 'STATISTIK TIDAK');
    await say(person, offers[1]!);
    await say(other, 'HAPUS DATA');
    await simulation.machine.tidy();
    const count = statements.count() - before;
    return { faults: await simulation.settle(), count };
  } finally {
    await simulation.end();
    time.uninstall();
    statements.plan(() => null);
  }
}

test('whichever statement fails, everybody is answered and nothing is counted twice', async () => {
  const { faults, count } = await day(0, '');
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(100);
  const step = Math.max(1, Math.floor(count / triesMax));
  for (let failing = 1; failing <= count; failing += step) {
    for (const code of ['SQLITE_IOERR', 'SQLITE_FULL']) {
      const after = await day(failing, code);
      expect({ failing, code, faults: after.faults }).toEqual({ failing, code, faults: [] });
    }
  }
}, 1_800_000);
