import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import { csrfField, languageOf, notice, type Say, sayIn, sendPage } from '../layout.ts';
import type { DashboardOptions, WhatsappDesk } from '../options.ts';

const path = '/dasbor/whatsapp';
/** Codes change every 20 seconds, so the page comes anew before. */
const refreshS = 5;
/** Light border that a scanner needs around the code, in modules. */
const quietModules = 4;

/** What the connection to WhatsApp does; linking, starting anew and unlinking it. */
export const whatsappPages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  const { whatsapp, accounts, texts, now } = options;
  if (!whatsapp) return;
  const admin = { config: { role: 'admin' } } as const;
  server.get(path, admin, (request, reply) => {
    const say = sayIn(texts, languageOf(request));
    const body = html`${stateOf(whatsapp, say)}${codeOf(whatsapp, say)}${figuresOf(whatsapp, say)}${actsOf(request, say)}`;
    void reply.header('refresh', String(refreshS));
    return sendPage(request, reply, say, { title: say('menu.whatsapp'), body, at: path });
  });
  const note = (request: FastifyRequest, act: 'whatsapp-restarted' | 'whatsapp-unlinked') =>
    accounts.note(request.signIn?.account.name ?? '', act, 'whatsapp', now().getTime());
  server.post(`${path}/mulai-ulang`, admin, async (request, reply) => {
    await note(request, 'whatsapp-restarted');
    await whatsapp.restart();
    return reply.redirect(path, 303);
  });
  server.post(`${path}/putuskan`, admin, async (request, reply) => {
    await note(request, 'whatsapp-unlinked');
    await whatsapp.unlink();
    return reply.redirect(path, 303);
  });
};

function stateOf(whatsapp: WhatsappDesk, say: Say): Html {
  const { state, why } = whatsapp.state();
  const text = [say(`whatsapp.state.${state}`), reasonOf(state, why, say)]
    .filter(Boolean)
    .join(' ');
  return notice(text, state === 'online' ? 'done' : 'fault');
}

/** Codes of the disk, of WhatsApp and of the connection, in words of somebody who can mend it. */
function reasonOf(state: string, why: string, say: Say): string {
  if (why === '' || state === 'stopped') return why && say(`whatsapp.why.${why}`);
  if (why === 'SQLITE_FULL') return say('whatsapp.disk-full');
  if (why.startsWith('SQLITE') || why === 'disk') return `${say('whatsapp.disk-fault')} (${why})`;
  if (why.startsWith('closed')) return `${say('whatsapp.closed')} (${why})`;
  return `(${why})`;
}

function codeOf(whatsapp: WhatsappDesk, say: Say): Html | null {
  const code = whatsapp.code();
  if (!code) return null;
  if ('typed' in code)
    return html`<p>${say('whatsapp.type')}</p><p><strong>${code.typed}</strong></p>`;
  const size = code.rows.length + 2 * quietModules;
  const squares = code.rows.flatMap((row, y) =>
    [...row].flatMap((c, x) =>
      c === '1' ? [`M${x + quietModules} ${y + quietModules}h1v1h-1z`] : [],
    ),
  );
  return html`<p>${say('whatsapp.scan')}</p><svg role="img" aria-label="${say('whatsapp.picture')}" viewBox="0 0 ${size} ${size}" width="300" height="300"><rect width="${size}" height="${size}" fill="white"/><path fill="black" d="${squares.join('')}"/></svg>`;
}

function figuresOf(whatsapp: WhatsappDesk, say: Say): Html {
  const { waiting, unsent, changedAt } = whatsapp.state();
  const time = new Date(changedAt).toISOString().slice(0, 19).replace('T', ' ');
  return html`<dl><dt>${say('whatsapp.waiting')}</dt><dd>${waiting}</dd><dt>${say('whatsapp.unsent')}</dt><dd>${unsent}</dd><dt>${say('whatsapp.changed')}</dt><dd>${time} UTC</dd></dl>`;
}

const actsOf = ({ csrf }: FastifyRequest, say: Say): Html =>
  html`<form method="post" action="${path}/mulai-ulang">${csrfField(csrf)}<button>${say('whatsapp.restart')}</button></form><form method="post" action="${path}/putuskan"><p>${say('whatsapp.unlink-hint')}</p>${csrfField(csrf)}<button class="quiet">${say('whatsapp.unlink')}</button></form>`;
