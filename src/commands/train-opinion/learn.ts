/** One labelled message as hashed features, as often as they occur. */
export type Lesson = { readonly features: readonly number[]; readonly isPositive: boolean };

const rounds = 60;
const step = 0.5;
/** Pulls weights towards zero, so that one odd word decides nothing. */
const decay = 1e-4;
/** A feature seen once says more of that message than of its kind. */
const seenMin = 2;
/** The rarer label counts up to so many times. */
const balanceMax = 6;
const byteMax = 127;

/**
 * Logistic regression over counts of features, each message scaled to length one, by Adagrad; the
 * same lessons always give the same weights.
 */
export function learn(lessons: readonly Lesson[], buckets: number) {
  const seen = new Uint16Array(buckets);
  for (const { features } of lessons) for (const f of new Set(features)) seen[f]!++;
  const positives = lessons.filter((l) => l.isPositive).length;
  const negatives = lessons.length - positives;
  const weightOf = (isPositive: boolean): number =>
    isPositive
      ? Math.min(balanceMax, Math.max(1, negatives / positives))
      : Math.min(1, Math.max(1 / balanceMax, positives / negatives));
  const weights = new Float64Array(buckets);
  const squares = new Float64Array(buckets).fill(1e-6);
  let bias = 0;
  let biasSquares = 1e-6;
  const next = shuffled(lessons.length);
  for (let i = 0; i < rounds * lessons.length; i++) {
    const { features, isPositive } = lessons[next()]!;
    const scale = 1 / Math.sqrt(features.length || 1);
    let sum = bias;
    for (const f of features) sum += weights[f]! * scale;
    const error = (1 / (1 + Math.exp(-sum)) - (isPositive ? 1 : 0)) * weightOf(isPositive);
    for (const f of features) {
      if (seen[f]! < seenMin) continue;
      const slope = error * scale + decay * weights[f]!;
      squares[f]! += slope * slope;
      weights[f]! -= (step * slope) / Math.sqrt(squares[f]!);
    }
    biasSquares += error * error;
    bias -= (step * error) / Math.sqrt(biasSquares);
  }
  return packed(weights, bias);
}

/** Weights as one signed byte each, with the scale that gives them back. */
export function packed(weights: Float64Array, bias: number) {
  const most = weights.reduce((max, w) => Math.max(max, Math.abs(w)), 1e-9);
  const scale = most / byteMax;
  const bytes = Int8Array.from(weights, (w) => Math.round(w / scale));
  return { bias, scale, weights: Buffer.from(bytes.buffer).toString('base64') };
}

/** Indices below a number, in an order that is the same on every run. */
export function shuffled(count: number): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}
