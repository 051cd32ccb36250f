import { expect, test } from 'vitest';
import { BusyError, hashPassword, isPassword } from '#operations/passwords.ts';

test('a password is known again, whatever way its letters are composed; another is not', async () => {
  const stored = await hashPassword('café di ujung jalan');
  expect(stored).toMatch(/^argon2id\$7168\$5\$[\w-]{22}\$[\w-]{43}$/);
  expect(await isPassword('cafe\u0301 di ujung jalan', stored)).toBe(true);
  expect(await isPassword('cafe di ujung jalan', stored)).toBe(false);
  expect(await hashPassword('café di ujung jalan')).not.toBe(stored);
});

test('no account takes as long as a wrong password, and is never right', async () => {
  const stored = await hashPassword('lima kata biasa saja');
  const timed = async (known: string | null) => {
    const start = performance.now();
    expect(await isPassword('salah', known)).toBe(false);
    return performance.now() - start;
  };
  await timed(stored);
  const [wrong, unknown] = [await timed(stored), await timed(null)];
  expect(unknown).toBeGreaterThan(wrong / 5);
  expect(await isPassword('', null)).toBe(false);
});

test('a flood of passwords is refused, not queued without end', async () => {
  const all = await Promise.allSettled(Array.from({ length: 60 }, () => isPassword('x', null)));
  const refused = all.filter((r) => r.status === 'rejected');
  expect(refused.length).toBeGreaterThan(20);
  for (const { reason } of refused as PromiseRejectedResult[])
    expect(reason).toBeInstanceOf(BusyError);
  expect(await isPassword('x', null)).toBe(false);
});
