import type { FastifyPluginAsync } from 'fastify';
import { html } from '#domain/html.ts';
import { languageOf, notice, sayIn, sendPage } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';

const path = '/dasbor/catatan';
const entriesShown = 200;

/** What the task force did, newest first, and whether the log is whole. */
export const auditPages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  const { accounts, texts } = options;
  server.get(path, { config: { role: 'admin' } }, async (request, reply) => {
    const say = sayIn(texts, languageOf(request));
    const [entries, broken] = [await accounts.audit(entriesShown), await accounts.brokenEntry()];
    const rows = entries.map(
      ({ number, at, actor, act, subject }) =>
        html`<tr><td>${number}</td><td>${minuteOf(at)}</td><td>${actor}</td><td>${say(`act.${act}`)}</td><td>${subject}</td></tr>`,
    );
    const heads = ['number', 'at', 'actor', 'act', 'subject'].map(
      (name) => html`<th>${say(`audit.${name}`)}</th>`,
    );
    const state =
      broken === null
        ? notice(say('audit.whole'), 'done')
        : notice(say('audit.broken', { number: broken }));
    const body = html`${state}<div class="wide" tabindex="0"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
    return sendPage(request, reply, say, { title: say('menu.audit'), body, at: path });
  });
};

const minuteOf = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
