import type { Rulebook } from '#rulebook/load-rulebook.ts';
import { PhraseIndex } from '#rulebook/phrase-index.ts';
import { type PhraseElement, readPhrase } from '#rulebook/phrase-notation.ts';
import type { FactConditions, Matcher, Rule } from '#rulebook/rule-schema.ts';
import type { Vocabulary } from '#rulebook/vocabulary.ts';

/** A matcher ready to be held against a message. */
export type CompiledMatcher = {
  readonly rule: Rule;
  readonly matcher: Matcher;
  /** For every fact asked for, the values of which one must hold, as `name:value`. */
  readonly facts: readonly (readonly string[])[];
  readonly unlessFacts: readonly string[];
};

/** Whom a phrase belongs to. */
export type PhraseOwner =
  | {
      readonly type: 'matcher';
      readonly matcher: number;
      /** A "not" is part of the phrase ("tanpa kontrak"). */
      readonly negating: boolean;
    }
  | { readonly type: 'unless'; readonly matcher: number }
  | { readonly type: 'cue'; readonly name: string }
  | { readonly type: 'fact'; readonly fact: string };

export type CompiledRules = {
  readonly index: PhraseIndex;
  readonly owners: readonly PhraseOwner[];
  readonly matchers: readonly CompiledMatcher[];
  /** Matchers without phrases, by each value of their first fact. */
  readonly byFact: ReadonlyMap<string, readonly number[]>;
  /** Matchers that ask for other rules; they come last. */
  readonly byRules: readonly number[];
};

const keysOf = (conditions: FactConditions | undefined): string[][] =>
  Object.entries(conditions ?? {}).map(([name, values]) =>
    [values ?? []].flat().map((value) => `${name}:${value}`),
  );

/**
 * Puts the phrases of all rules, all cues and the given fact phrases into one index.
 * @param factPhrases phrases by the fact they state, such as `visa:work`
 * @param guidePhrases phrases by the cue they are, such as `procedure/age`
 */
export function compileRules(
  rulebook: Rulebook,
  factPhrases: ReadonlyMap<string, readonly string[]>,
  guidePhrases: ReadonlyMap<string, readonly string[]>,
  vocabulary: Vocabulary,
): CompiledRules {
  const phrases = new OwnedPhrases(rulebook, vocabulary);
  const matchers: CompiledMatcher[] = [];
  const byFact = new Map<string, number[]>();
  const byRules: number[] = [];
  const add = (rule: Rule, matcher: Matcher) => {
    const facts = keysOf(matcher.facts);
    const unlessFacts = keysOf(matcher.unless?.facts).flat();
    const number = matchers.push({ rule, matcher, facts, unlessFacts }) - 1;
    phrases.add(matcher.phrases, { type: 'matcher', matcher: number, negating: false });
    phrases.add(matcher.unless?.phrases, { type: 'unless', matcher: number });
    if (matcher.rules) byRules.push(number);
    else if (!matcher.phrases) for (const key of facts[0]!) push(byFact, key, number);
  };
  for (const rule of rulebook.rules.values()) {
    if (rule.status !== 'retired') for (const matcher of rule.matches) add(rule, matcher);
  }
  for (const [group, cues] of Object.entries(rulebook.cues)) {
    for (const [name, list] of Object.entries(cues)) {
      phrases.add(list, { type: 'cue', name: `${group}/${name}` });
    }
  }
  for (const [name, list] of guidePhrases) phrases.add(list, { type: 'cue', name });
  for (const [fact, list] of factPhrases) phrases.add(list, { type: 'fact', fact });
  return { index: phrases.index, owners: phrases.owners, matchers, byFact, byRules };
}

/** The index being filled, with one owner number per different owner. */
class OwnedPhrases {
  readonly index: PhraseIndex;
  readonly owners: PhraseOwner[] = [];
  readonly #ids = new Map<string, number>();
  readonly #negators: ReadonlySet<string>;
  readonly #rulebook: Rulebook;

  constructor(rulebook: Rulebook, vocabulary: Vocabulary) {
    this.index = new PhraseIndex(vocabulary);
    this.#rulebook = rulebook;
    this.#negators = new Set(rulebook.cues.scope.negated);
  }

  add(phrases: readonly string[] | undefined, owner: PhraseOwner): void {
    // Each number is asked for once, not for every sequence of a long list.
    const ids: (number | undefined)[] = [];
    for (const phrase of phrases ?? []) {
      for (const sequence of readPhrase(phrase, this.#rulebook.wordClasses)) {
        const negating = owner.type === 'matcher' && this.#isNegating(sequence);
        ids[+negating] ??= this.#idOf(negating ? { ...owner, negating } : owner);
        this.index.add(sequence, ids[+negating]!);
      }
    }
  }

  #idOf(owner: PhraseOwner): number {
    const key = JSON.stringify(owner);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.owners.push(owner) - 1;
    this.#ids.set(key, id);
    return id;
  }

  #isNegating(sequence: readonly PhraseElement[]): boolean {
    return sequence.some(
      (e) => 'words' in e && e.words.some((w) => 'word' in w && this.#negators.has(w.word)),
    );
  }
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
