/** A picture before the camera: its SVG, and all words on it in reading order. */
export type Drawing = {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly words: string;
};

const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** Mean width of a letter, in sizes. */
const letterWidth = 0.56;

/** Breaks text so that it fits into `width` pixels at a size. */
export function wrap(text: string, width: number, size: number): string[] {
  const most = Math.floor(width / (size * letterWidth));
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

export class Canvas {
  #parts: string[] = [];
  readonly words: string[] = [];
  readonly width: number;
  readonly height: number;
  readonly font: string;
  constructor(width: number, height: number, font: string) {
    this.width = width;
    this.height = height;
    this.font = font;
  }
  raw(markup: string): void {
    this.#parts.push(markup);
  }
  rect(x: number, y: number, w: number, h: number, fill: string, more = ''): void {
    this.raw(`<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${more}/>`);
  }
  /** Writes one line; its words count as true. */
  write(x: number, y: number, size: number, text: string, fill: string, more = ''): void {
    this.words.push(text);
    this.raw(
      `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" ${more}>${escapeMarkup(text)}</text>`,
    );
  }
  /** Writes wrapped lines; gives where the next one would stand. */
  block(
    x: number,
    y: number,
    width: number,
    size: number,
    texts: readonly string[],
    fill: string,
    more = '',
  ): number {
    let at = y;
    for (const text of texts) {
      for (const line of wrap(text, width, size)) {
        this.write(x, at, size, line, fill, more);
        at += size * 1.35;
      }
      at += size * 0.35;
    }
    return at;
  }
  done(): Drawing {
    const { width, height } = this;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${this.font}">${this.#parts.join('')}</svg>`;
    return { svg, width, height, words: this.words.join('\n') };
  }
}
