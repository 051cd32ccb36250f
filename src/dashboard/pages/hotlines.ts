import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import { mayDo } from '../accounts.ts';
import type { HotlineEntry } from '../content.ts';
import { isOld, oldHotlines } from '../hotline-age.ts';
import { createLabels, type Labels } from '../labels.ts';
import { csrfField, languageOf, notice, type Say, sayIn, sendPage } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';

const path = '/dasbor/kontak';

/** Every number people are told: where it comes from and when somebody last made sure of it. */
export const hotlinePages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  server.get(path, { config: { role: 'viewer' } }, (request, reply) => show(request, reply, {}));
  server.post<{ Params: { id: string } }>(
    `${path}/:id/periksa`,
    { config: { role: 'moderator' } },
    async (request, reply) => {
      const { id } = request.params;
      const { name } = request.signIn!.account;
      const isKnown = await options.hotlines.check(id, name, options.now());
      if (!isKnown) return show(request, reply.code(404), { fault: 'hotlines.unknown' });
      await options.accounts.note(name, 'hotline-verified', id, options.now().getTime());
      return show(request, reply, { done: 'hotlines.noted' });
    },
  );

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { fault, done }: { readonly fault?: string; readonly done?: string },
  ): Promise<FastifyReply> {
    const language = languageOf(request);
    const say = sayIn(options.texts, language);
    const labels = createLabels(say, language, [], new Map());
    const all = await options.hotlines.list();
    const now = options.now();
    const old = oldHotlines(all, now);
    const mayCheck = mayDo(request.signIn!.account.role, 'moderator');
    const card = (entry: HotlineEntry) =>
      hotlineCard({ say, labels, language, csrf: mayCheck ? request.csrf : null, now }, entry);
    const countries = [...new Set(all.map(({ country }) => country))];
    const sections = countries.map((code) => {
      const there = all.filter(({ country }) => country === code);
      return html`<section><h2 class="country">${labels.country(code)}</h2><div class="cards">${there.map(card)}</div></section>`;
    });
    const body = html`${notice(fault ? say(fault) : null)}${notice(done ? say(done) : null, 'done')}
<p>${say('hotlines.what')}</p>
${old.length > 0 ? html`<p class="notice amber">${say('hotlines.old', { n: old.length, all: all.length })}</p>` : null}
${sections}`;
    return sendPage(request, reply, say, { title: say('menu.hotlines'), body, at: path });
  }
};

type CardOptions = {
  readonly say: Say;
  readonly labels: Labels;
  readonly language: 'id' | 'en';
  /** Null for who may not note a check. */
  readonly csrf: string | null;
  readonly now: Date;
};

function hotlineCard({ say, labels, language, csrf, now }: CardOptions, entry: HotlineEntry): Html {
  const { id, name, number, hours, serves, source, sourceDate, confidence, checked } = entry;
  const known = checked
    ? say(checked.by ? 'hotlines.checked-by' : 'hotlines.checked', {
        day: labels.day(checked.day),
        by: checked.by ?? '',
      })
    : say('hotlines.never');
  const form = csrf
    ? html`<form method="post" action="${path}/${id}/periksa">${csrfField(csrf)}<button class="quiet" aria-label="${say('hotlines.check')}: ${name[language]}">${say('hotlines.check')}</button></form>`
    : null;
  return html`<article class="card hotline${isOld(entry, now) ? ' old' : ''}" id="${id}"><h3>${name[language]}</h3>
<p class="large">${number}</p>
<p lang="en">${hours}; ${serves}</p>
<p>${known} ${isOld(entry, now) ? html`<b class="warn">${say('hotlines.is-old')}</b>` : null}</p>
<p><small>${say('hotlines.source')} <span lang="en">${source}</span>, ${labels.day(sourceDate)}, ${say(`confidence.${confidence}`)}</small></p>${form}</article>`;
}
