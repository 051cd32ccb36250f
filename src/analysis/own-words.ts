import type { CueHit } from './scope.ts';
import { type Tokens, tokenFlag } from './tokens.ts';

/** What people write around an offer that they pass on: "bu ini beneran gak ya?". */
const askingCues = new Set(['kind/question', 'kind/agency-check']);
/** A shorter line tells no language. */
const ownWordsMin = 3;
/** The rest is an offer only when it is so many times longer. */
const offerTimesMin = 2;

type Part = { readonly start: number; readonly end: number };

/**
 * The first or last line of a message where it asks about all the rest, else null: the person
 * speaks their own language there, and the recruiter another one in the rest.
 * @returns its place in the text
 */
export function ownLine(tokens: Tokens, cues: readonly CueHit[]): Part | null {
  const { text } = tokens;
  const firstBreak = text.indexOf('\n');
  if (firstBreak < 0) return null;
  const lines = [
    { start: 0, end: firstBreak },
    { start: text.lastIndexOf('\n') + 1, end: text.length },
  ];
  return lines.find((line) => asksOfTheRest(tokens, line, cues)) ?? null;
}

function asksOfTheRest(tokens: Tokens, { start, end }: Part, cues: readonly CueHit[]): boolean {
  const isInside = (i: number) => tokens.starts[i]! >= start && tokens.ends[i]! <= end;
  let words = 0;
  let asks = false;
  for (let i = 0; i < tokens.count; i++) {
    if (!isInside(i)) continue;
    words++;
    asks ||= tokens.has(i, tokenFlag.asked);
  }
  if (words < ownWordsMin || tokens.count - words < words * offerTimesMin) return false;
  return asks || cues.some((cue) => askingCues.has(cue.name) && isInside(cue.first));
}
