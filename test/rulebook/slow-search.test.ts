import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTokens } from '#analysis/read-tokens.ts';
import { Tokens } from '#analysis/tokens.ts';
import { PhraseIndex } from '#rulebook/phrase-index.ts';
import { type PhraseElement, type PhraseWord, readPhrase } from '#rulebook/phrase-notation.ts';
import { tokenClass, Vocabulary } from '#rulebook/vocabulary.ts';

/*
 * The index against a search that tries every start and every path over what was written on
 * purpose: slow and plainly right. Texts hold words with endings, slips of the hand, numbers,
 * amounts, places, unknown words and ends of sentences.
 */
const none = new Map<string, readonly string[]>();
const words = [
  'berangkat',
  'kontrak',
  'paspor',
  'majikan',
  'terbang',
  'hutang',
  'duitmuka',
] as const;
const beginnings = ['kontr', 'ter', 'ma', 'du'] as const;
const endings = ['', '', '', 'nya', 'ku', 'lah'] as const;
const numberWord = 'tiga';
/** Stand for what other readers join into one token. */
const money = 'zzmoney';
const place = 'zzplace';

type Item = {
  readonly written: string;
  /** The word meant, without its ending; empty for a word that nobody knows. */
  readonly meant: string;
  readonly is: 'word' | 'number' | 'money' | 'place';
  readonly endsSentence: boolean;
};

const word = fc.constantFrom(...words);
/** The second letter lost: no beginning fits any more, only the repair of slips. */
const slip = (w: string) => w[0] + w.slice(2);
const item: fc.Arbitrary<Item> = fc
  .tuple(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .tuple(word, fc.constantFrom(...endings))
          .map(([w, e]) => ({ written: w + e, meant: w, is: 'word' as const })),
      },
      {
        weight: 2,
        arbitrary: word.map((w) => ({ written: slip(w), meant: w, is: 'word' as const })),
      },
      fc.constantFrom(
        { written: 'qiqiqi', meant: '', is: 'word' as const },
        { written: 'kontrol', meant: '', is: 'word' as const },
        { written: '250', meant: '', is: 'number' as const },
        { written: numberWord, meant: numberWord, is: 'number' as const },
        { written: money, meant: money, is: 'money' as const },
        { written: place, meant: place, is: 'place' as const },
      ),
    ),
    fc.nat(11),
  )
  .map(([what, n]) => ({ ...what, endsSentence: n === 0 }));

const choice = fc
  .uniqueArray(
    fc.oneof(
      { weight: 5, arbitrary: word },
      fc.constantFrom(...beginnings.map((b) => `${b}*`), '<money>', '<number>', '<place>', place),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((w) => `(${w.join('|')})`);
const phrase = fc
  .tuple(choice, fc.array(fc.tuple(fc.constantFrom('', '_ ', '__ '), choice), { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest.map(([gap, c]) => gap + c)].join(' '));

const written = (items: readonly Item[]) =>
  items.map((i) => i.written + (i.endsSentence ? '.' : '')).join(' ');

function fits(wanted: PhraseWord, { written, meant, is }: Item): boolean {
  if ('word' in wanted) return meant === wanted.word;
  if ('prefix' in wanted) {
    return written.startsWith(wanted.prefix) || meant.startsWith(wanted.prefix);
  }
  return tokenClass[is === 'word' ? 'unknown' : is] === wanted.tokenClass;
}

/** Every token on which the sequence can end when it begins at `at`. */
function ends(sequence: readonly PhraseElement[], items: readonly Item[], at: number): number[] {
  const [element, ...rest] = sequence;
  const isOver = at >= items.length;
  if (element === undefined || isOver) return [];
  if ('gap' in element) {
    const found = ends(rest, items, at);
    const passes = element.gap > 0 && !items[at]!.endsSentence;
    const shorter = { gap: element.gap - 1 };
    return passes ? [...found, ...ends([shorter, ...rest], items, at + 1)] : found;
  }
  if (!element.words.some((w) => fits(w, items[at]!))) return [];
  if (rest.length === 0) return [at];
  return items[at]!.endsSentence ? [] : ends(rest, items, at + 1);
}

function fastSearch(phrases: readonly string[]) {
  const vocabulary = new Vocabulary();
  for (const w of [...words, money, place]) vocabulary.add(w);
  const number = vocabulary.add(numberWord);
  const index = new PhraseIndex(vocabulary);
  phrases.forEach((p, owner) => {
    for (const sequence of readPhrase(p, none)) index.add(sequence, owner);
  });
  index.seal([number]);
  vocabulary.seal();
  const [moneyId, placeId] = [vocabulary.find(money), vocabulary.find(place)];
  const tokens = new Tokens();
  return (items: readonly Item[]) => {
    readTokens(written(items), vocabulary, tokens);
    expect(tokens.count).toBe(items.length);
    for (let i = 0; i < tokens.count; i++) {
      if (tokens.ids[i] === moneyId) tokens.ids[i] = tokenClass.money;
      if (tokens.ids[i] === placeId) tokens.inPlace[i] = 1;
    }
    return index.search(tokens);
  };
}

const runs = 2_000;
const textsPerRun = 10;

test('finds the same phrases in 20,000 texts as a slow search that tries everything', () => {
  let hitsSeen = 0;
  fc.assert(
    fc.property(
      fc.array(phrase, { minLength: 1, maxLength: 12 }),
      fc.array(fc.array(item, { maxLength: 20 }), {
        minLength: textsPerRun,
        maxLength: textsPerRun,
      }),
      (phrases, texts) => {
        const search = fastSearch(phrases);
        const sequences = phrases.map((p) => readPhrase(p, none));
        for (const items of texts) {
          const hits = search(items);
          hitsSeen += hits.length;
          const wanted = sequences.map((s) =>
            s.map((one) => items.map((_, at) => ends(one, items, at))),
          );
          const text = written(items);
          phrases.forEach((p, owner) => {
            const exists = wanted[owner]!.some((s) => s.some((e) => e.length > 0));
            const found = hits.some((h) => h.owner === owner);
            expect({ p, text, found }).toEqual({ p, text, found: exists });
          });
          for (const { owner, first, last } of hits) {
            const isTrue = wanted[owner]!.some((s) => s[first]?.includes(last));
            expect({ p: phrases[owner], text, first, last, isTrue }).toMatchObject({
              isTrue: true,
            });
          }
        }
      },
    ),
    { numRuns: runs },
  );
  expect(hitsSeen).toBeGreaterThan(runs * textsPerRun);
}, 60_000);
