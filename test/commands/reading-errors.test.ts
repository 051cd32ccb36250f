import { expect, test } from 'vitest';
import { errorShare } from '#commands/reading-errors.ts';

test('capitals and white space do not count, wrong, missing and added letters do', () => {
  expect(errorShare('Gaji  15 JT', 'gaji\n15 jt')).toBe(0);
  expect(errorShare('gaji', 'gali')).toBe(0.25);
  expect(errorShare('gaji', 'gaj')).toBe(0.25);
  expect(errorShare('gaji', '')).toBe(1);
  expect(errorShare('gaji', 'xx gaji')).toBe(0.75);
});

test('of a part, what stands around it does not count', () => {
  expect(errorShare('gaji', '19:43 gaji Ketik pesan', true)).toBe(0);
  expect(errorShare('gaji', '19:43 gabi Ketik pesan', true)).toBe(0.25);
});
