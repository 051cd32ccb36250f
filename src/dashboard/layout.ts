import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from '#domain/html.ts';
import { mayDo, type Role } from './accounts.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The figures are made up. */
    readonly isExample: boolean;
  }
}

export const dashboardLanguages = ['id', 'en'] as const;
export type DashboardLanguage = (typeof dashboardLanguages)[number];
/** Every sentence of the dashboard, by a key such as `sign-in.title`. */
export type DashboardTexts = Readonly<Record<DashboardLanguage, Readonly<Record<string, string>>>>;

/** Says a sentence in the language of the page. @throws for a key that no language has */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

export function sayIn(texts: DashboardTexts, language: DashboardLanguage): Say {
  return (key, values = {}) => {
    const text = texts[language][key];
    if (text === undefined) throw new Error(`no text ${key}`);
    return text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
  };
}

/** Indonesian unless the person chose English: `?lang=en`, kept in a cookie. */
export function languageOf(request: FastifyRequest): DashboardLanguage {
  // The cookies are not read yet where a request fails early.
  const cookies = (request.cookies ?? {}) as Readonly<Record<string, string | undefined>>;
  const asked = (request.query as { lang?: unknown }).lang ?? cookies['bahasa'];
  return asked === 'en' ? 'en' : 'id';
}

export type PageParts = {
  readonly title: string;
  readonly body: Html;
  /** Path of the page, to mark it in the menu. */
  readonly at?: string;
};

/** Pages in the menu, in order, with who may see them. */
const menu: readonly (readonly [path: string, key: string, role: Role])[] = [
  ['/dasbor', 'menu.overview', 'viewer'],
  ['/dasbor/modus', 'menu.lures', 'viewer'],
  ['/dasbor/tempat', 'menu.places', 'viewer'],
  ['/dasbor/rilis', 'menu.releases', 'viewer'],
  ['/dasbor/coba', 'menu.try', 'viewer'],
  ['/dasbor/kontak', 'menu.hotlines', 'viewer'],
  ['/dasbor/ajar', 'menu.teach', 'viewer'],
  ['/dasbor/keadaan', 'menu.state', 'viewer'],
  ['/dasbor/whatsapp', 'menu.whatsapp', 'admin'],
  ['/dasbor/pengguna', 'menu.accounts', 'admin'],
  ['/dasbor/catatan', 'menu.audit', 'admin'],
];

/** Sends a whole page; the menu shows what the person may open and what exists. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  say: Say,
  { title, body, at = '' }: PageParts,
): FastifyReply {
  const language = languageOf(request);
  const other = language === 'id' ? 'en' : 'id';
  const { signIn } = request;
  const links = menu.filter(
    ([path, , role]) =>
      signIn &&
      mayDo(signIn.account.role, role) &&
      request.server.hasRoute({ method: 'GET', url: path }),
  );
  const { markup } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${title} – ${say('name')}</title>
<link rel="icon" href="/chat/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/chat/base.css">
<link rel="stylesheet" href="/dasbor/gaya/dashboard.css">
</head>
<body>
<a class="skip" href="#isi">${say('skip')}</a>
<header>
<a class="brand" href="/dasbor"><img src="/chat/icon.svg" alt="" width="36" height="36"><span>${say('name')}</span></a>
<a class="language" href="?lang=${other}" hreflang="${other}" lang="${other}">${say('other-language')}</a>
${signIn ? accountBox(say, signIn.account.name, request.csrf) : null}
</header>
${links.length > 0 ? menuBar(say, links, at) : null}
${request.server.isExample ? html`<p class="example" role="note">${say('example.banner')}</p>` : null}
<main id="isi">
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  return reply
    .setCookie('bahasa', language, { path: '/dasbor', sameSite: 'strict', httpOnly: true })
    .type('text/html; charset=utf-8')
    .send(markup);
}

const accountBox = (say: Say, name: string, csrf: string): Html =>
  html`<form class="account" method="post" action="/dasbor/keluar"><a href="/dasbor/akun">${name}</a>${csrfField(csrf)}<button class="quiet">${say('sign-out')}</button></form>`;

const menuBar = (say: Say, links: typeof menu, at: string): Html =>
  html`<nav aria-label="${say('menu')}">${links.map(
    ([path, key]) =>
      html`<a href="${path}" ${path === at ? html`aria-current="page"` : null}>${say(key)}</a>`,
  )}</nav>`;

export const csrfField = (csrf: string): Html =>
  html`<input type="hidden" name="csrf" value="${csrf}">`;

/** One labelled field of a form. */
export const field = (
  label: string,
  name: string,
  attributes: Html,
  hint: string | null = null,
): Html =>
  html`<p class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" ${attributes}>${hint ? html`<small>${hint}</small>` : null}</p>`;

/** A message above a form: what went wrong or what was done. */
export const notice = (text: string | null, kind: 'fault' | 'done' = 'fault'): Html =>
  text
    ? html`<p class="notice ${kind}" role="${kind === 'fault' ? 'alert' : 'status'}">${text}</p>`
    : html``;
