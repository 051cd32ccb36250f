import { type Html, html } from '#domain/html.ts';
import { blocks, type Run } from './public/format.js';

/** A reply as markup: paragraphs, lists, bold, numbers to call. */
export function formatted(text: string): Html[] {
  return blocks(text).map(({ kind, start, lines }) => {
    if (kind === 'p')
      return html`<p>${lines.map((line, i) => html`${i > 0 ? html`<br>` : null}${line.map(runHtml)}`)}</p>`;
    const items = lines.map((line) => html`<li>${line.map(runHtml)}</li>`);
    return kind === 'ul' ? html`<ul>${items}</ul>` : html`<ol start="${start}">${items}</ol>`;
  });
}

function runHtml({ text, bold, quoted, href }: Run): Html {
  const marked = quoted ? html`<bdi class="quote">${text}</bdi>` : html`${text}`;
  const linked = href === null ? marked : html`<a href="${href}">${marked}</a>`;
  return bold ? html`<strong>${linked}</strong>` : linked;
}
