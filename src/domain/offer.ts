import type { Span } from './verdict.ts';

export const payPeriods = ['hour', 'day', 'week', 'month', 'year', 'contract', 'task'] as const;
export type PayPeriod = (typeof payPeriods)[number];

/** Pay as written, in the written currency (ISO 4217); an open end is null. */
export type Pay = {
  readonly min: number | null;
  readonly max: number | null;
  readonly currency: string;
  readonly per: PayPeriod;
  readonly span: Span;
};

/** Money the applicant is asked for, before work or by deduction. */
export type Fee = { readonly amount: number; readonly currency: string; readonly span: Span };

/**
 * Whether Indonesia places workers there: `domestic`, `open`, `closed` (no placement at all),
 * `partly` (no household work, or only some jobs).
 */
export const placements = ['domestic', 'open', 'partly', 'closed'] as const;
export type Placement = (typeof placements)[number];

export type Place = {
  /** Id in data/places.yaml, such as `cambodia`, `sihanoukville`, `kab-serang`, `carenang`. */
  readonly id: string;
  /** English country name abroad, Indonesian region name at home. */
  readonly name: string;
  /** ISO 3166-1 alpha-2; `ID` at home. */
  readonly country: string;
  readonly placement: Placement;
  /** Groups such as `middle-east`, `scam-town`, `transit`, `banten`. */
  readonly groups: readonly string[];
  readonly span: Span;
};

export type Job = {
  /** Id in data/usual-pay.yaml `jobs`, such as `household`, `fishing`, `online-office`. */
  readonly family: string;
  readonly text: string;
  readonly span: Span;
};

export const contactKinds = ['phone', 'chat-link', 'link', 'handle', 'email'] as const;
export type ContactKind = (typeof contactKinds)[number];

export type Contact = {
  readonly kind: ContactKind;
  /** As written, without the surrounding words. */
  readonly text: string;
  /** Registrable domain of a link or e-mail, lower case; else null. */
  readonly domain: string | null;
  /** Calling code of a foreign phone number such as `855`; else null. */
  readonly callingCode: string | null;
  readonly span: Span;
};

export type Company = { readonly name: string; readonly span: Span };
export type Age = { readonly min: number | null; readonly max: number | null; readonly span: Span };
export type Visa = { readonly kind: 'work' | 'visit' | 'pilgrimage'; readonly span: Span };

/** Everything the reader of a message found stated. Absent means not stated, never denied. */
export type Facts = {
  readonly pay: Pay | null;
  readonly fees: readonly Fee[];
  readonly places: readonly Place[];
  readonly job: Job | null;
  readonly company: Company | null;
  readonly contacts: readonly Contact[];
  readonly age: Age | null;
  readonly visa: Visa | null;
};

/**
 * A fact that a rule may ask for, as `name: value`, with the words that gave it.
 * The closed list of names and values is `factValues` in rulebook/rule-schema.ts.
 */
export type FactAtom = { readonly name: string; readonly value: string; readonly span: Span };
