import type { Kind, Language, Reply } from '#domain/message.ts';
import type { Finding, Harm, Risk, RuleKind, Severity } from '#domain/verdict.ts';

/** A sentence in the two languages of the dashboard. */
export type Both = { readonly id: string; readonly en: string };
/** A sentence in the languages of the bot; where one is missing the poster leaves it out. */
export type Spoken = Readonly<Partial<Record<Language, string>>>;

/** A rule as the task force sees it. */
export type Lure = {
  readonly id: string;
  readonly kind: RuleKind;
  readonly status: 'draft' | 'stable' | 'retired';
  readonly group: string;
  readonly severity: Severity;
  readonly harm: Harm;
  /** Path of the rule file, such as `rules/flags/secrecy.yaml`. */
  readonly file: string;
  readonly name: Both;
  /** The reason people are given. */
  readonly says: Both;
  /** A message that shows it, with the words that do. */
  readonly example: { readonly text: string; readonly quote: string };
  /** Honest messages that look alike. */
  readonly confusedWith: readonly Both[];
  /** Null for a new rule for which nobody has written it yet. */
  readonly advice: Both | null;
  readonly teach: Both | null;
  /** The question on its poster. */
  readonly poster: Spoken;
  readonly icTip: IcTipTerms | null;
};

/** What a lure may be evidence of in the terms of the UN's classification; see data/ic-tip.yaml. */
export type IcTipTerms = { readonly means: string; readonly purpose: string };
export type IcTip = {
  readonly standard: string;
  readonly source: string;
  readonly note: string;
};

/** A number people are told, and when somebody last made sure that it answers. */
export type HotlineEntry = {
  readonly id: string;
  readonly name: Both;
  readonly number: string;
  readonly country: string;
  readonly hours: string;
  readonly serves: string;
  readonly source: string;
  /** Day on which the source printed it, such as `2025-12-01`. */
  readonly sourceDate: string;
  readonly confidence: 'confirmed' | 'single';
  /** Newest check; `by` is null where the data file tells of it. */
  readonly checked: { readonly day: string; readonly by: string | null } | null;
};

/** What the bot makes of a message that somebody tries; nothing of it is kept. */
export type Tried = {
  readonly kind: Kind;
  readonly risk: Risk | null;
  readonly harm: Harm | null;
  readonly findings: readonly Finding[];
  readonly replies: readonly Reply[];
};

/** All sentences of posters and cards in one language. */
export type TeachTexts = {
  readonly title: string;
  readonly lead: string;
  readonly steps: readonly string[];
  readonly how: string;
  readonly promise: string;
  readonly 'scan-hint': string;
  readonly 'hotlines-title': string;
  readonly footer: string;
};
