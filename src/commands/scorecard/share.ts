/** How many of how many, with the interval that a sample of this size leaves open. */
export type Share = {
  readonly k: number;
  readonly n: number;
  /** k/n, or null where there was nothing to count. */
  readonly value: number | null;
  /** Wilson score interval, 95 %; null where n is 0. */
  readonly interval: readonly [low: number, high: number] | null;
};

/** Standard normal quantile of a two-sided 95 % interval. */
const z = 1.96;

export const ratio = (k: number, n: number): number | null => (n === 0 ? null : k / n);

/** Wilson 95 % interval of k out of n (Wilson 1927, as in Brown, Cai and DasGupta 2001). */
export function wilson(k: number, n: number): readonly [number, number] | null {
  if (n === 0) return null;
  const p = k / n;
  const scale = 1 + (z * z) / n;
  const middle = (p + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale;
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

export function shareOf<T>(items: readonly T[], holds: (item: T) => boolean): Share {
  const k = items.filter(holds).length;
  return { k, n: items.length, value: ratio(k, items.length), interval: wilson(k, items.length) };
}

/** Counts of found and wanted things: true positives, false positives, false negatives. */
export type Counts = { readonly tp: number; readonly fp: number; readonly fn: number };
export const noCounts: Counts = { tp: 0, fp: 0, fn: 0 };

export const addCounts = (a: Counts, b: Counts): Counts => ({
  tp: a.tp + b.tp,
  fp: a.fp + b.fp,
  fn: a.fn + b.fn,
});
export const precision = ({ tp, fp }: Counts) => ratio(tp, tp + fp);
export const recall = ({ tp, fn }: Counts) => ratio(tp, tp + fn);
export const f1 = ({ tp, fp, fn }: Counts) => ratio(2 * tp, 2 * tp + fp + fn);

export function compareSets(wanted: Iterable<string>, found: Iterable<string>): Counts {
  const want = new Set(wanted);
  const got = new Set(found);
  const tp = [...want].filter((x) => got.has(x)).length;
  return { tp, fp: got.size - tp, fn: want.size - tp };
}
