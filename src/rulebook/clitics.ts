/**
 * Endings that mean "the, my, your, just" in Indonesian, Sundanese and Javanese, as symbols,
 * longest first. A word of the vocabulary also matches with one of them.
 */
const clitics = ['nya', 'ana', 'pun', 'lah', 'kah', 'na', 'ne', 'ku', 'mu', 'e'];
/** A shorter rest would make any short word match. */
const stemLettersMin = 3;
/** "nggak" with an ending would be "ngaku": of spellings only longer ones. */
export const variantLettersMin = 5;

const cliticSymbols = clitics.map((c) => Uint8Array.from(c, (x) => x.charCodeAt(0) - 96));

/** The same by their last letter. */
const cliticsByLast: Uint8Array[][] = [];
for (const clitic of cliticSymbols) {
  const last = clitic.at(-1)!;
  cliticsByLast[last] = [...(cliticsByLast[last] ?? []), clitic];
}
/** Length of the word without its ending, or 0 where it has none. Tried from `skip` on. */
export function stemLength(symbols: Uint8Array, length: number, clitic: Uint8Array): number {
  const rest = length - clitic.length;
  if (rest < stemLettersMin) return 0;
  for (let i = 0; i < clitic.length; i++) if (symbols[rest + i] !== clitic[i]) return 0;
  return rest;
}

/**
 * What a folded word may be with an ending: "kerja" of "kerjana", where "kerja" and "ana" share a
 * letter, and of "kerjanya".
 */
export function stemsOf(word: string): string[] {
  return clitics.flatMap((clitic) => {
    if (!word.endsWith(clitic)) return [];
    const plain = word.slice(0, -clitic.length);
    const sharing = plain + clitic[0];
    const stems = plain.at(-1) === clitic[0] ? [] : [plain];
    return [...stems, ...(clitic.length > 1 ? [sharing] : [])].filter(
      (stem) => stem.length >= stemLettersMin,
    );
  });
}

const none: readonly Uint8Array[] = [];
/** Endings whose last letter is this symbol. */
export const cliticsEnding = (last: number): readonly Uint8Array[] => cliticsByLast[last] ?? none;
