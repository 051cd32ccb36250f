import { inspect } from 'node:util';
import { type Chance, seededChance } from '../chance.ts';
import { watchCoverage } from './coverage.ts';

/** Seconds for each target; a minute in `npm run trust`. */
const secondsEach = Number(process.env['FUZZ_SECONDS'] ?? 1);
export const trustSeed = Number(process.env['TRUST_SEED'] ?? 1);
/** Nobody waits for one message of another longer than this. */
const inputMaxMs = 50;
const retries = 3;
const batchSize = 32;
const keptMax = 4_000;
/** However slow the machine is. */
const runsMin = 300;

export type Target<T> = {
  /** Examples to start from; at least one. */
  readonly corpus: readonly T[];
  readonly mutate: (input: T, others: readonly T[], chance: Chance) => T;
  /** Throws where a promise is broken. */
  readonly check: (input: T) => void | Promise<void>;
  /** Processor time of one input, in milliseconds. */
  readonly maxMs?: number;
  /** Measures an input that seemed slow once more, where the test runner itself costs time. */
  readonly timeAlone?: (input: T) => number;
};

export type Fuzzed = { readonly runs: number; readonly blocks: number; readonly kept: number };

/**
 * Changes the examples by seeded chance and checks each. What reaches new code is kept and changed
 * further. A run is told again by its seed (`TRUST_SEED`) and its number.
 * @throws {Error} with the input that broke a promise
 */
export async function fuzz<T>(target: Target<T>, seconds = secondsEach): Promise<Fuzzed> {
  const chance = seededChance(trustSeed);
  const kept = [...target.corpus];
  const coverage = watchCoverage();
  const before = prototypes();
  const end = performance.now() + seconds * 1_000;
  let runs = 0;
  try {
    for (const input of target.corpus.slice(0, keptMax)) {
      await tryOne(target, input, runs++, coverage);
      if (performance.now() > end) break;
    }
    coverage.newBlocks();
    while (performance.now() < end || runs < runsMin) {
      const batch: T[] = [];
      for (let i = 0; i < batchSize; i++) {
        const input = target.mutate(chance.of(kept), target.corpus, chance);
        batch.push(input);
        await tryOne(target, input, runs++, coverage);
      }
      if (coverage.newBlocks() > 0 && kept.length < keptMax) kept.push(...batch);
      if (prototypes() !== before) throw new Error(`a prototype was changed near run ${runs}`);
    }
    return { runs, blocks: coverage.seen(), kept: kept.length - target.corpus.length };
  } finally {
    coverage.end();
  }
}

async function tryOne<T>(
  { check, maxMs = inputMaxMs, timeAlone }: Target<T>,
  input: T,
  run: number,
  coverage: ReturnType<typeof watchCoverage>,
): Promise<void> {
  const start = performance.now();
  try {
    await check(input);
    if (performance.now() - start <= maxMs) return;
    // The machine may have been busy with others, or the code was cold or slowed by the counters:
    // alone, without them, and its own time only.
    coverage.stop();
    await check(input);
    const times: number[] = [];
    for (let i = 0; i < retries; i++) times.push(await processorMs(() => check(input)));
    coverage.start();
    if (Math.min(...times) <= maxMs) return;
    const alone = timeAlone ? timeAlone(input) : Math.min(...times);
    if (alone > maxMs) throw new Error(`took ${Math.round(alone)} ms of ${maxMs}`);
  } catch (cause) {
    const shown = inspect(input, { maxStringLength: null, maxArrayLength: null });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`seed ${trustSeed}, run ${run}: ${why}\n${shown}`, { cause });
  }
}

async function processorMs(work: () => void | Promise<void>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** Names of everything that every object, list, text, number and function inherits. */
const prototypes = (): string =>
  [Object, Array, String, Number, Function, Map, Set, RegExp, Uint8Array]
    .map((c) => Object.getOwnPropertyNames(c.prototype).join())
    .join(';');
