import { type Html, html } from '#domain/html.ts';
import type { Labels } from '../labels.ts';
import type { Say } from '../layout.ts';
import { type Chart, chartHeight, chartWidth } from './chart.ts';

/** Path of a chart as a picture, without its form; `terbaru` for the newest release. */
export const chartPath = (id: string, release: number | 'terbaru'): string =>
  `/dasbor/gambar/${release}/${id}`;

export type ChartedOptions = {
  readonly say: Say;
  readonly labels: Labels;
  readonly release?: number | 'terbaru';
  /** Shown in place of a chart without figures. */
  readonly empty: string;
  readonly title: string;
  /** More beneath the picture. */
  readonly more?: Html;
  /** A class, such as `no-print`. */
  readonly mark?: string;
  /** The table is open from the start. */
  readonly open?: boolean;
};

/** A chart as a picture for wide and narrow screens, and its figures as a table beneath. */
export function charted(chart: Chart | null, options: ChartedOptions): Html {
  const { say, title, empty, more, mark = '' } = options;
  if (!chart) {
    return html`<section class="card ${mark}"><h2>${title}</h2><p class="quiet-text">${empty}</p></section>`;
  }
  const path = chartPath(chart.id, options.release ?? 'terbaru');
  return html`<section class="card chart ${mark}"><h2>${title}</h2>
<figure>${picture(chart, path, say)}<figcaption>${chart.note}</figcaption></figure>
${more ?? null}
<details ${options.open ? html`open` : null}><summary>${say('chart.table')}</summary>
<div class="wide" tabindex="0">${chartTable(chart, options)}</div>
<p class="downloads">${say('chart.download')} <a href="${path}/unduh.svg" download>SVG</a> <a href="${path}/unduh.png" download>PNG</a></p>
</details></section>`;
}

const picture = (chart: Chart, path: string, say: Say): Html =>
  html`<picture><source media="(max-width: 44rem)" srcset="${path}/sempit.svg" width="${chartWidth(chart, 'sempit')}" height="${chartHeight(chart, 'sempit')}"><img src="${path}/lebar.svg" alt="${say('chart.alt', { title: chart.title })}" width="${chartWidth(chart, 'lebar')}" height="${chartHeight(chart, 'lebar')}"></picture>`;

function chartTable(chart: Chart, { say, labels }: ChartedOptions): Html {
  const caption = html`<caption class="hidden">${chart.title}</caption>`;
  if (chart.kind === 'bars') {
    const rows = chart.bars.map(
      ({ label, value, margin }) =>
        html`<tr><th scope="row">${label}</th><td class="figure">${figureText(labels, value, margin)}</td></tr>`,
    );
    return html`<table>${caption}<tbody>${rows}</tbody></table>`;
  }
  const heads = chart.lines.map(({ label }) => html`<th scope="col">${label}</th>`);
  const rows = chart.points.map((point, i) => {
    const cells = chart.lines.map(({ values, margins }) => {
      const value = values[i] ?? null;
      return html`<td class="figure">${value === null ? say('figure.hidden') : figureText(labels, value, margins[i]!)}</td>`;
    });
    return html`<tr><th scope="row">${point}</th>${cells}</tr>`;
  });
  return html`<table>${caption}<thead><tr><th scope="col">${say('chart.from')}</th>${heads}</tr></thead><tbody>${rows.reverse()}</tbody></table>`;
}

export const figureText = (labels: Labels, value: number, margin: number): Html =>
  html`<b>${labels.number(value)}</b> ± ${labels.number(margin)}`;
