import type { Letter } from '#domain/mail.ts';

/** How long to wait for more from the same person, in milliseconds; 0 answers each at once. */
export type Rhythm = {
  readonly quietMs: number;
  readonly burstMaxMs: number;
};
export const slowRhythm: Rhythm = { quietMs: 3_000, burstMaxMs: 12_000 };
export const promptRhythm: Rhythm = { quietMs: 0, burstMaxMs: 0 };
export const burstLettersMax = 10;

/** Letters that are one case, and when to answer them. */
export type Burst = { readonly letters: readonly Letter[]; readonly readyAtMs: number };

/**
 * The first case of a chat: text, poster and contact that follow each other within a few quiet
 * seconds belong together. Where somebody may be in danger nothing waits.
 * @param waiting letters of one chat, oldest first; at least one
 */
export function firstBurst(waiting: readonly Letter[], rhythm: Rhythm): Burst {
  const [first] = waiting;
  if (!first) throw new RangeError('no letter waits');
  const letters = [first];
  for (const next of waiting.slice(1, burstLettersMax)) {
    if (!belongs(letters, next, rhythm)) break;
    letters.push(next);
  }
  const last = letters.at(-1) ?? first;
  const isCut = letters.length < waiting.length;
  if (isCut || rhythm.quietMs === 0 || waiting.some((l) => l.urgent))
    return { letters, readyAtMs: 0 };
  const readyAtMs = Math.min(
    last.arrivedAtMs + rhythm.quietMs,
    first.arrivedAtMs + rhythm.burstMaxMs,
  );
  return { letters, readyAtMs };
}

/** Times of sending count, not of arrival: after a night offline all arrives within a second. */
function belongs(letters: readonly Letter[], next: Letter, { quietMs, burstMaxMs }: Rhythm) {
  const [first, last] = [letters[0], letters.at(-1)];
  if (!first || !last || quietMs === 0) return false;
  return next.sentAtMs - last.sentAtMs <= quietMs && next.sentAtMs - first.sentAtMs <= burstMaxMs;
}
