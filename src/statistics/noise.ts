/** Fresh bytes that nobody can foresee, from 0 to 255 each. */
export type RandomBytes = (count: number) => Uint8Array;

const bytesAtOnce = 1024;
const bytesOfDraw = 4;
const draws = 2 ** (8 * bytesOfDraw);

/** Even integers below a limit, without bias: draws beyond the last whole multiple are thrown away. */
export type Dice = (below: number) => number;

/** Dice over random bytes, fetched in blocks because single calls are slow. */
export function createDice(random: RandomBytes): Dice {
  let block = random(bytesAtOnce);
  let next = 0;
  const word = (): number => {
    if (next + bytesOfDraw > block.length) {
      block = random(bytesAtOnce);
      next = 0;
    }
    let value = 0;
    for (let i = 0; i < bytesOfDraw; i++) value = value * 256 + block[next++]!;
    return value;
  };
  return (below) => {
    if (!Number.isInteger(below) || below < 1 || below > draws) {
      throw new RangeError(`below must be an integer from 1 to ${draws}`);
    }
    const fair = draws - (draws % below);
    for (;;) {
      const drawn = word();
      if (drawn < fair) return drawn % below;
    }
  };
}

/** True with a chance of exactly e^(-part/whole), for 0 <= part <= whole; no fraction is computed. */
function exponentialCoin(dice: Dice, part: number, whole: number): boolean {
  let tries = 1;
  while (dice(whole * tries) < part) tries++;
  return tries % 2 === 1;
}

/**
 * One draw of the discrete Laplace distribution, P(x) proportional to e^(-|x|/scale), exactly:
 * integers only, so that no rounding of fractions can give a count away (Canonne, Kamath, Steinke
 * 2020, algorithm 2).
 * @param scale a whole number of counts, 1 to 1000; the larger, the more noise
 * @throws {RangeError} for another scale
 */
export function drawLaplace(dice: Dice, scale: number): number {
  if (!Number.isInteger(scale) || scale < 1 || scale > 1000) {
    throw new RangeError('scale must be an integer from 1 to 1000');
  }
  for (;;) {
    const rest = dice(scale);
    if (!exponentialCoin(dice, rest, scale)) continue;
    let whole = 0;
    while (exponentialCoin(dice, 1, 1)) whole++;
    const size = rest + scale * whole;
    const isNegative = dice(2) === 1;
    // Zero has one sign only, else it would come twice as often as it should.
    if (isNegative && size === 0) continue;
    return isNegative ? -size : size;
  }
}

/** Variance of one draw, in counts squared: 2q/(1-q)^2 with q = e^(-1/scale). */
export function laplaceVariance(scale: number): number {
  const q = Math.exp(-1 / scale);
  return (2 * q) / (1 - q) ** 2;
}
