import { type Html, html } from '#domain/html.ts';
import type { Span } from '#domain/verdict.ts';

/** A stretch of text between two borders of spans, and the spans that hold it. */
export type Piece = { readonly text: string; readonly spans: readonly number[] };

/** Cuts a text wherever a span begins or ends, so that spans may overlap or lie in each other. */
export function piecesOf(text: string, spans: readonly Span[]): readonly Piece[] {
  const borders = new Set([0, text.length]);
  for (const { start, end } of spans) {
    borders.add(Math.min(start, text.length));
    borders.add(Math.min(end, text.length));
  }
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.slice(1).map((end, i) => {
    const start = sorted[i]!;
    const holding = spans.flatMap((span, n) => (span.start <= start && span.end >= end ? [n] : []));
    return { text: text.slice(start, end), spans: holding };
  });
}

/** The text with its spans marked; after each span, where there are several, its number. */
export function marked(text: string, spans: readonly Span[], tones: readonly string[] = []): Html {
  const pieces = piecesOf(text, spans);
  let end = 0;
  const parts = pieces.map(({ text: words, spans: holding }) => {
    end += words.length;
    if (holding.length === 0) return html`${words}`;
    const ending = holding.filter((n) => spans[n]!.end === end);
    const numbers =
      spans.length > 1
        ? ending.map((n) => html`<sup><a href="#temuan-${n + 1}">${n + 1}</a></sup>`)
        : [];
    return html`<mark class="${tones[holding[0]!] ?? 'flag'}${holding.length > 1 ? ' both' : ''}">${words}</mark>${numbers}`;
  });
  return html`${parts}`;
}
