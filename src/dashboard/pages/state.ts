import type { FastifyPluginAsync } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import { stopsPublication } from '#domain/watch.ts';
import { languageOf, notice, type Say, sayIn, sendPage } from '../layout.ts';
import type { DashboardOptions, ProgramState } from '../options.ts';

const path = '/dasbor/keadaan';

/** Whether everything holds that must always hold, and when it was last looked at. */
export const statePages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  server.get(path, { config: { role: 'viewer' } }, async (request, reply) => {
    const say = sayIn(options.texts, languageOf(request));
    const state = options.programState();
    const [last] = (await options.releases()).slice(-1);
    const whatsapp = options.whatsapp?.state().state ?? 'off';
    const rows: readonly (readonly [string, string])[] = [
      ['state.checked', timeOf(state.checkedAt, say)],
      ['state.release', last ? `${last.number} (${last.window.end})` : say('state.never')],
      ['state.backup', state.hasBackup ? timeOf(state.backedUpAt, say) : say('state.backup-off')],
      ['menu.whatsapp', say(whatsapp === 'off' ? 'state.off' : `whatsapp.state.${whatsapp}`)],
    ];
    const list = rows.map(([key, value]) => html`<dt>${say(key)}</dt><dd>${value}</dd>`);
    const body = html`<p>${say('state.what')}</p>${verdictOf(state, say)}<dl>${list}</dl>`;
    return sendPage(request, reply, say, { title: say('menu.state'), body, at: path });
  });
};

function verdictOf({ broken, isBlind, checkedAt }: ProgramState, say: Say): Html {
  if (isBlind || checkedAt === null) return notice(say('state.blind'));
  if (broken.length === 0) return notice(say('state.well'), 'done');
  const stopped = broken.some(stopsPublication);
  return html`${notice(say(stopped ? 'state.stopped' : 'state.late'))}<ul>${broken.map(
    (invariant) => html`<li>${say(`state.broken.${invariant}`)}</li>`,
  )}</ul>`;
}

function timeOf(at: number | null, say: Say): string {
  return at === null
    ? say('state.never')
    : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
