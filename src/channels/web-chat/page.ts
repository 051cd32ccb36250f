import type { Answer } from '#domain/message.ts';
import { runs } from './public/format.js';
import type { PageLanguage, PageTexts } from './web-texts.ts';

/** Longest message in UTF-16 units; as long as a WhatsApp message shows without "read more". */
export const messageLengthMax = 4_096;

/** One exchange as the page shows it. */
export type PageTurn = { readonly text: string; readonly answer: Answer };
export type Page = {
  readonly texts: PageTexts;
  readonly language: PageLanguage;
  readonly chat: string;
  readonly turn: PageTurn | null;
};

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c]!);

/** Reply text as HTML: bold, numbers to call, line breaks; everything else escaped. */
function formatted(text: string): string {
  return runs(text)
    .map((run) => {
      const plain = escapeHtml(run.text).replaceAll('\n', '<br>');
      const linked = run.href ? `<a href="${escapeHtml(run.href)}">${plain}</a>` : plain;
      return run.bold ? `<strong>${linked}</strong>` : linked;
    })
    .join('');
}

function turnHtml({ texts, turn }: Page): string {
  if (!turn) return '';
  const { verdict } = turn.answer;
  // No alarming colour where somebody may be watched.
  const risk = verdict && verdict.kind !== 'emergency' ? verdict.risk : null;
  const mine = `<div class="mine"><span class="who">${escapeHtml(texts.you)}: </span><div class="bubble">${escapeHtml(turn.text).replaceAll('\n', '<br>')}</div></div>`;
  const theirs = turn.answer.replies.map((reply, i) => {
    const mark = i === 0 && risk ? ` data-risk="${risk}"` : '';
    const choices = (reply.choices ?? [])
      .map(
        (c) =>
          `<button name="text" value="${escapeHtml(c.id)}" form="quick">${escapeHtml(c.label)}</button>`,
      )
      .join('');
    const list = choices ? `<div class="choices">${choices}</div>` : '';
    return `<div class="theirs"><span class="who">${escapeHtml(texts.bot)}: </span><div class="bubble"${mark}>${formatted(reply.text)}</div>${list}</div>`;
  });
  return [mine, ...theirs].join('\n');
}

/** What the script of the page needs to know, as an attribute. */
function settings({ texts, language }: Page): string {
  const { you, bot, typing, failed, again, left } = texts;
  return escapeHtml(
    JSON.stringify({
      language,
      you,
      bot,
      typing,
      failed,
      again,
      left,
      tooLong: texts['too-long'].replace('{max}', String(messageLengthMax)),
      max: messageLengthMax,
    }),
  );
}

/** The whole page; it works without JavaScript, by its form. */
export function renderPage(page: Page): string {
  const { texts, language, chat } = page;
  const other = language === 'id' ? 'en' : 'id';
  const examples = texts.examples
    .map(
      (e) =>
        `<button name="text" value="${escapeHtml(e.text)}" form="quick">${escapeHtml(e.label)}</button>`,
    )
    .join('\n');
  const hidden = `<input type="hidden" name="chat" value="${escapeHtml(chat)}"><input type="hidden" name="language" value="${language}">`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${escapeHtml(texts.title)}</title>
<link rel="icon" href="/chat/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/chat/chat.css">
<script type="module" src="/chat/chat.js"></script>
</head>
<body>
<div class="app" data-settings="${settings(page)}">
<header>
<img src="/chat/icon.svg" alt="" width="40" height="40">
<div><h1>${escapeHtml(texts.name)}</h1><p>${escapeHtml(texts.tagline)}</p></div>
<nav><a href="/?lang=${other}" lang="${other}" hreflang="${other}">${escapeHtml(texts['other-language'])}</a><a href="/?leave=1&amp;lang=${language}" class="leave" id="leave">${escapeHtml(texts.leave)}</a></nav>
</header>
<main>
<div class="log" id="log" role="log" aria-live="polite" tabindex="0" aria-label="${escapeHtml(texts.name)}">
<div class="theirs"><span class="who">${escapeHtml(texts.bot)}: </span><div class="bubble">${formatted(texts.welcome)}</div></div>
${turnHtml(page)}
</div>
<section class="examples" id="examples" aria-labelledby="try"${page.turn ? ' hidden' : ''}>
<h2 id="try">${escapeHtml(texts.try)}</h2>
<div class="choices">${examples}</div>
</section>
<form id="quick" method="post" action="/" hidden>${hidden}</form>
<form id="composer" class="composer" method="post" action="/">
${hidden}
<label for="text" class="who">${escapeHtml(texts.input)}</label>
<textarea id="text" name="text" rows="1" required placeholder="${escapeHtml(texts.placeholder)}" autocomplete="off"></textarea>
<button type="submit" class="send">${escapeHtml(texts.send)}</button>
</form>
</main>
<aside>
<h2>${escapeHtml(texts['side-title'])}</h2><p>${escapeHtml(texts['side-text'])}</p>
<h2>${escapeHtml(texts['privacy-title'])}</h2><p>${escapeHtml(texts['privacy-text'])}</p>
<h2>${escapeHtml(texts['help-title'])}</h2><p>${formatted(texts['help-text'])}</p>
</aside>
</div>
</body>
</html>
`;
}

/** A page that says nothing, for people whose phone is watched. */
export const renderLeft = (texts: PageTexts, language: PageLanguage): string =>
  `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(texts.left)}</title><link rel="stylesheet" href="/chat/chat.css"></head><body><main class="left"><h1>${escapeHtml(texts.left)}</h1></main></body></html>
`;
