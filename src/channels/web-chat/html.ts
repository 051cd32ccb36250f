import { blocks, type Run } from './public/format.js';

/** Text that is markup already. Made only by `html`, so nothing gets in unescaped. */
export type Html = { readonly markup: string };
type Part = string | number | Html | readonly Html[] | null;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c]!);

function markupOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return 'markup' in part ? part.markup : part.map((p) => p.markup).join('');
}

/** Template tag: values are escaped unless they are `Html`; attributes must be in quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: String.raw({ raw: strings }, ...parts.map(markupOf)) };
}

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
