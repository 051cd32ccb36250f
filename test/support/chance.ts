import { seededRandom } from '#commands/bench-material.ts';

/** Chance that is the same on every run: a seed gives the same choices for ever. */
export type Chance = {
  /** From 0 up to, but without, 1. */
  (): number;
  /** A whole number from 0 up to, but without, `below`. */
  below(below: number): number;
  of<T>(list: readonly T[]): T;
};

export function seededChance(seed: number): Chance {
  const next = seededRandom(seed);
  const below = (n: number) => Math.floor(next() * n);
  return Object.assign(() => next(), {
    below,
    of: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError('nothing to choose from');
      return list[below(list.length)]!;
    },
  });
}
