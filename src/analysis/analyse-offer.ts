import type { Relation, Stage } from '#domain/message.ts';
import { relations, stages } from '#domain/message.ts';
import type { FactAtom, Facts, Visa } from '#domain/offer.ts';
import type { Finding } from '#domain/verdict.ts';
import type { Reference } from '#reference/load-reference.ts';
import type { OpinionTable } from '#reference/opinion-table.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';
import type { PhraseHit } from '#rulebook/phrase-index.ts';
import type { Analysis } from './analysis.ts';
import type { LanguageRead, LanguageReader } from './detect-language.ts';
import { explain } from './explain.ts';
import { type FactsRead, readFacts } from './facts/read-facts.ts';
import { kindChances, oddsOf } from './kind-opinion.ts';
import { compileKnowledge, type Knowledge } from './knowledge.ts';
import { type MatcherHits, matchRules, strongestPerRule, type Words } from './match-rules.ts';
import { ownLine } from './own-words.ts';
import { readTokens } from './read-tokens.ts';
import { type CueHit, ScopeReader } from './scope.ts';
import { scoreEvidence, withoutEmptyClaims } from './score.ts';
import { alikeAtom, createSecondOpinion, type WordOpinion } from './second-opinion.ts';
import { Tokens, tokenFlag } from './tokens.ts';

/** Longest text that is read; the rest is ignored. WhatsApp's own limit is 65,536. */
export const textLengthMax = 65_536;

/**
 * Builds the reader of messages. Compiling takes some hundred milliseconds, reading a message
 * some ten microseconds. The same text always gives the same analysis.
 */
export function createAnalyser(
  rulebook: Rulebook,
  reference: Reference,
  opinionTable: OpinionTable,
): (text: string) => Analysis {
  const knowledge = compileKnowledge(rulebook, reference);
  const tokens = new Tokens();
  const secondOpinion = createSecondOpinion(opinionTable, knowledge.vocabulary);
  return (text) => {
    readTokens(
      text.length > textLengthMax ? text.slice(0, textLengthMax) : text,
      knowledge.vocabulary,
      tokens,
    );
    const wordCount = tokens.count;
    const words = secondOpinion(tokens);
    const read = readFacts(tokens, knowledge, reference);
    const sorted = sortHits(read.hits, knowledge);
    const spoken = languageOf(tokens, sorted.cues, knowledge.readLanguage);
    const scope = new ScopeReader(tokens, sorted.cues);
    const findings = matchRules(knowledge.rules, sorted, read.atoms, tokens, scope);
    return conclude(findings, read, sorted.cues, tokens, rulebook, opinionTable, {
      wordCount,
      words,
      language: spoken.language,
      languageChance: spoken.chance,
    });
  };
}

/** Of what the person says of an offer, where it stands apart and is sure; else of all words. */
function languageOf(tokens: Tokens, cues: readonly CueHit[], read: LanguageReader): LanguageRead {
  const own = ownLine(tokens, cues);
  const asked = own && read(tokens.text, own.start, own.end);
  return asked?.isSure ? asked : read(tokens.text);
}

/** Nobody in danger writes these: they tell a joke from a cry. */
const laughingFaces = ['😂', '🤣', '😆', '😹', '😜'];

function conclude(
  findings: Finding[],
  read: FactsRead,
  cues: readonly CueHit[],
  tokens: Tokens,
  rulebook: Rulebook,
  table: OpinionTable,
  before: Pick<Analysis, 'wordCount' | 'language' | 'languageChance'> & { words: WordOpinion },
): Analysis {
  const { words, ...known } = before;
  const alike = alikeAtom(words);
  const atoms = [...read.atoms.keys(), ...(alike ? [`alike:${alike.value}`] : [])];
  const verdict = scoreEvidence({ evidence: findings, atoms }, rulebook);
  const strongest = strongestPerRule(withoutEmptyClaims(findings, rulebook.scoring));
  const shown = {
    ...known,
    lengthRead: tokens.text.length,
    endsAsking: tokens.count > 0 && tokens.has(tokens.count - 1, tokenFlag.asked),
    laughs: laughingFaces.some((face) => tokens.text.includes(face)),
    findings: strongest,
    atoms: [...read.atoms]
      .map(([key, { first, last }]): FactAtom => {
        const colon = key.indexOf(':');
        return {
          name: key.slice(0, colon),
          value: key.slice(colon + 1),
          span: tokens.span(first, last),
        };
      })
      .concat(alike ?? []),
    cues: cues.map(({ name, first, last }) => ({ name, span: tokens.span(first, last) })),
    relation: firstCue<Relation>(cues, 'relation/', relations),
    stage: lastStage(cues),
  };
  const kinds = kindChances(words.kinds, shown, table);
  return {
    ...shown,
    facts: read.facts,
    opinion: { danger: words.danger, kinds, emergency: oddsOf('emergency', kinds) },
    verdict,
    reasons: explain(strongest, verdict, rulebook),
  };
}

type SortedHits = MatcherHits & { readonly cues: CueHit[] };

/** Hits by whom they belong to; fact phrases were already taken by `readFacts`. */
function sortHits(hits: readonly PhraseHit[], { rules }: Knowledge): SortedHits {
  const phrases = new Map<number, Words[]>();
  const unless = new Map<number, Words[]>();
  const cues: CueHit[] = [];
  for (const { owner, first, last } of hits) {
    const of = rules.owners[owner]!;
    if (of.type === 'cue') cues.push({ name: of.name, first, last });
    else if (of.type === 'unless') put(unless, of.matcher, { first, last });
    else if (of.type === 'matcher')
      put(phrases, of.matcher, { first, last, negating: of.negating });
  }
  return { phrases, unless, cues };
}

function put(map: Map<number, Words[]>, key: number, value: Words): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** The relation named first, but a relative wins over "I". */
function firstCue<T extends string>(
  cues: readonly CueHit[],
  prefix: string,
  values: readonly T[],
): T | null {
  const found = cues
    .filter((c) => c.name.startsWith(prefix))
    .sort((a, b) => a.first - b.first)
    .map((c) => values.find((v) => `${prefix}${v}` === c.name))
    .filter((v) => v !== undefined);
  return found.find((v) => v !== 'self') ?? found[0] ?? null;
}

/** The furthest stage on the way that is named. */
function lastStage(cues: readonly CueHit[]): Stage | null {
  return stages.toReversed().find((s) => cues.some((c) => c.name === `stage/${s}`)) ?? null;
}

export type { Facts, Visa };
