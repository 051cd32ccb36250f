import { type Cell, leavesOf, type Table } from './measures.ts';
import { laplaceVariance } from './noise.ts';

/** No figure from 1 to 10 is shown or can be computed from what is shown. */
export const smallestShown = 11;
/** Scale of the noise a counter is born with, so that no file ever holds a true count. */
export const birthScale = 2;
/** Scale of the noise added when a counter is published; a sender costs bound / closingScale. */
export const closingScale = 4;

/** A cell as published. Of parts that are not listed, `rest` tells the sum where there is one. */
export type Shown = {
  readonly id: string;
  /** Null for the root of a table whose sum would mean nothing. */
  readonly value: number | null;
  /** The true figure lies within value ± margin in 95 of 100 cases. */
  readonly margin: number;
  readonly parts?: readonly Shown[];
  readonly rest?: { readonly value: number; readonly margin: number; readonly cells: number };
};

/** What may be shown of one table; null where even its total is too small. */
export function suppress(table: Table, noisy: ReadonlyMap<string, number>): Shown | null {
  const { root, hasTotal } = table;
  if (hasTotal) return sum(root, noisy) < smallestShown ? null : show(root, noisy, true);
  // Cells of several tables in one, or several of one sender: a sum of them would mean nothing.
  const parts = flatParts(root).filter((part) => sum(part, noisy) >= smallestShown);
  return parts.length === 0
    ? null
    : { id: root.id, value: null, margin: 0, parts: parts.map((p) => show(p, noisy, false)) };
}

const flatParts = (cell: Cell): readonly Cell[] => cell.parts?.flatMap(flatParts) ?? [cell];

function show(cell: Cell, noisy: ReadonlyMap<string, number>, withRest: boolean): Shown {
  const own = { id: cell.id, value: sum(cell, noisy), margin: marginOf(leavesOf(cell).length) };
  if (!cell.parts || !withRest) return own;
  const shown = [...cell.parts].filter((part) => sum(part, noisy) >= smallestShown);
  const hidden = cell.parts.filter((part) => !shown.includes(part));
  const restIsOpen = () =>
    hidden.length > 0 &&
    (hidden.length < 2 || total(hidden, noisy) < smallestShown) &&
    shown.length > 0;
  while (restIsOpen()) {
    // One hidden part would be the total less the others: the next smallest goes with it.
    const smallest = shown.reduce((a, b) => (sum(b, noisy) < sum(a, noisy) ? b : a));
    shown.splice(shown.indexOf(smallest), 1);
    hidden.push(smallest);
  }
  if (shown.length === 0) return own;
  const parts = shown.map((part) => show(part, noisy, true));
  if (hidden.length === 0) return { ...own, parts };
  const margin = marginOf(hidden.flatMap(leavesOf).length);
  return { ...own, parts, rest: { value: total(hidden, noisy), margin, cells: hidden.length } };
}

const sum = (cell: Cell, noisy: ReadonlyMap<string, number>): number =>
  leavesOf(cell).reduce((all, id) => all + (noisy.get(id) ?? 0), 0);
const total = (cells: readonly Cell[], noisy: ReadonlyMap<string, number>): number =>
  cells.reduce((all, cell) => all + sum(cell, noisy), 0);

const normal95 = 1.96;
const variance = laplaceVariance(birthScale) + laplaceVariance(closingScale);
/** Half width of the 95 % interval of a sum of so many leaves, rounded up. */
export const marginOf = (leaves: number): number =>
  Math.ceil(normal95 * Math.sqrt(variance * leaves));
