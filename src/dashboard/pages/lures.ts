import type { FastifyPluginAsync } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import { charted, figureText } from '../charts/charted.ts';
import { type ChartSource, lureTrend } from '../charts/charts.ts';
import type { Lure } from '../content.ts';
import { changeOf, type Figure, figuresOf, newestWith, shownIn } from '../figures.ts';
import { NotFound } from '../guard.ts';
import { type DashboardLanguage, languageOf, sendPage } from '../layout.ts';
import { marked } from '../marked.ts';
import type { DashboardOptions } from '../options.ts';
import { readFigures } from '../read-figures.ts';
import { changeWords, emptyWords } from './overview.ts';

const path = '/dasbor/modus';
const viewer = { config: { role: 'viewer' } } as const;

/** What each lure is, how often it was seen, and how to teach it. */
export const lurePages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  server.get(path, viewer, async (request, reply) => {
    const language = languageOf(request);
    const source = await readFigures(options, language);
    const { say } = source;
    const figures = figuresNow(source);
    const groups = [...new Set(options.lures.map(({ group }) => group))];
    const sections = groups
      .filter((group) => group !== 'protective')
      .concat('protective')
      .map((group) => {
        const rows = options.lures
          .filter((lure) => lure.group === group)
          .sort((a, b) => (figures(b.id).now?.value ?? 0) - (figures(a.id).now?.value ?? 0))
          .map((lure) => row(source, lure, language, figures(lure.id)));
        return html`<section class="card"><h2>${groupName(source, group)}</h2><div class="wide" tabindex="0"><table><thead><tr><th scope="col">${say('lures.name')}</th><th scope="col">${say('lures.severity')}</th><th scope="col">${say('figure.figure')}</th><th scope="col">${say('lures.change')}</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
      });
    const { newest } = newestWith(source.releases, 'signs');
    const when = newest
      ? say('lures.when', { window: source.labels.window(newest.window) })
      : emptyWords(source, 'signs');
    const body = html`<p>${say('lures.what')}</p><p class="explain">${when} ${say('noise.what')}</p>${sections}`;
    return sendPage(request, reply, say, { title: say('menu.lures'), body, at: path });
  });

  server.get<{ Params: { id: string } }>(`${path}/:id`, viewer, async (request, reply) => {
    const language = languageOf(request);
    const lure = options.lures.find(({ id }) => id === request.params.id);
    if (!lure) throw new NotFound();
    const source = await readFigures(options, language);
    const body = onePage(source, lure, language);
    return sendPage(request, reply, source.say, { title: lure.name[language], body, at: path });
  });
};

type Now = { readonly now: Figure | null; readonly before: readonly Figure[] | null };

function figuresNow({ releases }: ChartSource): (id: string) => Now {
  const { newest, before } = newestWith(releases, 'signs');
  const now = newest ? figuresOf(shownIn(newest, 'signs')) : [];
  const earlier = before && !before.withheld ? figuresOf(shownIn(before, 'signs')) : null;
  return (id) => ({ now: now.find((f) => f.id === id) ?? null, before: earlier });
}

/** A group that the texts do not know yet goes by its id. */
function groupName({ say }: ChartSource, group: string): string {
  return knownGroups.has(group) ? say(`group.${group}`) : group;
}
const knownGroups = new Set([
  'bait',
  'opacity',
  'money',
  'status',
  'control',
  'person',
  'sector',
  'protective',
]);

function row(
  { say, labels }: ChartSource,
  lure: Lure,
  language: DashboardLanguage,
  { now, before }: Now,
): Html {
  const figure = now ? figureText(labels, now.value, now.margin) : html`${say('figure.hidden')}`;
  return html`<tr><th scope="row"><a href="${path}/${lure.id}">${lure.name[language]}</a></th><td>${say(`severity.${lure.severity}`)}</td><td class="figure">${figure}</td><td>${now ? changeWords(say, changeOf(now, before)) : null}</td></tr>`;
}

function onePage(source: ChartSource, lure: Lure, language: DashboardLanguage): Html {
  const { say, labels } = source;
  const { example, advice, teach, confusedWith, kind, status } = lure;
  const start = example.text.indexOf(example.quote);
  const span = { start, end: start + example.quote.length };
  const parts = start < 0 ? html`${example.text}` : marked(example.text, [span]);
  const section = (title: string, text: string | undefined): Html | null =>
    text ? html`<h2>${title}</h2><p>${text}</p>` : null;
  return html`<div class="columns-2"><section class="card">
<p class="tags"><span class="tag">${groupName(source, lure.group)}</span> <span class="tag">${say(`severity.${lure.severity}`)}</span> <span class="tag">${say(`harm.${lure.harm}`)}</span>${status === 'draft' ? html` <span class="tag">${say('lures.draft')}</span>` : null}</p>
<h2>${say('lures.what-it-is')}</h2><p>${sentence(lure.says[language])}</p>
<h2>${say('lures.example')}</h2><blockquote lang="id">${parts}</blockquote>
${section(say('lures.advice'), advice?.[language])}
${section(say('lures.teach'), teach?.[language])}
${kind === 'flag' ? html`<p><a href="/dasbor/ajar?modus=${lure.id}">${say('lures.poster')}</a></p>` : null}
</section>
${charted(lureTrend(source, lure, language), { say, labels, title: say('lures.trend'), empty: emptyWords(source, 'signs') })}</div>
<section class="card"><h2>${say('lures.confused')}</h2><ul class="list">${confusedWith.map((text) => html`<li>${text[language]}</li>`)}</ul>
<p><small>${say('lures.file')} <code>${lure.file}</code></small></p></section>`;
}

/** Reasons are written without capital and full stop, to stand behind a quote. */
const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
