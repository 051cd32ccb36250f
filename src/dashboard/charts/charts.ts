import type { RuleKind } from '#domain/verdict.ts';
import type { Release } from '#statistics/release.ts';
import type { Lure } from '../content.ts';
import {
  type Figure,
  figuresOf,
  newestWith,
  type Point,
  restId,
  seriesOf,
  shownIn,
} from '../figures.ts';
import type { Labels } from '../labels.ts';
import type { Say } from '../layout.ts';
import type { Bar, Chart, Line, Tone } from './chart.ts';

/** What charts are made from; the same releases give the same charts. */
export type ChartSource = {
  readonly releases: readonly Release[];
  readonly lures: readonly Lure[];
  readonly labels: Labels;
  readonly say: Say;
};

/** Charts of one table of one release, with the table that holds their figures. */
const tableOfBars = {
  headline: 'headline',
  lures: 'signs',
  signals: 'signs',
  places: 'places',
  forms: 'forms',
  pay: 'money',
  fee: 'money',
  languages: 'languages',
  reach: 'reach',
  kecamatan: 'kecamatan',
} as const;
export type BarsId = keyof typeof tableOfBars;
export const barsIds = Object.keys(tableOfBars) as BarsId[];
export const tableOf = (id: BarsId): string => tableOfBars[id];

/** Points of a trend that a picture can hold. */
const pointsMax = 52;

/** Figures that a chart shows, in its order. */
export function barFigures(
  { lures }: Pick<ChartSource, 'lures'>,
  release: Release,
  id: BarsId,
): readonly Figure[] {
  const all = figuresOf(shownIn(release, tableOfBars[id]));
  const kindOf = new Map(lures.map((l) => [l.id, l.kind]));
  const ofKind = (kind: RuleKind) =>
    all.filter((f) => kindOf.get(f.id) === kind).sort((a, b) => b.value - a.value);
  if (id === 'lures') return ofKind('flag');
  if (id === 'signals') return ofKind('signal');
  // Bands keep their order: from little money to much.
  if (id === 'pay' || id === 'fee') return all.filter((f) => f.id.startsWith(`${id}.`));
  const parts = all.filter((f) => f.depth > 0);
  return id === 'headline' || id === 'places' ? parts : parts.sort(byValueRestLast);
}

const byValueRestLast = (a: Figure, b: Figure): number =>
  Number(a.id === restId) - Number(b.id === restId) || b.value - a.value;

const toneOf = (id: BarsId, figure: Figure): Tone => {
  if (figure.id.endsWith('.danger') || figure.id.includes('.danger.')) return 'red';
  if (figure.id.endsWith('.caution')) return 'amber';
  if (figure.id === restId || figure.depth > 1) return 'slate';
  return id === 'lures' || id === 'fee' ? 'red' : 'teal';
};

/** Bars of one table of a release; null where nothing of it is shown. */
export function barChart(
  { say, labels, lures }: ChartSource,
  release: Release,
  id: BarsId,
  name: string = id,
): Chart | null {
  const all = barFigures({ lures }, release, id);
  const figures = name === id ? all : topOf(all, id);
  if (figures.length === 0) return null;
  const bars: Bar[] = figures.map((figure) => ({
    label: labels.of(tableOfBars[id], figure),
    value: figure.value,
    margin: figure.margin,
    tone: toneOf(id, figure),
  }));
  const note = say('chart.bars-note', { window: labels.window(release.window) });
  return { id: name, kind: 'bars', title: say(`chart.${id}`), note, number: labels.number, bars };
}

const topMax = 8;
const topMark = '.teratas';
/** The largest figures; of places the regions, without countries. */
export const topOf = (figures: readonly Figure[], id: BarsId): readonly Figure[] =>
  id === 'places'
    ? figures.filter((f) => f.depth < 3 && f.id !== restId)
    : figures.slice(0, topMax);

/** Bars of the newest release that has them, all or the largest. */
export function newestBars(source: ChartSource, id: BarsId, isTop = false): Chart | null {
  const { newest } = newestWith(source.releases, tableOfBars[id]);
  return newest && barChart(source, newest, id, isTop ? id + topMark : id);
}

/** Senders and dangerous offers week by week. */
export function weeklyTrend(source: ChartSource): Chart | null {
  return trend(source, 'trend', source.say('chart.trend'), 'headline', [
    ['all', 'teal'],
    ['offer.danger', 'red'],
  ]);
}

export const placesTrend = (source: ChartSource): Chart | null =>
  trend(source, 'places-trend', source.say('chart.places-trend'), 'places', [
    ['abroad', 'red'],
    ['home', 'teal'],
  ]);

const ruleTrendId = /^rule\.([a-z0-9-]+)$/;
export const lureTrend = (source: ChartSource, { id, kind, name }: Lure, language: 'id' | 'en') =>
  trend(source, `rule.${id}`, name[language], 'signs', [[id, kind === 'flag' ? 'red' : 'teal']]);

function trend(
  { releases, labels, say }: ChartSource,
  id: string,
  title: string,
  table: string,
  cells: readonly (readonly [cell: string, tone: Tone])[],
): Chart | null {
  const series = cells.map(([cell]) => seriesOf(releases, table, cell).slice(-pointsMax));
  const points = series[0]!.map(({ window }) => labels.shortDay(window.start));
  if (series.every((s) => s.every(({ figure }) => figure === null))) return null;
  const lines: Line[] = cells.map(([cell, tone], i) => ({
    label: labels.of(table, { id: cell }),
    tone,
    values: series[i]!.map(({ figure }) => figure?.value ?? null),
    margins: series[i]!.map(({ figure }) => figure?.margin ?? 0),
  }));
  const note = say('chart.trend-note', { span: spanOf(series[0]!, labels) });
  return { id, kind: 'trend', title, note, number: labels.number, points, lines };
}

const spanOf = (points: readonly Point[], { day }: Labels): string =>
  `${day(points[0]!.window.start)} – ${day(points.at(-1)!.window.end)}`;

/**
 * A chart by the name in its address; null where there is none, or nothing to show.
 * @param number of a release, or null for the newest
 */
export function chartNamed(
  source: ChartSource,
  name: string,
  number: number | null,
  language: 'id' | 'en',
): Chart | null {
  const bars = barsIds.find((id) => id === name || id + topMark === name);
  if (bars && number === null) return newestBars(source, bars, bars !== name);
  if (bars) {
    const release = source.releases.find((r) => r.number === number);
    return release ? barChart(source, release, bars) : null;
  }
  if (name === 'trend') return weeklyTrend(source);
  if (name === 'places-trend') return placesTrend(source);
  const lure = source.lures.find(({ id }) => id === ruleTrendId.exec(name)?.[1]);
  return lure ? lureTrend(source, lure, language) : null;
}
