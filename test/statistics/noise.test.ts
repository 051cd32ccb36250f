import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createDice, drawLaplace, laplaceVariance } from '#statistics/noise.ts';
import { seededBytes } from '../support/seeded-bytes.ts';

/** 36 cases of 1,000,000 draws in `npm run test:privacy`; fewer here, to be quick. */
const draws = Number(process.env['PRIVACY_DRAWS'] ?? 20_000);
const scales = [1, 2, 3, 4, 6, 8];
const seeds = [1, 2, 3, 4, 5, 6];

/** How far a share may lie from its expectation: 5.5 standard errors, missed once in 10^7. */
const errorsMax = 5.5;

test.each(scales.flatMap((scale) => seeds.map((seed) => [scale, seed] as const)))(
  'draws of scale %i (seed %i) have the shape they should',
  (scale, seed) => {
    const dice = createDice(seededBytes(seed));
    const q = Math.exp(-1 / scale);
    const counts = new Map<number, number>();
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < draws; i++) {
      const x = drawLaplace(dice, scale);
      counts.set(x, (counts.get(x) ?? 0) + 1);
      sum += x;
      squares += x * x;
    }
    for (let x = -3 * scale; x <= 3 * scale; x++) {
      const chance = ((1 - q) / (1 + q)) * q ** Math.abs(x);
      const error = Math.sqrt(draws * chance * (1 - chance));
      expect(Math.abs((counts.get(x) ?? 0) - draws * chance)).toBeLessThan(errorsMax * error + 1);
    }
    const variance = laplaceVariance(scale);
    expect(Math.abs(sum / draws)).toBeLessThan(errorsMax * Math.sqrt(variance / draws));
    // The fourth moment of a Laplace distribution is about 6 times its variance squared.
    const errorOfVariance = variance * Math.sqrt(6 / draws);
    expect(Math.abs(squares / draws - variance)).toBeLessThan(errorsMax * errorOfVariance);
    // One sender more or less shifts the noise by one: no outcome may tell, beyond e^(1/scale).
    for (let x = -2 * scale; x < 2 * scale; x++) {
      const [a, b] = [counts.get(x) ?? 0, counts.get(x + 1) ?? 0];
      if (Math.min(a, b) < 100) continue;
      const slack = errorsMax * Math.sqrt(1 / a + 1 / b);
      expect(Math.abs(Math.log(a / b))).toBeLessThan(1 / scale + slack);
    }
  },
);

test('dice are even also where the limit does not divide the range', () => {
  const dice = createDice(seededBytes(7));
  const counts = [0, 0, 0];
  for (let i = 0; i < 30_000; i++) counts[dice(3)]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(450);
});

test('a draw above the last whole multiple is thrown away', () => {
  const words = [0xffffffff, 5];
  const bytes = Uint8Array.from(words.flatMap((w) => [24, 16, 8, 0].map((s) => (w >>> s) & 255)));
  expect(createDice(() => bytes)(3)).toBe(2);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])('%s is no limit for dice', (below) => {
  expect(() => createDice(randomBytes)(below)).toThrow(RangeError);
});

test.each([0, -2, 0.5, 1001, Number.NaN])('%s is no scale', (scale) => {
  expect(() => drawLaplace(createDice(randomBytes), scale)).toThrow(RangeError);
});
