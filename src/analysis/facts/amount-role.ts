import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens } from '../tokens.ts';
import { type AmountWords, mark } from './amount-words.ts';

const roleDistanceMax = 8;
const roleAfterMax = 1;

/** The nearest word before the amount that says what it is for, else the nearest after it. */
export function roleOf(tokens: Tokens, words: AmountWords, token: number): number {
  for (let i = token - 1; i >= 0 && i >= token - roleDistanceMax; i--) {
    if (tokens.pauses[i + 1] === pause.hard || tokens.ids[i] === tokenClass.money) break;
    const role = words.role[tokens.ids[i]!]!;
    if (role !== 0) return role;
  }
  for (let i = token + 1; i < tokens.count && i <= token + roleAfterMax; i++) {
    if (tokens.pauses[i] !== pause.none || tokens.ids[i] === tokenClass.money) break;
    const id = tokens.ids[i]!;
    if ((words.marks[id]! & mark.behind) !== 0) return words.role[id]!;
  }
  return 0;
}
