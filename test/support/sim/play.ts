import { existsSync } from 'node:fs';
import type { Chance } from '../chance.ts';
import { operations } from './operations.ts';
import { Simulation } from './simulation.ts';
import type { StatementWatch } from './statement-faults.ts';

const names = Object.keys(operations);
const total = names.reduce((sum, name) => sum + operations[name]![0], 0);
/** Memory instead of a disk, where there is one: real SQLite, without the wait for metal. */
const where = existsSync('/dev/shm') ? '/dev/shm' : undefined;

function draw(chance: Chance): string {
  const drawn = chance.below(total);
  let sum = 0;
  for (const name of names) {
    sum += operations[name]![0];
    if (drawn < sum) return name;
  }
  throw new RangeError('no operation was drawn');
}

export type Played = {
  readonly faults: readonly string[];
  /** What happened, in order. */
  readonly steps: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
};

/** Plays one history: the same seed gives the same one. */
export async function play(
  seed: number,
  steps: number,
  statements: StatementWatch,
): Promise<Played> {
  const simulation = new Simulation(seed, statements, where);
  simulation.time.install();
  const done: string[] = [];
  try {
    await simulation.start();
    for (let i = 0; i < steps && simulation.faults.length === 0; i++) {
      const name = draw(simulation.chance);
      done.push(name);
      simulation.note(`: ${name}`);
      await operations[name]![1](simulation);
      await simulation.pass(simulation.chance.below(3) === 0 ? 1_000 : 10);
      simulation.look();
    }
    const faults = await simulation.settle();
    return { faults, steps: done, counts: simulation.counts };
  } catch (error) {
    const faults = [`thrown after ${done.at(-1)}: ${(error as Error).stack}`];
    return { faults, steps: done, counts: simulation.counts };
  } finally {
    await simulation.end();
    simulation.time.uninstall();
    statements.plan(() => null);
  }
}
