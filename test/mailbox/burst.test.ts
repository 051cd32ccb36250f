import { expect, test } from 'vitest';
import type { Letter } from '#domain/mail.ts';
import type { ChatKey } from '#domain/message.ts';
import { burstLettersMax, firstBurst, promptRhythm, slowRhythm } from '#mailbox/burst.ts';

const letter = (seq: number, sentAtMs: number, more: Partial<Letter> = {}): Letter => ({
  seq,
  message: `m${seq}`,
  chat: 'a' as ChatKey,
  urgent: false,
  sentAtMs,
  arrivedAtMs: sentAtMs,
  ...more,
});
const seqs = (letters: readonly Letter[]) => letters.map((l) => l.seq);

test('what follows within a few quiet seconds is one case, answered when it is quiet', () => {
  const { letters, readyAtMs } = firstBurst(
    [letter(1, 0), letter(2, 2_000), letter(3, 4_500)],
    slowRhythm,
  );
  expect(seqs(letters)).toEqual([1, 2, 3]);
  expect(readyAtMs).toBe(7_500);
});

test('a later message is another case, and then the first need not wait', () => {
  const { letters, readyAtMs } = firstBurst([letter(1, 0), letter(2, 10_000)], slowRhythm);
  expect(seqs(letters)).toEqual([1]);
  expect(readyAtMs).toBe(0);
});

test('times of sending count: a night offline is not one case', () => {
  const night = { arrivedAtMs: 90_000_000 };
  const waiting = [letter(1, 0, night), letter(2, 3_600_000, night)];
  expect(seqs(firstBurst(waiting, slowRhythm).letters)).toEqual([1]);
});

test('somebody who never stops writing is answered all the same', () => {
  const waiting = Array.from({ length: 30 }, (_, i) => letter(i, i * 900));
  const { letters } = firstBurst(waiting, slowRhythm);
  expect(letters.length).toBe(burstLettersMax);
  const slow = Array.from({ length: 9 }, (_, i) => letter(i, i * 2_500));
  const burst = firstBurst(slow, slowRhythm);
  expect(burst.letters.length).toBe(5);
  expect(burst.readyAtMs).toBe(0);
});

test('an emergency waits for nothing', () => {
  const waiting = [letter(1, 0), letter(2, 1_000, { urgent: true })];
  expect(firstBurst(waiting, slowRhythm)).toEqual({ letters: waiting, readyAtMs: 0 });
});

test('without pacing each message is a case of its own', () => {
  const { letters, readyAtMs } = firstBurst([letter(1, 0), letter(2, 0)], promptRhythm);
  expect(seqs(letters)).toEqual([1]);
  expect(readyAtMs).toBe(0);
});
