import type { ScoredMessage } from './labelled-message.ts';
import {
  addCounts,
  type Counts,
  f1,
  noCounts,
  precision,
  ratio,
  recall,
  shareOf,
} from './share.ts';

type LabelKind = 'flags' | 'safe' | 'emergency';
const foundAs = { flags: 'flags', safe: 'signals', emergency: 'emergency' } as const;
/** A label with fewer examples says nothing by its own F1 and is left out of the macro mean. */
const examplesMin = 8;
/** So much of the shorter quote must lie in the other one. */
const overlapMin = 0.5;

export type LabelMeasures = {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly microF1: number | null;
  readonly macroF1: number | null;
  readonly quoteValid: number | null;
  readonly quoteOverlap: number | null;
  readonly perLabel: ReadonlyMap<string, Counts>;
};

/** How well the labels of one kind are found, and whether the quotes show the right words. */
export function measureLabels(messages: readonly ScoredMessage[], kind: LabelKind): LabelMeasures {
  const compared = messages.flatMap(({ gold, predicted }) =>
    compareLabels(gold.text, gold[kind], predicted[foundAs[kind]]),
  );
  const perLabel = new Map<string, Counts>();
  for (const { id, want, got } of compared) {
    const one = { tp: want && got ? 1 : 0, fp: want ? 0 : 1, fn: got ? 0 : 1 };
    perLabel.set(id, addCounts(perLabel.get(id) ?? noCounts, one));
  }
  const shown = compared.filter((c) => c.got?.quote);
  const both = compared.filter((c) => c.want && c.got);
  const sum = [...perLabel.values()].reduce(addCounts, noCounts);
  const common = [...perLabel.values()].filter((c) => c.tp + c.fn >= examplesMin);
  return {
    precision: precision(sum),
    recall: recall(sum),
    microF1: f1(sum),
    macroF1: ratio(
      common.reduce((total, c) => total + (f1(c) ?? 0), 0),
      common.length,
    ),
    quoteValid: shareOf(shown, (c) => c.text.includes(c.got!.quote)).value,
    quoteOverlap: shareOf(both, (c) => quotesOverlap(c.text, c.want!.quote, c.got!.quote)).value,
    perLabel,
  };
}

type Quote = { readonly quote: string };
type ComparedLabel = {
  readonly text: string;
  readonly id: string;
  readonly want: Quote | undefined;
  readonly got: Quote | undefined;
};

/** Every label that one message has, or was given, with the quotes of both sides. */
function compareLabels(
  text: string,
  wanted: Readonly<Record<string, string>>,
  found: readonly { readonly id: string; readonly quote: string }[],
): ComparedLabel[] {
  const want = new Map(Object.entries(wanted).map(([id, quote]) => [id, { quote }]));
  const got = new Map(found.map((f) => [f.id, f]));
  const ids = new Set([...want.keys(), ...got.keys()]);
  return [...ids].map((id) => ({ text, id, want: want.get(id), got: got.get(id) }));
}

const flat = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim();

/** True where two quotes of one text share at least half of the shorter one. */
export function quotesOverlap(text: string, a: string, b: string): boolean {
  if (a === '' || b === '') return false;
  const i = text.indexOf(a);
  const j = text.indexOf(b);
  if (i < 0 || j < 0) return flat(a).includes(flat(b)) || flat(b).includes(flat(a));
  const both = Math.min(i + a.length, j + b.length) - Math.max(i, j);
  return both >= overlapMin * Math.min(a.length, b.length);
}
