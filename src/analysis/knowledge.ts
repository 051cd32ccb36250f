import type { FactWords } from '#reference/fact-words.ts';
import type { Guides } from '#reference/load-guides.ts';
import type { JobFamily, PlaceEntry, Reference } from '#reference/load-reference.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';
import { PhraseIndex } from '#rulebook/phrase-index.ts';
import { forgetParts, readPhrase } from '#rulebook/phrase-notation.ts';
import { Vocabulary } from '#rulebook/vocabulary.ts';
import { type CompiledRules, compileRules } from './compile-rules.ts';
import { compileLanguageReader, type LanguageReader } from './detect-language.ts';
import {
  type AmountWords,
  addAmountWords,
  compileAmountWords,
  numberWordIds,
} from './facts/amount-words.ts';
import type { CompanyWords } from './facts/company.ts';
import type { AgeWords } from './facts/person.ts';
import type { PlaceWords } from './facts/place.ts';

/** Everything a message is read against, compiled once at the start. */
export type Knowledge = {
  readonly vocabulary: Vocabulary;
  readonly names: PhraseIndex;
  /** By the owner number of a hit in `names`. */
  readonly nameOwners: readonly (
    | { readonly type: 'place'; readonly place: PlaceEntry }
    | { readonly type: 'job'; readonly job: JobFamily }
  )[];
  readonly rules: CompiledRules;
  readonly amounts: AmountWords;
  readonly places: PlaceWords;
  readonly ages: AgeWords;
  readonly readLanguage: LanguageReader;
  /** Services on which people have names. */
  readonly platforms: ReadonlySet<number>;
  /** Words that tell of an apprenticeship. */
  readonly trainees: ReadonlySet<number>;
  readonly bodyParts: ReadonlySet<number>;
  readonly companies: CompanyWords;
};

/**
 * Compiles rules and reference data into lookup tables.
 * @throws {SyntaxError} where a name in data/ cannot be read as a phrase
 */
export function compileKnowledge(rulebook: Rulebook, reference: Reference): Knowledge {
  const words = reference.factWords;
  const vocabulary = new Vocabulary(reference.spellings, reference.everydayWords);
  addAmountWords(words, vocabulary);
  const { before, after, 'not-after': notAfter } = words.age;
  const single = [
    before,
    after,
    notAfter,
    words['place-before'],
    words['not-place-before'],
    words.platforms,
    words['company-forms'],
    words['strict-company-forms'],
    words['company-endings'],
    words['local-bodies'],
    words['not-company-after'],
  ];
  for (const word of single.flat()) if (!word.includes(' ')) vocabulary.add(word);
  const { names, nameOwners } = compileNames(reference, vocabulary);
  const rules = compileRules(
    rulebook,
    factPhrases(words),
    guidePhrases(reference.guides),
    vocabulary,
  );
  const numberWords = numberWordIds(words, vocabulary);
  names.seal(numberWords);
  rules.index.seal(numberWords);
  vocabulary.seal();
  forgetParts(rulebook.wordClasses);
  const ids = (list: readonly string[]) =>
    new Set(
      list.flatMap((w) => (w.includes(' ') ? [] : vocabulary.withEndings(vocabulary.find(w)))),
    );
  return {
    vocabulary,
    names,
    nameOwners,
    rules,
    amounts: compileAmountWords(words, vocabulary),
    places: { before: ids(words['place-before']), notBefore: ids(words['not-place-before']) },
    ages: { before: ids(before), after: ids(after), notAfter: ids(notAfter) },
    readLanguage: compileLanguageReader(reference.languages),
    platforms: ids(words.platforms),
    trainees: ids(words.hints.trainees),
    bodyParts: ids(words.hints['body-parts']),
    companies: {
      forms: ids(words['company-forms']),
      strict: ids(words['strict-company-forms']),
      endings: ids(words['company-endings']),
      local: ids(words['local-bodies']),
      notAfter: ids(words['not-company-after']),
      stops: ids([...words['place-before'], ...words.hints['job-cues'], ...words.hints.not]),
    },
  };
}

function compileNames(reference: Reference, vocabulary: Vocabulary) {
  const names = new PhraseIndex(vocabulary);
  const nameOwners: Knowledge['nameOwners'][number][] = [];
  const none = new Map<string, readonly string[]>();
  const add = (phrases: readonly string[], owner: Knowledge['nameOwners'][number]) => {
    const id = nameOwners.push(owner) - 1;
    for (const phrase of phrases) {
      for (const sequence of readPhrase(phrase, none)) names.add(sequence, id);
    }
  };
  for (const place of reference.places) add(place.names, { type: 'place', place });
  for (const job of reference.jobs) add(job.words, { type: 'job', job });
  return { names, nameOwners };
}

function factPhrases(words: FactWords): Map<string, readonly string[]> {
  return new Map([
    ['visa:work', words.visa.work],
    ['visa:visit', words.visa.visit],
    ['visa:pilgrimage', words.visa.pilgrimage],
    ['address:stated', words.address],
    ['entry:sold', words['sold-entry']],
  ]);
}

/** Cues for the answers of data/situations.yaml and data/procedures.yaml. */
const guidePhrases = (guides: Guides): Map<string, readonly string[]> =>
  new Map([
    ...guides.situations.map((g) => [`situation/${g.id}`, g.about] as const),
    ...guides.procedures.map((g) => [`procedure/${g.id}`, g.about] as const),
  ]);
