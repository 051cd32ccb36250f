import type { Cell } from './measures.ts';
import { type Shown, smallestShown } from './suppress.ts';

type Interval = { low: number; high: number };
/** One thing a reader knows: the parts add up to the total. */
type Equation = { readonly total: string; readonly parts: readonly string[] };

/**
 * Cells that are not shown but whose value a careful reader can narrow down to 10 or less, from
 * all the sums that are shown; empty when the table keeps its promise. Independent of how cells
 * were chosen to be hidden: it knows only the tree, what is shown, and that no count is below 0.
 */
export function derivableCells(root: Cell, shown: Shown | null): string[] {
  const intervals = new Map<string, Interval>();
  const equations: Equation[] = [];
  note(root, intervals, equations);
  if (shown) know(shown, root, intervals, equations);
  narrow(intervals, equations);
  const known = new Set<string>();
  if (shown) collectShown(shown, known);
  return [...intervals]
    .filter(([id, { high }]) => !known.has(id) && high < smallestShown)
    .map(([id]) => id);
}

function note(cell: Cell, intervals: Map<string, Interval>, equations: Equation[]): void {
  intervals.set(cell.id, { low: 0, high: Number.POSITIVE_INFINITY });
  if (!cell.parts) return;
  equations.push({ total: cell.id, parts: cell.parts.map((p) => p.id) });
  for (const part of cell.parts) note(part, intervals, equations);
}

function know(
  shown: Shown,
  cell: Cell,
  intervals: Map<string, Interval>,
  equations: Equation[],
): void {
  if (shown.value !== null) intervals.set(shown.id, { low: shown.value, high: shown.value });
  for (const part of shown.parts ?? []) {
    const inner = find(cell, part.id);
    if (inner) know(part, inner, intervals, equations);
  }
  if (!shown.rest) return;
  const listed = new Set(shown.parts?.map((p) => p.id));
  const rest = `${shown.id} rest`;
  const parts = (cell.parts ?? []).map((p) => p.id).filter((id) => !listed.has(id));
  intervals.set(rest, { low: shown.rest.value, high: shown.rest.value });
  equations.push({ total: rest, parts });
}

function find(cell: Cell, id: string): Cell | undefined {
  if (cell.id === id) return cell;
  for (const part of cell.parts ?? []) {
    const found = find(part, id);
    if (found) return found;
  }
  return undefined;
}

function collectShown(shown: Shown, into: Set<string>): void {
  into.add(shown.id);
  if (shown.rest) into.add(`${shown.id} rest`);
  for (const part of shown.parts ?? []) collectShown(part, into);
}

const roundsMax = 1000;

/** Tightens every interval by every equation until nothing changes. */
function narrow(intervals: Map<string, Interval>, equations: readonly Equation[]): void {
  for (let round = 0; round < roundsMax; round++) {
    const changes = equations.filter(({ total, parts }) =>
      narrowOne(
        intervals.get(total)!,
        parts.map((id) => intervals.get(id)!),
      ),
    );
    if (changes.length === 0) return;
  }
}

/** Tightens a total by its parts and each part by the total less the others. */
function narrowOne(total: Interval, parts: readonly Interval[]): boolean {
  let changed = tighten(total, sumOf(parts, 'low'), sumOf(parts, 'high'));
  for (const part of parts) {
    const others = parts.filter((other) => other !== part);
    const low = total.low - sumOf(others, 'high');
    const high = total.high - sumOf(others, 'low');
    changed = tighten(part, low, high) || changed;
  }
  return changed;
}

const sumOf = (intervals: readonly Interval[], end: keyof Interval): number =>
  intervals.reduce((sum, interval) => sum + interval[end], 0);

function tighten(interval: Interval, low: number, high: number): boolean {
  const changed = low > interval.low || high < interval.high;
  interval.low = Math.max(low, interval.low);
  interval.high = Math.min(high, interval.high);
  return changed;
}
