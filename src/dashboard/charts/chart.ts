/** What a bar or line stands for; each has its colour of base.css. */
export type Tone = 'teal' | 'red' | 'amber' | 'slate';

export type Bar = {
  readonly label: string;
  readonly value: number;
  readonly margin: number;
  readonly tone: Tone;
};
export type Line = {
  readonly label: string;
  readonly tone: Tone;
  /** Null where nothing is shown. */
  readonly values: readonly (number | null)[];
  readonly margins: readonly number[];
};

/** A picture and, beside it, a table of the same figures. */
export type Chart = {
  readonly id: string;
  readonly title: string;
  /** When and how, in one line. */
  readonly note: string;
  /** Writes a number as the language of the chart does. */
  readonly number: (n: number) => string;
} & (
  | { readonly kind: 'bars'; readonly bars: readonly Bar[] }
  | { readonly kind: 'trend'; readonly points: readonly string[]; readonly lines: readonly Line[] }
);

/** For a page, for a page on a phone, and whole with its title for reports. */
export const chartForms = ['lebar', 'sempit', 'unduh'] as const;
export type ChartForm = (typeof chartForms)[number];

/** Width in CSS pixels; the height follows from what is shown. Bars stand two in a row. */
const barsWidth: Record<ChartForm, number> = { lebar: 520, sempit: 330, unduh: 960 };
const trendWidth: Record<ChartForm, number> = { lebar: 760, sempit: 330, unduh: 960 };
const barHeight: Record<ChartForm, number> = { lebar: 32, sempit: 46, unduh: 40 };

export const chartWidth = ({ kind }: Chart, form: ChartForm): number =>
  (kind === 'bars' ? barsWidth : trendWidth)[form];

export function chartHeight(chart: Chart, form: ChartForm): number {
  const head = form === 'unduh' ? 96 : 0;
  if (chart.kind === 'trend') return head + (form === 'unduh' ? 420 : 280);
  return head + 34 + Math.max(1, chart.bars.length) * barHeight[form];
}
