import type { Company } from '#domain/offer.ts';
import { pause, type Tokens, tokenFlag } from '../tokens.ts';

const nameWordsMax = 5;
/** In a text without capitals a name is at most so long. */
const plainNameWordsMax = 3;

/**
 * The first company named with its legal form or kind: "PT Maju Jaya", "Toko Bu Siti".
 * @param forms word ids of "pt", "cv", "toko" …
 * @param strictForms those that always begin a name (pt, cv), also in a text without capitals
 */
export function readCompany(
  tokens: Tokens,
  forms: ReadonlySet<number>,
  strictForms: ReadonlySet<number>,
): { company: Company; first: number; last: number } | null {
  for (let i = 0; i + 1 < tokens.count; i++) {
    if (!forms.has(tokens.ids[i]!)) continue;
    const last = nameEnd(tokens, i, strictForms.has(tokens.ids[i]!));
    if (last === i) continue;
    const span = tokens.span(i, last);
    return { company: { name: tokens.slice(i, last), span }, first: i, last };
  }
  return null;
}

function nameEnd(tokens: Tokens, form: number, strict: boolean): number {
  let last = form;
  for (let i = form + 1; i < tokens.count && i - form <= nameWordsMax; i++) {
    if (tokens.pauses[i] === pause.hard || (tokens.pauses[i] === pause.soft && i > form + 1)) break;
    if (tokens.has(i, tokenFlag.number)) break;
    const named = tokens.has(i, tokenFlag.capital);
    // Without capitals a name is told by words that no rule and no list knows.
    const plain = strict && tokens.ids[i] === 0 && i - form <= plainNameWordsMax;
    if (!named && !plain) break;
    last = i;
  }
  return last;
}
