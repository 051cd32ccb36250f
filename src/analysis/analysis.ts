import type { Language, Relation, Stage } from '#domain/message.ts';
import type { FactAtom, Facts } from '#domain/offer.ts';
import type { Finding, Span, Verdict } from '#domain/verdict.ts';
import type { Opinion } from './second-opinion.ts';

/** A phrase of rules/cues.yaml found in the message; it is no finding and is never shown. */
export type Cue = { readonly name: string; readonly span: Span };

/** All that one reading of a message gives. Findings keep every scope, also negated ones. */
export type Analysis = {
  /** Of the person's own words; Indonesian where it cannot be told. */
  readonly language: Language;
  /** How likely that language is, 0 to 1. */
  readonly languageChance: number;
  /** How many words the message has, after joining spaced letters. */
  readonly wordCount: number;
  /** UTF-16 units that were read. */
  readonly lengthRead: number;
  /** True where the last word has a question mark. */
  readonly endsAsking: boolean;
  /** Holds a laughing face. */
  readonly laughs: boolean;
  readonly findings: readonly Finding[];
  readonly facts: Facts;
  readonly atoms: readonly FactAtom[];
  readonly cues: readonly Cue[];
  readonly relation: Relation | null;
  readonly stage: Stage | null;
  readonly opinion: Opinion;
  readonly verdict: Verdict;
  /** Findings to tell the person, strongest first, at most one per rule, asserted or asked. */
  readonly reasons: readonly Finding[];
};
