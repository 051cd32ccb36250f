import { expect, test } from 'vitest';
import { markOf, slowHash } from '#operations/slow-hash.ts';

const [keyA, keyB] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('the same sender under the same key is known again, under another key not', async () => {
  const [one, again, other, elsewhere] = await Promise.all([
    slowHash(keyA, 'sender'),
    slowHash(keyA, 'sender'),
    slowHash(keyA, 'other'),
    slowHash(keyB, 'sender'),
  ]);
  expect(hex(again)).toBe(hex(one));
  expect(new Set([one, other, elsewhere].map(hex)).size).toBe(3);
  expect(one).toHaveLength(32);
});

test('it is slow enough that not all numbers can be tried', async () => {
  const start = performance.now();
  await slowHash(keyA, 'sender');
  expect(performance.now() - start).toBeGreaterThan(4);
});

test('marks of one sender for two purposes have nothing in common', async () => {
  const hash = await slowHash(keyA, 'sender');
  expect(markOf(hash, 'headline')).toHaveLength(8);
  expect(hex(markOf(hash, 'headline'))).not.toBe(hex(markOf(hash, 'signs')));
});
