import { type Kind, kinds } from '#domain/message.ts';
import { packed, shuffled } from './learn.ts';

/** One labelled message: its hashed words, and what it shows by name. */
export type KindLesson = {
  readonly kind: Kind;
  readonly features: readonly number[];
  readonly names: readonly string[];
};

const rounds = 15;
const step = 0.5;
/** Pulls weights towards zero, so that one odd word decides nothing. */
const decay = 1e-5;
/** A name seen less often says more of that message than of its kind. */
const namedMin = 3;
const decimals = 1_000;

/** The weights of one kind while they are learnt: words, names, bias. */
type Weights = { readonly values: Float64Array; readonly squares: Float64Array };

/**
 * Softmax regression over hashed words and named signs, each of the two scaled to length one, by
 * Adagrad; a rare kind counts more, by the root of its rarity. The same lessons always give the
 * same weights.
 */
export function learnKinds(lessons: readonly KindLesson[], buckets: number) {
  const numbers = numberNames(lessons, buckets);
  const size = buckets + numbers.size + 1;
  const inputs = lessons.map((lesson) => inputOf(lesson, numbers, buckets));
  const weightOf = weightsByRarity(lessons);
  const all: Weights[] = kinds.map(() => ({
    values: new Float64Array(size),
    squares: new Float64Array(size).fill(1e-4),
  }));
  const next = shuffled(lessons.length);
  for (let i = 0; i < rounds * lessons.length; i++) {
    const number = next();
    const { kind } = lessons[number]!;
    const input = inputs[number]!;
    const chances = chancesOf(input, all);
    for (const [k, weights] of all.entries()) {
      const error = (chances[k]! - (kinds[k] === kind ? 1 : 0)) * weightOf[kind];
      correct(weights, input, error);
    }
  }
  const rounded = (x: number) => Math.round(x * decimals) / decimals;
  return {
    kinds: Object.fromEntries(
      kinds.map((kind, k) => {
        const { values } = all[k]!;
        return [kind, packed(values.subarray(0, buckets), values[size - 1]!)];
      }),
    ),
    named: Object.fromEntries(
      [...numbers].map(([name, at]) => [name, all.map(({ values }) => rounded(values[at]!))]),
    ),
  };
}

type Input = readonly (readonly [at: number, value: number])[];

function inputOf(
  { features, names }: KindLesson,
  numbers: ReadonlyMap<string, number>,
  buckets: number,
): Input {
  const word = 1 / Math.sqrt(features.length || 1);
  const name = 1 / Math.sqrt(names.length || 1);
  const last = buckets + numbers.size;
  const named = names.flatMap((n) => numbers.get(n) ?? []);
  return [
    ...features.map((f) => [f, word] as const),
    ...named.map((n) => [n, name] as const),
    [last, 1],
  ];
}

function chancesOf(input: Input, all: readonly Weights[]): number[] {
  const sums = all.map(({ values }) => input.reduce((sum, [at, v]) => sum + values[at]! * v, 0));
  const most = Math.max(...sums);
  const powers = sums.map((s) => Math.exp(s - most));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / total);
}

function correct({ values, squares }: Weights, input: Input, error: number): void {
  for (const [at, value] of input) {
    const slope = error * value + decay * values[at]!;
    squares[at]! += slope * slope;
    values[at]! -= (step * slope) / Math.sqrt(squares[at]!);
  }
}

/** Places of the names that are seen often enough, behind those of the words. */
function numberNames(lessons: readonly KindLesson[], first: number): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { names } of lessons) {
    for (const name of names) seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  const often = [...seen].filter(([, count]) => count >= namedMin).map(([name]) => name);
  return new Map(often.sort().map((name, i) => [name, first + i]));
}

function weightsByRarity(lessons: readonly KindLesson[]): Record<Kind, number> {
  const entries = kinds.map((kind) => {
    const count = lessons.filter((l) => l.kind === kind).length;
    return [kind, Math.sqrt(lessons.length / kinds.length / Math.max(1, count))] as const;
  });
  return Object.fromEntries(entries) as Record<Kind, number>;
}
