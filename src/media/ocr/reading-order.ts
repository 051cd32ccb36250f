import type { Box } from './plane.ts';
import type { Line } from './text-lines.ts';

/** A gutter must be so wide, in heights of a line, before columns are read one after the other. */
const gutterMin = 1.2;
const stackGapMin = 0.1;
const tailGapMin = 1.8;

const span = (lines: readonly Line[]): Box => ({
  left: Math.min(...lines.map((l) => l.left)),
  right: Math.max(...lines.map((l) => l.right)),
  top: Math.min(...lines.map((l) => l.top)),
  bottom: Math.max(...lines.map((l) => l.bottom)),
});

/** Lines that belong together, one below the other; blocks in the order they are read. */
export function readingOrder(lines: readonly Line[]): Line[][] {
  return cut(paragraphs(lines)).map((block) => block.toSorted((a, b) => a.top - b.top));
}

/** Puts lines close below each other, of like size and polarity, into one paragraph. */
function paragraphs(lines: readonly Line[]): Line[][] {
  const sorted = lines.toSorted((a, b) => a.top - b.top);
  const open: Line[][] = [];
  for (const line of sorted) {
    const home = open.find((p) => continues(p.at(-1)!, line));
    if (home) home.push(line);
    else open.push([line]);
  }
  return open;
}

function continues(above: Line, line: Line): boolean {
  const most = Math.max(above.size, line.size);
  const least = Math.min(above.size, line.size);
  if (above.light !== line.light || most > least * 1.5) return false;
  const gap = line.top - above.bottom;
  if (gap > most * 0.9 || gap < -0.6 * most) return false;
  return Math.min(above.right, line.right) - Math.max(above.left, line.left) > 0;
}

/** Cuts along the widest empty band, across or down, until every part is one paragraph. */
function cut(parts: readonly Line[][]): Line[][] {
  if (parts.length < 2) return [...parts];
  const boxes = parts.map(span);
  const sizes = parts
    .flat()
    .map((l) => l.size)
    .toSorted((a, b) => a - b);
  const size = sizes[sizes.length >> 1]!;
  const down = widestGap(boxes.map((b) => [b.top, b.bottom]));
  const across = widestGap(boxes.map((b) => [b.left, b.right]));
  const columns = across.gap / size >= gutterMin;
  const stacked = down.gap / size >= stackGapMin;
  const inOrder = () => parts.toSorted((a, b) => span(a).top - span(b).top);
  if (columns && (!stacked || across.gap > down.gap * 0.67)) {
    const left = parts.filter((_, i) => boxes[i]!.right <= across.from);
    const right = parts.filter((_, i) => boxes[i]!.right > across.from);
    // What follows below both columns, after a gap, belongs to neither.
    const end = Math.min(span(left.flat()).bottom, span(right.flat()).bottom) - size * 0.3;
    const isBelow = (part: Line[]) => span(part).top >= end;
    const below = parts.filter(isBelow);
    const above = parts.filter((p) => !isBelow(p));
    if (above.length === 0) return inOrder();
    const isApart = below.every((b) =>
      above.every((a) => span(b).top - span(a).bottom > size * tailGapMin),
    );
    const rest = (column: Line[][]) => (isApart ? column.filter((p) => !isBelow(p)) : column);
    return [...cut(rest(left)), ...cut(rest(right)), ...(isApart ? cut(below) : [])];
  }
  if (stacked) {
    return [
      ...cut(parts.filter((_, i) => boxes[i]!.bottom <= down.from)),
      ...cut(parts.filter((_, i) => boxes[i]!.bottom > down.from)),
    ];
  }
  return inOrder();
}

function widestGap(spans: readonly (readonly [number, number])[]): { gap: number; from: number } {
  let end = Number.NEGATIVE_INFINITY;
  let widest = { gap: Number.NEGATIVE_INFINITY, from: 0 };
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    if (end > Number.NEGATIVE_INFINITY && from - end > widest.gap)
      widest = { gap: from - end, from: end };
    end = Math.max(end, to);
  }
  return widest;
}
