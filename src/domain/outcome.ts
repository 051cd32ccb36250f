import type { Kind, Language } from './message.ts';
import type { Harm, Risk } from './verdict.ts';

/** What a message came as. */
export const forms = ['text', 'poster', 'pdf', 'voice', 'link', 'card'] as const;
export type Form = (typeof forms)[number];

/** How an offer reached the person, where that is told. */
export const reaches = [
  'group',
  'social-media',
  'acquaintance',
  'stranger',
  'forwarded-often',
] as const;
export type Reach = (typeof reaches)[number];

/** What may be counted of one message: ids and amounts; no text, name or number. */
export type CountableItem = {
  /** Null where only the kecamatan was told. */
  readonly kind: Kind | null;
  readonly risk: Risk | null;
  readonly harm: Harm | null;
  /** Asserted rules, most severe first, flags before signals. */
  readonly rules: readonly string[];
  readonly language: Language;
  /** ISO 3166 country of the work; `ID` at home. */
  readonly country: string | null;
  /** Ids and groups of the places named at home. */
  readonly regions: readonly string[];
  readonly form: Form | null;
  /** Upper end of the pay, in rupiah a month. */
  readonly payRupiah: number | null;
  /** Largest sum asked of the applicant, in rupiah. */
  readonly feeRupiah: number | null;
  readonly reach: Reach | null;
  /** The sender's own kecamatan, only where they chose to tell it. */
  readonly kecamatan: string | null;
  /** Somebody under 18 is concerned. */
  readonly isMinor: boolean;
};

/** What the statistics shall do after an answer, in the transaction that keeps the answer. */
export type StatisticsWish =
  | { readonly wish: 'count'; readonly item: CountableItem }
  /** Forget what is still linked to this sender, and count nothing more of them. */
  | { readonly wish: 'erase' }
  | { readonly wish: 'stop' }
  | { readonly wish: 'resume' };

/** What may be counted and logged of one answered message: ids only, no text. */
export type Outcome = {
  readonly kind: Kind;
  readonly risk: Risk | null;
  readonly harm: Harm | null;
  readonly rules: readonly string[];
  readonly language: Language;
  readonly statistics: StatisticsWish | null;
};
