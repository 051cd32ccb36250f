/** Worst first. There is no "safe": `low` only says that no known sign was found. */
export const risks = ['danger', 'caution', 'low'] as const;
export type Risk = (typeof risks)[number];

/** Which help fits: `fraud` is about money or data only. */
export const harms = ['trafficking', 'fraud', 'both'] as const;
export type Harm = (typeof harms)[number];

export const ruleKinds = ['flag', 'signal', 'emergency'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** How much a rule says on its own; the points stand in rules/scoring.yaml. */
export const severities = ['weak', 'medium', 'strong', 'decisive'] as const;
export type Severity = (typeof severities)[number];

/** How the writer stands to the words: only `asserted` ones count in full. */
export const scopes = ['asserted', 'asked', 'reported', 'warned', 'negated'] as const;
export type Scope = (typeof scopes)[number];

/** A place in the person's own text, in UTF-16 units, end exclusive. */
export type Span = { readonly start: number; readonly end: number };

/** One rule found in one message, with the words that show it. */
export type Finding = {
  readonly rule: string;
  readonly ruleKind: RuleKind;
  readonly matcher: string;
  readonly severity: Severity;
  readonly scope: Scope;
  readonly quote: string;
  readonly span: Span;
};

/** What scoring needs of a finding; a session keeps this much and no quote. */
export type Evidence = {
  readonly rule: string;
  readonly matcher: string;
  readonly severity: Severity;
  readonly scope: Scope;
};

/** The judgement of one offer. `score` is the calibrated chance of danger, 0 to 1; never shown. */
export type Verdict = {
  readonly risk: Risk;
  readonly harm: Harm | null;
  readonly score: number;
  /** Rules that carry the verdict, strongest first. */
  readonly decidedBy: readonly string[];
  /** Obligatory facts of a job abroad that nobody stated, such as `licence`, `visa`. */
  readonly unknown: readonly string[];
};
