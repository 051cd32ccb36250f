import { drawLine, isolate, type Levels, levelsOf, type Part } from './draw-line.ts';
import type { Box, Picture, Plane } from './plane.ts';
import type { Line } from './text-lines.ts';

/** Height of a capital on the page that is read, in pixels; Tesseract reads 30–40 px best. */
const sizePx = 34;
const marginPx = 24;
/** Of a strip, in heights of a capital: above and below the feet of the letters. */
const ascent = 1.35;
const descent = 0.55;
const scaleMax = 4;
/** A page has at most so many strips; a picture with more holds mostly noise. */
const stripsMax = 120;
const pagePixelsMax = 12_000_000;
/** Lines with fewer letters are often no letters at all; they come last, so as not to disturb. */
const certainLettersMin = 4;

/** Where a line stands on the page that is read. */
export type Strip = Box & {
  readonly line: Line;
  /** Place of the line in the order it is read. */
  readonly order: number;
  readonly scale: number;
};
export type SetPage = Plane & { readonly strips: readonly Strip[] };

/**
 * Sets the lines anew, black on white, level, of one size, one below the other: whatever colours,
 * sizes, slopes and columns the picture has, the reader gets a plain page. A line on a busy ground
 * is set twice, as it is and with its letters alone; the reader keeps what it is surer of.
 */
export function setPage(picture: Picture, lines: readonly Line[]): SetPage {
  const whole = { ...picture, left: 0, top: 0 };
  const drafts = lines.map((line, order) => {
    const levels = levelsOf(picture, line);
    const alone = isolate(picture, line, levels);
    return { line, order, levels, parts: alone ? [whole, alone] : [whole] };
  });
  const isCertain = (d: { line: Line }) => d.line.letters.length >= certainLettersMin;
  const sorted = [...drafts.filter(isCertain), ...drafts.filter((d) => !isCertain(d))];
  const strips: (Strip & { part: Part; levels: Levels })[] = [];
  let top = marginPx;
  let width = 0;
  for (const { line, order, levels, parts } of sorted) {
    for (const part of parts) {
      const scale = Math.min(scaleMax, sizePx / line.size);
      const bottom = top + Math.round(line.size * scale * (ascent + descent));
      const right = marginPx + Math.round((line.right - line.left + line.size) * scale);
      const isFull = bottom * Math.max(width, right) > pagePixelsMax;
      if (strips.length >= stripsMax || isFull) continue;
      strips.push({ line, order, scale, left: marginPx, right, top, bottom, part, levels });
      top = bottom;
      width = Math.max(width, right);
    }
  }
  const page = { width: width + 2 * marginPx, height: top + marginPx };
  const data = new Uint8Array(page.width * page.height).fill(255);
  for (const strip of strips) drawLine(strip.part, strip.levels, { ...page, data }, strip);
  return { ...page, data, strips };
}
