import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSteadyClock } from '#operations/steady-clock.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2026, 10, 24);

function setUp(from?: number) {
  const at = { wall: start, even: 0 };
  const clock = createSteadyClock(
    () => at.wall,
    () => at.even,
    from,
  );
  const pass = (ms: number, jump = 0) => {
    at.wall += ms + jump;
    at.even += ms;
    return clock.now();
  };
  return { at, clock, pass };
}

test('it never goes back, whatever is done to the wall clock', () => {
  const step = fc.record({ ms: fc.nat(hourMs), jump: fc.integer({ min: -1e11, max: 1e11 }) });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { pass } = setUp();
      let last = start;
      for (const { ms, jump } of steps) {
        const now = pass(ms, jump);
        expect(now).toBeGreaterThanOrEqual(last + ms - 2_001);
        last = now;
      }
    }),
  );
});

test('turned back a day, a minute takes a minute; asleep for two hours, two hours are over', () => {
  const { at, clock, pass } = setUp();
  expect(pass(60_000, -24 * hourMs)).toBe(start + 60_000);
  expect(pass(60_000)).toBe(start + 120_000);
  at.wall += 2 * hourMs;
  expect(clock.now()).toBe(start + 120_000 + 2 * hourMs);
});

test('small differences of the two clocks do not add up', () => {
  const { pass } = setUp();
  let now = start;
  for (let i = 0; i < 10_000; i++) now = pass(1, i % 2 === 0 ? 1 : -1);
  expect(now).toBe(start + 10_000);
});

test('it begins with what is known to be over', () => {
  const { pass } = setUp(start + hourMs);
  expect(pass(1_000)).toBe(start + hourMs + 1_000);
});

test('it is believed an hour after the start and after a jump', () => {
  const { at, clock } = setUp();
  expect(clock.isBelieved()).toBe(false);
  const pass = (ms: number) => {
    at.wall += ms;
    at.even += ms;
  };
  pass(hourMs);
  expect(clock.isBelieved()).toBe(true);
  at.wall += 365 * 24 * hourMs;
  expect(clock.isBelieved()).toBe(false);
  pass(hourMs);
  expect(clock.isBelieved()).toBe(true);
});
