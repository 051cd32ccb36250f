import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import { brokenLink, type Release } from '#statistics/release.ts';
import { charted } from '../charts/charted.ts';
import { barChart, barsIds, type ChartSource, tableOf } from '../charts/charts.ts';
import { toCsv, toJson } from '../export.ts';
import { NotFound } from '../guard.ts';
import { languageOf, notice, sendPage } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';
import { readFigures } from '../read-figures.ts';

const path = '/dasbor/rilis';
const viewer = { config: { role: 'viewer' } } as const;
const hashShown = 12;

/** Every release as it was published, whether the chain is whole, and files to take away. */
export const releasePages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  const read = (request: FastifyRequest) => readFigures(options, languageOf(request));

  server.get(path, viewer, async (request, reply) => {
    const source = await read(request);
    const { say, releases } = source;
    const broken = brokenLink(releases, options.hash);
    const state =
      broken === null
        ? notice(say('releases.whole', { n: releases.length }), 'done')
        : notice(say('releases.broken', { number: broken }));
    const body = html`<p>${say('releases.what')}</p>${releases.length > 0 ? state : notice(say('releases.none'), 'done')}
<p class="downloads">${say('releases.all')} <a href="${path}/semua.csv" download>CSV</a> <a href="${path}/semua.json" download>JSON</a></p>
${list(source)}
<section class="card"><h2>IC-TIP</h2><p>${options.icTip.standard}</p><p lang="en"><small>${options.icTip.note} ${options.icTip.source}</small></p></section>`;
    return sendPage(request, reply, say, { title: say('menu.releases'), body, at: path });
  });

  server.get<{ Params: { file: string } }>(`${path}/:file`, viewer, async (request, reply) => {
    const source = await read(request);
    const [, name, format] = /^(\d{1,6}|semua)(?:\.(csv|json))?$/.exec(request.params.file) ?? [];
    const release = source.releases.find((r) => String(r.number) === name);
    if (format && (release || name === 'semua')) {
      return sendFile(reply, name!, format, release ? [release] : source.releases, source);
    }
    if (!release) throw new NotFound();
    return showRelease(request, reply, source, release);
  });

  function sendFile(
    reply: FastifyReply,
    name: string,
    format: string,
    releases: readonly Release[],
    { labels, lures }: ChartSource,
  ): FastifyReply {
    const { icTip, isExample } = options;
    const file = `${isExample ? 'contoh-' : ''}rilis-${name}.${format}`;
    void reply.header('content-disposition', `attachment; filename="${file}"`);
    if (format === 'csv') {
      return reply.type('text/csv; charset=utf-8').send(toCsv(releases, { labels, lures }));
    }
    return reply.type('application/json').send(toJson(releases, { lures, icTip, isExample }));
  }
};

function list({ releases, say, labels }: ChartSource): Html {
  const rows = [...releases]
    .reverse()
    .map(
      ({ number, window, withheld, epsilon, hash }) =>
        html`<tr><th scope="row"><a href="${path}/${number}">${number}</a></th><td>${labels.window(window)}</td><td>${say(`length.${window.length}`)}</td><td>${say(withheld ? 'releases.withheld' : 'releases.shown')}</td><td class="figure">${epsilon}</td><td><code>${hash.slice(0, hashShown)}</code></td></tr>`,
    );
  const heads = ['number', 'window', 'length', 'state', 'epsilon', 'hash'].map(
    (name) => html`<th scope="col">${say(`releases.${name}`)}</th>`,
  );
  return html`<div class="wide" tabindex="0"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div><p><small>${say('releases.epsilon-what')}</small></p>`;
}

function showRelease(
  request: FastifyRequest,
  reply: FastifyReply,
  source: ChartSource,
  release: Release,
): FastifyReply {
  const { say, labels } = source;
  const { number, window, withheld, hash, previous } = release;
  const tables = new Set(release.tables.map(({ id }) => id));
  const charts = barsIds
    .filter((id) => tables.has(tableOf(id)))
    .map((id) =>
      charted(barChart(source, release, id), {
        say,
        labels,
        release: number,
        title: say(`chart.${id}`),
        empty: say(withheld ? 'figure.withheld' : 'figure.all-hidden'),
        open: true,
      }),
    );
  const body = html`<p>${say(`length.${window.length}`)}: ${labels.window(window)}</p>
<p class="explain">${say('noise.what')} ${say('noise.small')}</p>
<p class="downloads">${say('chart.download')} <a href="${path}/${number}.csv" download>CSV</a> <a href="${path}/${number}.json" download>JSON</a></p>
<div class="boards">${charts}</div>
<p><small>SHA-256 <code>${hash}</code><br>${say('releases.previous')} <code>${previous || '–'}</code></small></p>`;
  return sendPage(request, reply, say, {
    title: say('releases.title', { number }),
    body,
    at: path,
  });
}
