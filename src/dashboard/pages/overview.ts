import type { FastifyPluginAsync } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import type { Release } from '#statistics/release.ts';
import { serangDay, windowAt, windowLengths, windowOverAt } from '#statistics/windows.ts';
import { charted, figureText } from '../charts/charted.ts';
import {
  type BarsId,
  barFigures,
  type ChartSource,
  newestBars,
  tableOf,
  topOf,
  weeklyTrend,
} from '../charts/charts.ts';
import { type Change, changeOf, type Figure, figuresOf, newestWith, shownIn } from '../figures.ts';
import { oldHotlines } from '../hotline-age.ts';
import { languageOf, notice, sendPage } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';
import { readFigures } from '../read-figures.ts';

const path = '/dasbor';

/** The weekly summary: what was asked about, whether it changed, and what the figures mean. */
export const overviewPages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  server.get(path, { config: { role: 'viewer' } }, async (request, reply) => {
    const source = await readFigures(options, languageOf(request));
    const { say } = source;
    const { newest, before } = newestWith(source.releases, 'headline');
    const old = oldHotlines(await options.hotlines.list(), options.now());
    const warning =
      old.length > 0
        ? html`<p class="notice amber no-print"><a href="/dasbor/kontak">${say('overview.old-hotlines', { n: old.length })}</a></p>`
        : null;
    const body = newest
      ? html`${warning}${headline(source, newest, before)}${boards(source)}`
      : html`${warning}${nothingYet(source, options.now())}`;
    return sendPage(request, reply, say, { title: say('overview.title'), body, at: path });
  });
};

/** Before the first release: when it comes, and why not earlier. */
function nothingYet({ say, labels }: ChartSource, now: Date): Html {
  const dates = windowLengths.map((length) => {
    const day = labels.day(serangDay(windowOverAt(windowAt(length, now))));
    return html`<li>${say(`empty.${length}`, { day })}</li>`;
  });
  return html`<section class="card hero"><h2>${say('empty.title')}</h2><p>${say('empty.why')}</p><ul class="list">${dates}</ul><p>${say('empty.meanwhile')}</p>
<p class="links"><a class="button" href="/dasbor/coba">${say('menu.try')}</a> <a class="button" href="/dasbor/ajar">${say('menu.teach')}</a></p></section>${noiseExplained(say)}`;
}

/** "Angka disamarkan", in two sentences. */
const noiseExplained = (say: ChartSource['say']): Html =>
  html`<p class="explain">${say('noise.what')} ${say('noise.small')}</p>`;

/** The newest week in large figures and in words. */
function headline({ say, labels }: ChartSource, newest: Release, before: Release | null): Html {
  const figures = figuresOf(shownIn(newest, 'headline'));
  const earlier = before && figuresOf(shownIn(before, 'headline'));
  const whole = figures.find(({ id }) => id === 'all');
  const week = say('overview.week', { window: labels.window(newest.window) });
  if (!whole) {
    return html`<section class="card hero"><h2>${week}</h2>${notice(say('overview.week-small'), 'done')}</section>${noiseExplained(say)}`;
  }
  const { value, margin } = whole;
  const words = say('overview.words', {
    low: labels.number(Math.max(0, value - margin)),
    high: labels.number(value + margin),
  });
  const tiles = (['offer.danger', 'offer.caution', 'question', 'emergency'] as const).map((id) => {
    const figure = figures.find((f) => f.id === id);
    return tile(say, labels, id, figure, figure ? changeOf(figure, earlier) : null);
  });
  return html`<section class="card hero"><h2>${week}</h2>
<p class="large">${figureText(labels, value, margin)} <span>${say('figure.all')}</span></p>
<p>${words} ${changeWords(say, changeOf(whole, earlier), 'week')}</p>
<ul class="tiles">${tiles}</ul></section>
${noiseExplained(say)}`;
}

const tile = (
  say: ChartSource['say'],
  labels: ChartSource['labels'],
  id: string,
  figure: Figure | undefined,
  change: Change | null,
): Html =>
  html`<li class="tile ${id.replace('.', '-')}"><span>${labels.of('headline', { id })}</span>${figure ? figureText(labels, figure.value, figure.margin) : html`<b class="little">${say('figure.hidden')}</b>`}<small>${changeWords(say, change)}</small></li>`;

const changeSigns: Record<Change, string> = { up: '▲', down: '▼', unclear: '≈', new: '●' };
export const changeWords = (
  say: ChartSource['say'],
  change: Change | null,
  since: 'week' | null = null,
): Html =>
  change === null
    ? html``
    : html`<span class="change ${change}"><span aria-hidden="true">${changeSigns[change]}</span> ${say(since ? `change.${since}-${change}` : `change.${change}`)}</span>`;

/** All charts of the page; on paper the small ones stand side by side. */
function boards(source: ChartSource): Html {
  const { say, labels } = source;
  const board = (id: BarsId, mark = '', isTop = false) =>
    charted(newestBars(source, id, isTop), {
      say,
      labels,
      mark,
      title: say(`chart.${id}`),
      empty: emptyWords(source, tableOf(id)),
    });
  const trend = charted(weeklyTrend(source), {
    say,
    labels,
    mark: 'span',
    title: say('chart.trend'),
    empty: say('overview.no-trend'),
  });
  return html`<div class="boards">${trend}${lures(source)}${board('places', '', true)}${board('forms')}${board('pay')}${board('fee')}${board('reach', 'no-print')}${board('languages', 'no-print')}</div>
<p class="no-print"><button class="quiet" type="button" data-print hidden>${say('print')}</button> <a href="/dasbor/rilis">${say('overview.all-releases')}</a></p>
<script type="module" src="/dasbor/gaya/print.js"></script>`;
}

/** Why a table has no figures: not published yet, too few senders, or all too small. */
export function emptyWords({ releases, say }: ChartSource, table: string): string {
  const { newest } = newestWith(releases, table);
  if (!newest) return say('figure.not-yet');
  return say(newest.withheld ? 'figure.withheld' : 'figure.all-hidden');
}

/** The lures seen most, with what changed since four weeks before. */
function lures(source: ChartSource): Html {
  const { say, labels, releases } = source;
  const { newest, before } = newestWith(releases, 'signs');
  const figures = newest ? topOf(barFigures(source, newest, 'lures'), 'lures') : [];
  const earlier = before && !before.withheld ? figuresOf(shownIn(before, 'signs')) : null;
  const rows = figures.map(
    (figure) =>
      html`<tr><th scope="row"><a href="/dasbor/modus/${figure.id}">${labels.of('signs', figure)}</a></th><td class="figure">${figureText(labels, figure.value, figure.margin)}</td><td>${changeWords(say, changeOf(figure, earlier))}</td></tr>`,
  );
  return charted(newestBars(source, 'lures', true), {
    say,
    labels,
    title: say('chart.lures'),
    mark: 'lures',
    empty: emptyWords(source, 'signs'),
    more: html`<table class="changes"><caption class="hidden">${say('overview.lures-changed')}</caption><thead class="hidden"><tr><th scope="col">${say('lures.name')}</th><th scope="col">${say('figure.figure')}</th><th scope="col">${say('lures.change')}</th></tr></thead><tbody>${rows}</tbody></table>`,
  });
}
