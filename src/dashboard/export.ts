import type { Release } from '#statistics/release.ts';
import type { IcTip, Lure } from './content.ts';
import { figuresOf } from './figures.ts';
import type { Labels } from './labels.ts';

/** A cell that a spreadsheet would take for a formula is marked as text. */
const formulaStart = /^[=+\-@\t\r]/;

export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

const csvHeads = [
  'release',
  'window',
  'first_day',
  'last_day',
  'table',
  'cell',
  'name',
  'value',
  'margin_95',
  'cells_in_rest',
  'ic_tip_means',
  'ic_tip_purpose',
];

/** All figures as CSV for spreadsheets, one a line; small ones are in none of them. */
export function toCsv(
  releases: readonly Release[],
  { labels, lures }: { readonly labels: Labels; readonly lures: readonly Lure[] },
): string {
  const terms = new Map(lures.map(({ id, icTip }) => [id, icTip]));
  const rows = releases.flatMap(({ number, window: { length, start, end }, tables }) =>
    tables.flatMap(({ id: table, shown }) =>
      figuresOf(shown).map((figure) => {
        const icTip = table === 'signs' ? terms.get(figure.id) : null;
        return [
          number,
          length,
          start,
          end,
          table,
          figure.id,
          labels.of(table, figure),
          figure.value,
          figure.margin,
          figure.cells ?? '',
          icTip?.means ?? '',
          icTip?.purpose ?? '',
        ];
      }),
    ),
  );
  return `${[csvHeads, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** Releases as they were published, so that their hashes can be checked, with the mapping beside. */
export function toJson(
  releases: readonly Release[],
  { lures, icTip, isExample }: { lures: readonly Lure[]; icTip: IcTip; isExample: boolean },
): string {
  const flags = Object.fromEntries(lures.flatMap((l) => (l.icTip ? [[l.id, l.icTip]] : [])));
  const about = {
    'what-is-counted': 'messages that were checked, each sender once in a window and table',
    noise: 'the true figure lies within value ± margin in 95 of 100 cases; below 11 none is shown',
    ...(isExample && { example: 'made up by npm run demo' }),
  };
  return `${JSON.stringify({ about, 'ic-tip': { ...icTip, flags }, releases }, null, 1)}\n`;
}
