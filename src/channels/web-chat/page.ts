import { type Html, html } from '#domain/html.ts';
import { type Answer, type Language, languages, type Reply } from '#domain/message.ts';
import { formatted } from './formatted.ts';
import { fileBytesMax, filesMax } from './uploads.ts';
import type { PageTexts } from './web-texts.ts';

/** Longest message in UTF-16 units: as much as an answer can do justice to. */
export const messageLengthMax = 4_096;

const nameLengthMax = 60;
const bytesPerMb = 1_048_576;
/** Kinds of files that can be read; a phone then offers its camera and its pictures. */
const accepted = 'image/*,.pdf,.docx,.vcf';

/** What the page shows. Without JavaScript it holds one turn, the latest. */
export type Page = {
  readonly texts: PageTexts;
  readonly language: Language;
  /** Whether the person asked for this language; then the answer keeps to it, too. */
  readonly isChosen: boolean;
  /** Random id of the conversation; it lives in this page only. */
  readonly chat: string;
  readonly turn?: Turn;
  /** A text that was not taken, back in the box so that nobody has to write it again. */
  readonly draft?: string;
};
export type Turn = {
  /** What was taken of the person; null where nothing was. */
  readonly mine: { readonly text: string; readonly files: readonly string[] } | null;
  readonly answer: Answer;
};

