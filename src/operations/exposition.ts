/** One measured thing in the text format of Prometheus, version 0.0.4. */
export type Family = {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: readonly Sample[];
};
export type Sample = {
  /** `_bucket`, `_sum` or `_count` of a histogram. */
  readonly suffix?: string;
  /** Values come from closed lists of the program, never from outside. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
};

export const contentType = 'text/plain; version=0.0.4; charset=utf-8';
const nameOf = /^[a-z][a-z0-9_]{0,99}$/;
const labelValue = /^[a-zA-Z0-9+.-]{1,40}$/;

/** @throws {Error} for a name or label that is no plain word: something personal may hide in it */
export function expose(families: readonly Family[]): string {
  return families.map(exposeOne).join('');
}

function exposeOne({ name, help, type, samples }: Family): string {
  if (!nameOf.test(name)) throw new Error('a metric has no plain name');
  const lines = samples.map(
    ({ suffix = '', labels = {}, value }) => `${name}${suffix}${exposeLabels(labels)} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function exposeLabels(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([key, value]) => {
    if (!nameOf.test(key) || !labelValue.test(value)) {
      throw new Error('a label of a metric is no plain word');
    }
    return `${key}="${value}"`;
  });
  return parts.length > 0 ? `{${parts.join()}}` : '';
}

export type Histogram = {
  observe(value: number): void;
  samples(): readonly Sample[];
};

/** Counts values by upper bounds, smallest first. */
export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = bounds.map(() => 0);
  let [sum, count] = [0, 0];
  return {
    observe(value) {
      sum += value;
      count++;
      for (const [i, bound] of bounds.entries()) if (value <= bound) counts[i] = counts[i]! + 1;
    },
    samples: () => [
      ...bounds.map((le, i) => bucket(String(le), counts[i]!)),
      bucket('+Inf', count),
      { suffix: '_sum', value: sum },
      { suffix: '_count', value: count },
    ],
  };
}

const bucket = (le: string, value: number): Sample => ({
  suffix: '_bucket',
  labels: { le },
  value,
});
