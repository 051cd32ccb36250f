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
 */
export function compileRules(
  rulebook: Rulebook,
  factPhrases: ReadonlyMap<string, readonly string[]>,
  vocabulary: Vocabulary,
): CompiledRules {
  const index = new PhraseIndex(vocabulary);
  const owners: PhraseOwner[] = [];
  const negators = new Set(rulebook.cues.scope.negated.map((word) => vocabulary.add(word)));
  const isNegating = (sequence: readonly PhraseElement[]) =>
    sequence.some(
      (e) =>
        'words' in e && e.words.some((w) => 'word' in w && negators.has(vocabulary.add(w.word))),
    );
  const ownerIds = new Map<string, number>();
  const add = (phrases: readonly string[] | undefined, owner: PhraseOwner) => {
    for (const phrase of phrases ?? []) {
      for (const sequence of readPhrase(phrase, rulebook.wordClasses)) {
        const own = owner.type === 'matcher' ? { ...owner, negating: isNegating(sequence) } : owner;
        const key = JSON.stringify(own);
        let id = ownerIds.get(key);
        if (id === undefined) ownerIds.set(key, (id = owners.push(own) - 1));
        index.add(sequence, id);
      }
    }
  };
  const matchers: CompiledMatcher[] = [];
  const byFact = new Map<string, number[]>();
  const byRules: number[] = [];
  for (const rule of rulebook.rules.values()) {
    if (rule.status === 'retired') continue;
    for (const matcher of rule.matches) {
      const facts = keysOf(matcher.facts);
      const number =
        matchers.push({
          rule,
          matcher,
          facts,
          unlessFacts: keysOf(matcher.unless?.facts).flat(),
        }) - 1;
      add(matcher.phrases, { type: 'matcher', matcher: number, negating: false });
      add(matcher.unless?.phrases, { type: 'unless', matcher: number });
      if (matcher.rules) byRules.push(number);
      else if (!matcher.phrases) for (const key of facts[0]!) push(byFact, key, number);
    }
  }
  for (const [group, cues] of Object.entries(rulebook.cues)) {
    for (const [name, phrases] of Object.entries(cues)) {
      add(phrases, { type: 'cue', name: `${group}/${name}` });
    }
  }
  for (const [fact, phrases] of factPhrases) add(phrases, { type: 'fact', fact });
  return { index, owners, matchers, byFact, byRules };
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
