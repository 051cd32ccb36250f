import { kinds } from '#domain/message.ts';
import { risks } from '#domain/verdict.ts';
import type { Figure } from './figures.ts';
import { figuresOf } from './figures.ts';
import type { ScoredMessage } from './labelled-message.ts';
import { calledLow, type Measures, measure } from './measures.ts';
import { f1, precision, recall, type Share } from './share.ts';

export type ScoredSet = { readonly name: string; readonly messages: readonly ScoredMessage[] };
type Grouping = { readonly title: string; readonly of: (message: ScoredMessage) => string };

const percent = (value: number | null) => (value === null ? '–' : `${(100 * value).toFixed(1)} %`);
const shareText = ({ k, n, value, interval }: Share) =>
  interval
    ? `${percent(value)} (${k}/${n}, ${(100 * interval[0]).toFixed(0)}–${(100 * interval[1]).toFixed(0)})`
    : '–';
const figureText = (name: string, { value, share }: Figure) => {
  if (share) return shareText(share);
  return name === 'auc' || name === 'brier' ? (value?.toFixed(3) ?? '–') : percent(value);
};
const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** The scorecard as Markdown. */
export function writeReport(
  sets: readonly ScoredSet[],
  corridorOf: (message: ScoredMessage) => string,
): string {
  const measured = sets.map((set) => ({ ...set, measures: measure(set.messages) }));
  const all = sets.flatMap((s) => s.messages);
  const groupings: Grouping[] = [
    { title: 'language', of: ({ gold }) => gold.lang },
    { title: 'source', of: ({ gold }) => gold.source },
    { title: 'corridor', of: corridorOf },
  ];
  return `${[
    '# Scorecard',
    'Written by `npm run scorecard`; nothing here is typed by hand. A share stands as value (k/n, 95 % Wilson interval). Who wrote which set stands in `README.md` beside it: figures count on sets whose authors had not seen the rules and on which nothing was tuned; the others show what the rules have learnt.',
    '## Every set',
    figureTable(measured),
    ...groupings.map((g) => groupTable(sets, g)),
    '## What was taken for what',
    ...measured.map(({ name, messages }) => confusions(name, messages)),
    '## Labels, all sets together',
    labelTable(measure(all)),
    '## Misses in full',
    ...missLists(sets),
  ].join('\n\n')}\n`;
}

function figureTable(measured: readonly { name: string; measures: Measures }[]): string {
  const columns = measured.map(({ measures }) => figuresOf(measures));
  const names = [...(columns[0]?.keys() ?? [])];
  const counted = (name: string) => columns.some((c) => c.get(name)!.value !== null);
  return table(
    ['figure', ...measured.map((m) => m.name)],
    names
      .filter(counted)
      .map((name) => [name, ...columns.map((c) => figureText(name, c.get(name)!))]),
  );
}

function groupTable(sets: readonly ScoredSet[], { title, of }: Grouping): string {
  const rows = sets.flatMap(({ name, messages }) =>
    [...Map.groupBy(messages, of)].sort(byName).map(([group, members]) => {
      const m = measure(members);
      const shown = [
        m.dangerCalledDanger,
        m.dangerCalledLow,
        m.lowCalledDanger,
        m.emergencyRecall,
        m.kindAccuracy,
      ];
      return [name, group, members.length, ...shown.map(shareText)];
    }),
  );
  const head = ['danger called danger', 'danger called low', 'low called danger'];
  return `## By ${title}\n\n${table(
    ['set', title, 'messages', ...head, 'emergency recall', 'kind'],
    rows,
  )}`;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : 1;

function confusions(name: string, messages: readonly ScoredMessage[]): string {
  const count = (gold: (m: ScoredMessage) => boolean, found: (m: ScoredMessage) => boolean) =>
    messages.filter((m) => gold(m) && found(m)).length;
  const answers = [...risks, null];
  const byRisk = risks.map((want) => [
    `**${want}**`,
    ...answers.map((got) =>
      count(
        (m) => m.gold.risk === want,
        (m) => m.predicted.risk === got,
      ),
    ),
  ]);
  const byKind = kinds.map((want) => [
    `**${want}**`,
    ...kinds.map((got) =>
      count(
        (m) => m.gold.kind === want,
        (m) => m.predicted.kind === got,
      ),
    ),
  ]);
  return [
    `### ${name}`,
    table(['risk: true ↓ called →', ...risks, 'none'], byRisk),
    table(['kind: true ↓ called →', ...kinds], byKind),
  ].join('\n\n');
}

function labelTable(measures: Measures): string {
  const rows = (['flags', 'signals', 'emergencySigns'] as const).flatMap((kind) =>
    [...measures[kind].perLabel].sort(byName).map(([id, c]) => {
      const ratios = [precision(c), recall(c), f1(c)].map(percent);
      return [kind, id, c.tp, c.fp, c.fn, ...ratios];
    }),
  );
  return table(['', 'label', 'right', 'wrong', 'missed', 'precision', 'recall', 'F1'], rows);
}

function missLists(sets: readonly ScoredSet[]): string[] {
  const lists: readonly [title: string, isMiss: (m: ScoredMessage) => boolean][] = [
    ['Danger called low, or not judged at all', (m) => m.gold.risk === 'danger' && calledLow(m)],
    [
      'Emergencies not recognised',
      (m) => m.gold.kind === 'emergency' && m.predicted.kind !== 'emergency',
    ],
    ['Honest offers called danger', (m) => m.gold.risk === 'low' && m.predicted.risk === 'danger'],
  ];
  return lists.map(([title, isMiss]) => {
    const misses = sets.flatMap((s) => s.messages.filter(isMiss));
    return [`### ${title}: ${misses.length}`, ...misses.map(missText)].join('\n\n');
  });
}

/** The message in full as a quotation: all corpora were written for this project. */
const missText = ({ gold, predicted }: ScoredMessage): string => {
  const found = predicted.flags.map((f) => f.id).join(', ') || 'no flag';
  const text = gold.text.replaceAll('<', '&lt;').split('\n').join('\n> ');
  return `\`${gold.id}\` (called ${predicted.kind}, ${predicted.risk ?? 'not judged'}; ${found})\n\n> ${text}`;
};
