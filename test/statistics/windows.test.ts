import fc from 'fast-check';
import { expect, test } from 'vitest';
import { windowAt, windowLengths, windowOverAt, windowStarting } from '#statistics/windows.ts';

test.each([
  ['week', '2026-11-24T05:00:00Z', '2026-11-23', '2026-11-29'],
  ['week', '2026-11-22T16:59:59Z', '2026-11-16', '2026-11-22'],
  ['week', '2026-11-22T17:00:00Z', '2026-11-23', '2026-11-29'],
  ['four-weeks', '2026-11-24T05:00:00Z', '2026-11-09', '2026-12-06'],
  ['twelve-weeks', '2026-11-24T05:00:00Z', '2026-09-14', '2026-12-06'],
  ['week', '2025-12-31T00:00:00Z', '2025-12-29', '2026-01-04'],
] as const)('the %s of %s runs from %s to %s', (length, now, start, end) => {
  expect(windowAt(length, new Date(now))).toEqual({ length, start, end });
});

const moments = fc.date({
  min: new Date('2020-01-01'),
  max: new Date('2060-01-01'),
  noInvalidDate: true,
});

test.each(windowLengths)('every moment lies in exactly one %s', (length) => {
  fc.assert(
    fc.property(moments, (now) => {
      const window = windowAt(length, now);
      const over = windowOverAt(window);
      expect(over).toBeGreaterThan(now.getTime());
      expect(windowAt(length, new Date(over)).start > window.end).toBe(true);
      expect(windowAt(length, new Date(over - 1))).toEqual(window);
      expect(windowStarting(length, window.start)).toEqual(window);
      expect(new Date(`${window.start}T00:00:00Z`).getUTCDay()).toBe(1);
    }),
  );
});

test('longer windows end where a shorter one ends', () => {
  fc.assert(
    fc.property(moments, (now) => {
      const over = windowOverAt(windowAt('twelve-weeks', now));
      const last = new Date(over - 1);
      expect(windowOverAt(windowAt('week', last))).toBe(over);
      expect(windowOverAt(windowAt('four-weeks', last))).toBe(over);
    }),
  );
});
