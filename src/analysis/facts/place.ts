import type { Place } from '#domain/offer.ts';
import type { PlaceEntry } from '#reference/load-reference.ts';
import type { PhraseHit } from '#rulebook/phrase-index.ts';
import { type Tokens, tokenFlag } from '../tokens.ts';

export type PlaceFound = { readonly place: Place; readonly first: number; readonly last: number };

export type PlaceWords = {
  /** Word ids of prepositions and titles ("di", "kab"). */
  readonly before: ReadonlySet<number>;
  /** Word ids that make a place name something else ("bunga kamboja"). */
  readonly notBefore: ReadonlySet<number>;
};

/**
 * Places named in the message, in order, each once; marks their tokens as `<place>`.
 * @param entryOf the place that owns a hit, or undefined where the hit is no place
 */
export function readPlaces(
  tokens: Tokens,
  hits: readonly PhraseHit[],
  entryOf: (hit: PhraseHit) => PlaceEntry | undefined,
  words: PlaceWords,
): PlaceFound[] {
  const candidates: { hit: PhraseHit; entry: PlaceEntry }[] = [];
  for (const hit of hits) {
    const entry = entryOf(hit);
    if (entry && fits(tokens, hit, entry, words)) candidates.push({ hit, entry });
  }
  candidates.sort((a, b) => a.hit.first - b.hit.first || b.hit.last - a.hit.last);
  const found: PlaceFound[] = [];
  const seen = new Set<string>();
  let covered = -1;
  for (const { hit, entry } of candidates) {
    // "arab saudi" is one place, not "arab" and "saudi".
    if (hit.first <= covered) continue;
    covered = hit.last;
    for (let i = hit.first; i <= hit.last; i++) tokens.inPlace[i] = 1;
    if (seen.has(entry.id)) continue;
    seen.add(entry.id);
    const { id, name, country, placement, groups } = entry;
    const span = tokens.span(hit.first, hit.last);
    found.push({
      place: { id, name, country, placement, groups, span },
      first: hit.first,
      last: hit.last,
    });
  }
  return found;
}

function fits(tokens: Tokens, hit: PhraseHit, entry: PlaceEntry, words: PlaceWords): boolean {
  const before = hit.first > 0 ? tokens.ids[hit.first - 1]! : 0;
  if (words.notBefore.has(before)) return false;
  if (!entry.ambiguous) return true;
  if (words.before.has(before)) return true;
  if (hit.first > 0 && tokens.inPlace[hit.first - 1] === 1) return true;
  const capital = tokens.has(hit.first, tokenFlag.capital);
  const shouted = tokens.has(hit.first, tokenFlag.allCapitals);
  const startsSentence = hit.first === 0 || tokens.pauses[hit.first] === 2;
  return capital && !shouted && !startsSentence;
}
