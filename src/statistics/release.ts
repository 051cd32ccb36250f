import { derivableCells } from './audit.ts';
import { epsilonOf, type Refusal, refuseRelease, tablesDue } from './ledger.ts';
import { leavesOf, type Table } from './measures.ts';
import { type Dice, drawLaplace } from './noise.ts';
import { birthScale, closingScale, type Shown, suppress } from './suppress.ts';
import type { Window } from './windows.ts';

/** Below so many senders in four or twelve weeks nothing but the weekly headline is shown. */
export const sendersMin = 100;
/** The table whose total tells how many senders there were; one of each length that needs it. */
const sendersTable = new Set(['forms', 'languages']);

/** The figures of one window, published once and never changed. */
export type Release = {
  /** 1, 2, 3 … without gaps. */
  readonly number: number;
  readonly window: Window;
  /** Privacy loss for a sender in all tables of which this release tells something. */
  readonly epsilon: number;
  readonly tables: readonly { readonly id: string; readonly shown: Shown | null }[];
  /** Whether there were too few senders to show anything. */
  readonly withheld: boolean;
  /** Hash of the release before; empty for the first. */
  readonly previous: string;
  /** SHA-256 of this release as JSON without this field, in hexadecimal. */
  readonly hash: string;
};

/** SHA-256 in hexadecimal. */
export type Hash = (text: string) => string;

/** Counters of one window: table id → leaf → count with the noise it was born with. */
export type Counters = ReadonlyMap<string, ReadonlyMap<string, number>>;

export type ReleaseParts = {
  readonly window: Window;
  /** Tables of this length. */
  readonly tables: readonly Table[];
  readonly counters: Counters;
  readonly earlier: readonly Release[];
  readonly dice: Dice;
  readonly hash: Hash;
};

/** A counter as it begins: never zero for certain, so that an empty cell looks like any other. */
export const bornCount = (dice: Dice): number => drawLaplace(dice, birthScale);

/**
 * Makes the release of one window: closing noise on every leaf, once, then small cells hidden.
 * @throws {Error} when a hidden cell could be computed, which would be a fault of ours
 */
export function makeRelease(parts: ReleaseParts): Release | Refusal {
  const { window, counters, earlier, dice, hash } = parts;
  const tables = tablesDue(earlier, window, parts.tables);
  const refusal = refuseRelease(earlier, window, tables);
  if (refusal) return refusal;
  const noisy = tables.map((table) => ({ table, leaves: close(table, counters, dice) }));
  const withheld = noisy.some(
    ({ table, leaves }) => sendersTable.has(table.id) && sumOf(leaves) < sendersMin,
  );
  const shown = noisy.map(({ table, leaves }) => ({
    id: table.id,
    shown: withheld ? null : suppressChecked(table, leaves),
  }));
  // Nothing was told but that there were too few, which the one table decided.
  const told = withheld ? tables.filter((table) => sendersTable.has(table.id)) : tables;
  const last = earlier.at(-1);
  const body = {
    number: (last?.number ?? 0) + 1,
    window,
    epsilon: epsilonOf(told),
    tables: shown,
    withheld,
    previous: last?.hash ?? '',
  };
  return { ...body, hash: hash(JSON.stringify(body)) };
}

function close(table: Table, counters: Counters, dice: Dice): ReadonlyMap<string, number> {
  const counted = counters.get(table.id);
  return new Map(
    leavesOf(table.root).map((id) => {
      // A leaf that was never opened gets the noise of its birth now.
      const count = counted?.get(id) ?? bornCount(dice);
      return [id, count + drawLaplace(dice, closingScale)];
    }),
  );
}

function suppressChecked(table: Table, leaves: ReadonlyMap<string, number>): Shown | null {
  const shown = suppress(table, leaves);
  const derivable = derivableCells(table.root, shown);
  if (derivable.length > 0) throw new Error(`table ${table.id} would give small cells away`);
  return shown;
}

const sumOf = (leaves: ReadonlyMap<string, number>): number =>
  [...leaves.values()].reduce((a, b) => a + b, 0);

/** Number of the first release that was changed, is missing or is out of order; null where none. */
export function brokenLink(releases: readonly Release[], hash: Hash): number | null {
  let previous = '';
  for (const [index, { hash: own, ...body }] of releases.entries()) {
    const isWhole =
      body.number === index + 1 && body.previous === previous && own === hash(bodyText(body));
    if (!isWhole) return index + 1;
    previous = own;
  }
  return null;
}

/** The fields in the order in which they are hashed. */
function bodyText({
  number,
  window: { length, start, end },
  epsilon,
  tables,
  withheld,
  previous,
}: Omit<Release, 'hash'>): string {
  return JSON.stringify({
    number,
    window: { length, start, end },
    epsilon,
    tables,
    withheld,
    previous,
  });
}
