import type { Kind, Language } from './message.ts';
import type { Harm, Risk } from './verdict.ts';

/** What may be counted and logged of one answered message: ids only, no text. */
export type Outcome = {
  readonly kind: Kind;
  readonly risk: Risk | null;
  readonly harm: Harm | null;
  readonly rules: readonly string[];
  readonly language: Language;
};