/** The whole page; it works without JavaScript, by its forms. */
export function renderPage(page: Page): string {
  const { texts, language, isChosen } = page;
  const { markup } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="format-detection" content="telephone=no">
<meta name="color-scheme" content="light">
<meta name="theme-color" content="#0f5e66">
<title>${texts.title}</title>
<link rel="icon" href="/chat/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/chat/base.css">
<link rel="stylesheet" href="/chat/frame.css">
<link rel="stylesheet" href="/chat/composer.css">
<link rel="stylesheet" href="/chat/bubbles.css">
<link rel="modulepreload" href="/chat/bubbles.js">
<link rel="modulepreload" href="/chat/format.js">
<link rel="modulepreload" href="/chat/ask.js">
<link rel="modulepreload" href="/chat/files.js">
<script type="module" src="/chat/chat.js"></script>
</head>
<body id="page" data-settings="${settings(texts, language, isChosen)}" data-drop="${texts.drop}">
<a class="skip" id="skip" href="#text">${texts['to-composer']}</a>
${header(page)}
<div class="columns">
<main>
${conversation(page)}
${composer(page)}
</main>
${side(texts)}
</div>
</body>
</html>
`;
  return markup;
}

function header({ texts, language }: Page): Html {
  // The link goes round: each language names the next.
  const other = languages[(languages.indexOf(language) + 1) % languages.length] ?? 'id';
  return html`<header id="header">
<a class="brand" href="#info"><img src="/chat/icon.svg" alt="" width="40" height="40"><div><h1>${texts.name}</h1><p class="wide">${texts.tagline}</p><p class="narrow">${texts['tap-for-info']}</p></div></a>
<nav><a id="language" href="/?lang=${other}" lang="${other}" hreflang="${other}"><span class="narrow">${texts['other-language-short']} </span><span class="label">${texts['other-language']}</span></a><a id="leave" href="/info?lang=${language}">${texts.leave}</a></nav>
</header>`;
}

function conversation({ texts, turn }: Page): Html {
  const examples = html`<section class="examples" id="examples" aria-labelledby="try">
<h2 id="try">${texts.try}</h2>
<div class="choices">${texts.examples.map((e) => choice(e.text, e.label))}</div>
</section>`;
  return html`<div class="notice" id="notice">${formatted(texts.notice)}</div>
<div class="log" id="log" role="log" aria-live="polite" aria-label="${texts.name}">
<div class="day" id="day">${texts.today}</div>
<div class="theirs" id="welcome"><span class="hidden">${texts.bot}: </span><div class="bubble">${formatted(texts.welcome)}</div></div>
${turn ? turnHtml(texts, turn) : null}
</div>
<div class="typing" id="typing" hidden><span class="hidden">${texts.typing}</span><div class="bubble"><i></i><i></i><i></i></div></div>
<p class="reading" id="reading" role="status"></p>
${turn ? null : examples}`;
}

function turnHtml(texts: PageTexts, { mine, answer }: Turn): Html {
  const theirs = answer.replies.map((reply, i) =>
    replyHtml(texts, reply, i === 0 ? shownRisk(answer) : null),
  );
  return html`${mine && mineHtml(texts, mine)}${theirs}`;
}

function mineHtml(texts: PageTexts, { text, files }: NonNullable<Turn['mine']>): Html {
  const words = html`<p class="plain" dir="auto">${text}</p>`;
  const sent = files.map(
    (name) => html`<p class="file" dir="auto">${name.slice(0, nameLengthMax)}</p>`,
  );
  return html`<div class="mine" id="turn"><span class="hidden">${texts.you}: </span><div class="bubble">${sent}${text === '' ? null : words}</div></div>`;
}

function replyHtml(texts: PageTexts, reply: Reply, risk: string | null): Html {
  const mark = risk === null ? null : html` data-risk="${risk}"`;
  const choices = (reply.choices ?? []).map((c) => choice(c.label, c.label, c.id));
  const list = choices.length === 0 ? null : html`<div class="choices">${choices}</div>`;
  return html`<div class="theirs"><span class="hidden">${texts.bot}: </span><div class="bubble"${mark}>${formatted(reply.text)}</div>${list}</div>`;
}

/** No alarming colour where somebody may be watched. */
const shownRisk = ({ verdict }: Answer): string | null =>
  verdict && verdict.kind !== 'emergency' ? verdict.risk : null;

/** Without JavaScript its text is sent; with it the id, where there is one. */
const choice = (text: string, label: string, id = ''): Html =>
  html`<button name="text" value="${text}" data-id="${id}" form="quick">${label}</button>`;

function composer({ texts, language, isChosen, chat, draft = '' }: Page): Html {
  const chosen = isChosen
    ? html`<input type="hidden" name="language" value="${language}" autocomplete="off">`
    : null;
  const hidden = html`<input type="hidden" name="chat" value="${chat}" autocomplete="off">${chosen}`;
  // A browser drops one line end after the opening tag: this one, not the person's.
  return html`<form id="quick" method="post" action="/#turn" hidden>${hidden}</form>
<form class="composer" id="composer" method="post" action="/#turn" enctype="multipart/form-data">
${hidden}
<p class="note" id="note" role="alert" hidden></p>
<ul class="chosen" id="chosen" aria-label="${texts.chosen}" hidden></ul>
${sources(texts)}
<label for="text" id="label" class="hidden">${texts.input}</label>
<textarea id="text" name="text" rows="1" placeholder="${texts.placeholder}" autocomplete="off" spellcheck="false" aria-describedby="note">
${draft}</textarea>
<button type="submit" class="send" id="send"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 4.5 21.5 12 3 19.5 5.6 12zM5.6 12H13"/></svg><span class="label">${texts.send}</span></button>
</form>`;
}

/** Without JavaScript the browser's own field; with it a button, on phones a choice of two. */
const sources = (
  texts: PageTexts,
): Html => html`<label for="file" class="without-script">${texts.attach}</label>
<input type="file" id="file" name="file" multiple accept="${accepted}" class="without-script">
<div class="sources" id="sources" hidden>
<button type="button" data-pick="camera">${texts.camera}</button>
<button type="button" data-pick="files">${texts.pick}</button>
</div>
<button type="button" class="round" id="attach" data-pick="choice" title="${texts.attach}" aria-label="${texts.attach}" hidden><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M19.5 11.5 12 19a4.8 4.8 0 0 1-6.8-6.8l8-8a3.2 3.2 0 0 1 4.5 4.5l-8 8a1.6 1.6 0 0 1-2.2-2.3l7.2-7.1"/></svg></button>`;

function side(texts: PageTexts): Html {
  const part = (name: 'help' | 'side' | 'privacy') =>
    html`<section><h2>${texts[`${name}-title`]}</h2>${formatted(texts[`${name}-text`])}</section>`;
  return html`<aside id="info" tabindex="-1" aria-label="${texts['side-title']}">
${part('help')}${part('side')}${part('privacy')}
<a class="back" href="#text">${texts.back}</a>
</aside>`;
}

/** What the script of the page says itself. */
function settings(texts: PageTexts, language: Language, isChosen: boolean): string {
  const { you, bot, sent, failed, again, sending, reading, remove } = texts;
  return JSON.stringify({
    language,
    isChosen,
    ...{ you, bot, sent, failed, again, sending, reading, remove },
    tooLong: sayTooLong(texts),
    max: messageLengthMax,
    fileTooLarge: texts['file-too-large'].replace('{max}', String(fileBytesMax / bytesPerMb)),
    filesTooMany: texts['files-too-many'].replace('{max}', String(filesMax)),
    fileBytesMax,
    filesMax,
  });
}

/** The kind sentence beyond the limit, with the limit in it. */
export const sayTooLong = (texts: PageTexts): string =>
  texts['too-long'].replace('{max}', String(messageLengthMax));

/** A harmless page about something else, for people whose phone is watched. */
export const renderLeft = (texts: PageTexts, language: Language): string =>
  renderPlain(language, texts['left-title'], html`${formatted(texts['left-text'])}`);

/** Where an address leads nowhere, the way to the chat. */
export const renderMissing = (texts: PageTexts, language: Language): string =>
  renderPlain(
    language,
    texts['missing-title'],
    html`${formatted(texts['missing-text'])}<p><a href="/?lang=${language}">${texts.name}</a></p>`,
  );

function renderPlain(language: Language, title: string, text: Html): string {
  const { markup } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/chat/base.css">
</head>
<body>
<main class="left"><h1>${title}</h1>${text}</main>
</body>
</html>
`;
  return markup;
}
