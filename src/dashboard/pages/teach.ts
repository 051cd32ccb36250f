import type { FastifyPluginAsync } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import { type Language, languages } from '#domain/message.ts';
import type { HotlineEntry, Lure, TeachTexts } from '../content.ts';
import { isOld, oldHotlines } from '../hotline-age.ts';
import { languageOf, sayIn, sendPage } from '../layout.ts';
import type { DashboardOptions } from '../options.ts';

const path = '/dasbor/ajar';
const viewer = { config: { role: 'viewer' } } as const;
const sizes = ['a4', 'a5', 'kartu'] as const;
type Size = (typeof sizes)[number];
/** Poster of no lure. */
const general = 'umum';
const cardsPerSheet = 8;
/** Numbers on a poster; each has a source and a date in data/hotlines.yaml. */
const posterHotlines = ['kp2mi', 'sapa', 'police'];

/** Posters and cards to print, with the bot's QR code. */
export const teachPages: FastifyPluginAsync<DashboardOptions> = async (server, options) => {
  const flags = options.lures.filter(({ kind, poster }) => kind === 'flag' && poster.id);

  server.get(path, viewer, async (request, reply) => {
    const language = languageOf(request);
    const say = sayIn(options.texts, language);
    const asked = (request.query as { modus?: unknown }).modus;
    const old = oldHotlines(await printedHotlines(), options.now());
    const choices = [
      html`<option value="${general}">${say('teach.general')}</option>`,
      ...flags.map(
        ({ id, name }) =>
          html`<option value="${id}" ${id === asked ? html`selected` : null}>${name[language]}</option>`,
      ),
    ];
    const radio = (name: string, values: readonly string[], legend: string) =>
      html`<fieldset><legend>${legend}</legend>${values.map((v, i) => html`<label><input type="radio" name="${name}" value="${v}" ${i === 0 ? html`checked` : null}> ${say(`teach.${name}-${v}`)}</label>`)}</fieldset>`;
    const exercises = flags.map(
      ({ id, name, teach }) =>
        html`<li><a href="/dasbor/modus/${id}">${name[language]}</a>: ${teach?.[language] ?? ''}</li>`,
    );
    const body = html`<p>${say('teach.what')}</p>
${old.length > 0 ? html`<p class="notice amber"><a href="/dasbor/kontak">${say('teach.old-hotlines')}</a></p>` : null}
<form class="card narrow" method="get" action="${path}/cetak">
<p class="field"><label for="modus">${say('teach.about')}</label><select id="modus" name="modus">${choices}</select></p>
${radio('bahasa', languages, say('teach.language'))}
${radio('ukuran', sizes, say('teach.size'))}
<button>${say('teach.make')}</button></form>
<section class="card"><h2>${say('teach.exercises')}</h2><ul class="list">${exercises}</ul></section>`;
    return sendPage(request, reply, say, { title: say('menu.teach'), body, at: path });
  });

  server.get(`${path}/cetak`, viewer, async (request, reply) => {
    const query = request.query as Readonly<Record<string, unknown>>;
    const language = languages.find((l) => l === query['bahasa']) ?? 'id';
    const size = sizes.find((s) => s === query['ukuran']) ?? 'a4';
    const lure = flags.find(({ id }) => id === query['modus']) ?? null;
    const link = options.botLink ?? `${request.protocol}://${request.headers.host}/`;
    const say = sayIn(options.texts, languageOf(request));
    const sheet: Sheet = {
      texts: options.teach[language],
      language,
      lure,
      link,
      code: await qrCode(link, options.teach[language]['scan-hint']),
      hotlines: (await printedHotlines()).filter((h) => !isOld(h, options.now())),
    };
    const { markup } = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${sheet.texts.title}</title><link rel="icon" href="/chat/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/chat/base.css"><link rel="stylesheet" href="/dasbor/gaya/poster.css"><script type="module" src="/dasbor/gaya/print.js"></script></head>
<body class="${size}"><p class="tools"><a href="${path}">${say('teach.back')}</a> <button type="button" data-print hidden>${say('print')}</button> <span>${say(`teach.print-${size}`)}</span></p>
<main tabindex="0">${size === 'kartu' ? cards(sheet) : poster(sheet, size)}</main></body></html>
`;
    return reply.type('text/html; charset=utf-8').send(markup);
  });

  async function printedHotlines(): Promise<readonly HotlineEntry[]> {
    const all = await options.hotlines.list();
    return posterHotlines.flatMap((id) => all.find((h) => h.id === id) ?? []);
  }
};

type Sheet = {
  readonly texts: TeachTexts;
  readonly language: Language;
  readonly lure: Lure | null;
  readonly link: string;
  readonly code: Html;
  readonly hotlines: readonly HotlineEntry[];
};

/** As markup: the page's policy takes no picture from within its own text. */
async function qrCode(link: string, label: string): Promise<Html> {
  const { default: qrcode } = await import('qrcode');
  const svg = await qrcode.toString(link, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' });
  return html`<div class="code" role="img" aria-label="${label}">${{ markup: svg }}</div>`;
}

/** The address in letters, for who cannot scan. */
const shortLink = (link: string): string => link.replace(/^https?:\/\//, '').replace(/\/$/, '');

function poster({ texts, lure, language, link, code, hotlines }: Sheet, size: Size): Html {
  const question = lure?.poster[language] ?? texts.title;
  const name = language === 'en' ? 'en' : 'id';
  return html`<article class="poster ${size}"><h1>${question}</h1>
${lure ? html`<p class="ask">${texts.title}</p>` : html`<p class="ask">${texts.lead}</p>`}
<ol>${texts.steps.map((step) => html`<li>${step}</li>`)}</ol>
<div class="scan">${code}<p><b>${texts.how}</b><br>${shortLink(link)}<br>${texts.promise}</p></div>
${hotlines.length > 0 ? html`<div class="numbers"><b>${texts['hotlines-title']}</b>${hotlines.map((h) => html`<p>${h.name[name]}: <b>${h.number}</b></p>`)}</div>` : null}
<footer>${texts.footer}</footer></article>`;
}

/** Small enough for a purse; nothing on it tells what it is for. */
function cards({ texts, lure, language, link, code }: Sheet): Html {
  const question = lure?.poster[language] ?? texts.title;
  const one = html`<article class="small"><div><h1>${question}</h1><p>${texts.how}</p><p>${shortLink(link)}</p></div>${code}</article>`;
  return html`<div class="sheet">${Array.from({ length: cardsPerSheet }, () => one)}</div>`;
}
