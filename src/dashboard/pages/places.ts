import type { FastifyPluginAsync } from 'fastify';
import { html } from '#domain/html.ts';
import { charted } from '../charts/charted.ts';
import { newestBars, placesTrend } from '../charts/charts.ts';
import { languageOf, sendPage } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';
import { readFigures } from '../read-figures.ts';
import { emptyWords } from './overview.ts';

const path = '/dasbor/tempat';

/** Where the work would be, and where the senders live who chose to tell it. */
export const placePages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  server.get(path, { config: { role: 'viewer' } }, async (request, reply) => {
    const source = await readFigures(options, languageOf(request));
    const { say, labels } = source;
    const board = (id: 'places' | 'kecamatan') =>
      charted(newestBars(source, id), {
        say,
        labels,
        title: say(`chart.${id}`),
        empty: emptyWords(source, id),
        open: true,
      });
    const trend = charted(placesTrend(source), {
      say,
      labels,
      title: say('chart.places-trend'),
      empty: emptyWords(source, 'places'),
    });
    const body = html`<p>${say('places.what')}</p><p class="explain">${say('noise.what')} ${say('noise.small')}</p>
<div class="boards">${board('places')}${trend}${board('kecamatan')}</div><p>${say('places.kecamatan')}</p>`;
    return sendPage(request, reply, say, { title: say('menu.places'), body, at: path });
  });
};
