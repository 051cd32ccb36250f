import type { Age } from '#domain/offer.ts';
import { pause, type Tokens, tokenFlag } from '../tokens.ts';

export type AgeWords = {
  readonly before: ReadonlySet<number>;
  readonly after: ReadonlySet<number>;
  readonly notAfter: ReadonlySet<number>;
};

const ageMin = 8;
const ageMax = 75;

/** The first age or range of ages: "umur 18-35", "14-16 th", "usia maksimal 40 tahun". */
export function readAge(
  tokens: Tokens,
  words: AgeWords,
): { age: Age; first: number; last: number } | null {
  for (let i = 0; i < tokens.count; i++) {
    const from = ageAt(tokens, i);
    if (from === null) continue;
    const to = rangeEnd(tokens, i);
    const last = to === null ? i : i + 1;
    if (!isAge(tokens, words, i, last)) continue;
    const max = to ?? from;
    return { age: { min: from, max, span: tokens.span(i, last) }, first: i, last };
  }
  return null;
}

function ageAt(tokens: Tokens, i: number): number | null {
  if (i >= tokens.count || !tokens.has(i, tokenFlag.number) || tokens.separators[i]! > 0)
    return null;
  const value = tokens.values[i]!;
  return value >= ageMin && value <= ageMax ? value : null;
}

function rangeEnd(tokens: Tokens, i: number): number | null {
  const end = ageAt(tokens, i + 1);
  if (end === null || end < tokens.values[i]!) return null;
  const between = tokens.text.slice(tokens.ends[i]!, tokens.starts[i + 1]!);
  return between.length <= 3 && /[-–—~/]/.test(between) ? end : null;
}

function isAge(tokens: Tokens, words: AgeWords, first: number, last: number): boolean {
  for (let i = first - 1; i >= 0 && i >= first - 3; i--) {
    if (tokens.pauses[i + 1] === pause.hard) break;
    if (words.before.has(tokens.ids[i]!)) return true;
    if (words.notAfter.has(tokens.ids[i]!)) return false;
  }
  const after = last + 1;
  if (after >= tokens.count || tokens.pauses[after] === pause.hard) return false;
  if (!words.after.has(tokens.ids[after]!)) return false;
  // "2 tahun pengalaman" and "kontrak 12 tahun" are no ages.
  return !(after + 1 < tokens.count && words.notAfter.has(tokens.ids[after + 1]!));
}
