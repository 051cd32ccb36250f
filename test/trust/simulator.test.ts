import { afterAll, expect, test } from 'vitest';
import { trustSeed } from '../support/fuzz/fuzz.ts';
import { operations } from '../support/sim/operations.ts';
import { play } from '../support/sim/play.ts';
import { watchStatements } from '../support/sim/statement-faults.ts';

/*
 * Histories of people, WhatsApp, clocks, disks and crashes, drawn by chance, on the real program
 * between the library of WhatsApp and the disk. `SIM_HISTORIES=1 TRUST_SEED=…` tells one again.
 */
const histories = Number(process.env['SIM_HISTORIES'] ?? 6);
const steps = Number(process.env['SIM_STEPS'] ?? 100);
const timeoutMs = 60_000 + histories * steps * 100;

const statements = watchStatements();
afterAll(() => statements.restore());

test(
  `${histories} histories of ${steps} steps from seed ${trustSeed}: everybody is answered or dropped for a reason, nothing late, nothing twice`,
  async () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < histories; i++) {
      const seed = trustSeed + i;
      const played = await play(seed, steps, statements);
      for (const [name, n] of played.counts) counts.set(name, (counts.get(name) ?? 0) + n);
      if (played.faults.length === 0) continue;
      throw new Error(
        `seed ${seed}: ${played.faults.slice(0, 5).join('\n')}\nafter ${played.steps.slice(-12).join(' · ')}`,
      );
    }
    expect(Object.keys(operations).length).toBeGreaterThanOrEqual(24);
    if (process.env['SIM_COUNTS']) console.log(Object.fromEntries([...counts].toSorted()));
  },
  timeoutMs,
);
