import { languages } from '#domain/message.ts';
import { type CountableItem, forms as formsCounted, reaches } from '#domain/outcome.ts';
import type { WindowLength } from './windows.ts';

/** What is counted, as a tree: leaves are counted, everything above is a sum of leaves. */
export type Cell = { readonly id: string; readonly parts?: readonly Cell[] };

/** One table of the closed list. Nothing else is ever counted. */
export type Table = {
  readonly id: string;
  readonly length: WindowLength;
  /** Most cells that one sender can raise, by one each, in one window. */
  readonly bound: number;
  /** Whether the sum of all cells means something: senders, where each raises one cell. */
  readonly hasTotal: boolean;
  readonly root: Cell;
  /** Shown only where the releases of this shorter length in its time were all withheld. */
  readonly insteadOf?: WindowLength;
  /** Leaves that an item raises; empty where it says nothing about this table. */
  readonly cellsOf: (item: CountableItem) => readonly string[];
};

/** Ids of rules and places that may be counted; they come from rules/ and data/. */
export type CountedIds = {
  readonly flags: readonly string[];
  readonly signals: readonly string[];
  /** The 29 kecamatan of Kabupaten Serang. */
  readonly kecamatan: readonly string[];
};

const leaf = (id: string): Cell => ({ id });
const branch = (id: string, parts: readonly Cell[]): Cell => ({ id, parts });
/** Leaves `name.a`, `name.b` under `name`. */
const group = (id: string, parts: readonly string[]): Cell =>
  branch(
    id,
    parts.map((part) => leaf(`${id}.${part}`)),
  );

const severestFlags = 3;

/** All tables. Their order is the order of a release. */
export function measureTables(ids: CountedIds): readonly Table[] {
  const signs = signsOf(ids);
  // Where few people write, three times four weeks together may tell what four weeks cannot.
  const stretched: Table = { ...signs, length: 'twelve-weeks', insteadOf: signs.length };
  return [headline, signs, places, forms, money, spoken, reached, homes(ids), stretched];
}

/** Kind, risk and harm: the only table of a week, and the only one shown for few senders. */
const headline: Table = {
  id: 'headline',
  length: 'week',
  bound: 1,
  hasTotal: true,
  root: branch('all', [
    branch('offer', [
      group('offer.danger', ['trafficking', 'fraud', 'both']),
      leaf('offer.caution'),
      leaf('offer.low'),
      leaf('offer.none'),
    ]),
    group('question', ['danger', 'caution', 'none']),
    leaf('emergency'),
    leaf('agency-check'),
  ]),
  cellsOf: ({ kind, risk, harm }) => {
    // A greeting is no message that was checked; it must not use up a sender's turn.
    if (kind === null || kind === 'other') return [];
    if (kind === 'emergency' || kind === 'agency-check') return [kind];
    const told = risk ?? 'none';
    if (kind === 'question') return [`question.${told === 'low' ? 'none' : told}`];
    return [told === 'danger' ? `offer.danger.${harm ?? 'both'}` : `offer.${told}`];
  },
};

/** Of one message the three most severe flags, then signals if there is room. */
function signsOf({ flags, signals }: CountedIds): Table {
  const known = new Set([...flags, ...signals]);
  return {
    id: 'signs',
    length: 'four-weeks',
    bound: severestFlags,
    hasTotal: false,
    root: branch('all', [...known].map(leaf)),
    cellsOf: (item) =>
      isJustHeadline(item)
        ? []
        : [...new Set(item.rules)].filter((r) => known.has(r)).slice(0, severestFlags),
  };
}

const regionsAbroad: Readonly<Record<string, readonly string[]>> = {
  'southeast-asia': ['MY', 'SG', 'BN', 'TH', 'VN', 'PH', 'KH', 'MM', 'LA'],
  'east-asia': ['TW', 'HK', 'KR', 'JP', 'CN', 'MO'],
  'middle-east': ['SA', 'AE', 'QA', 'KW', 'OM', 'BH', 'JO', 'IQ', 'SY', 'LB', 'TR', 'EG'],
  europe: ['PL', 'DE', 'GB', 'IT', 'ES', 'RO', 'HU', 'RS', 'BG', 'HR', 'GR', 'PT', 'NL', 'RU'],
  elsewhere: ['AU', 'NZ', 'US', 'CA', 'PG', 'FJ', 'MV', 'ZA'],
};
const regionOf = new Map(
  Object.entries(regionsAbroad).flatMap(([region, codes]) => codes.map((c) => [c, region])),
);
/** Regions at home, nearest first, as groups or ids of data/places.yaml. */
const regionsAtHome = [
  'kab-serang',
  'kota-serang',
  'cilegon',
  'pandeglang',
  'lebak',
  'kab-tangerang',
  'kota-tangerang',
  'tangerang-selatan',
] as const;

/** Where the work is: country, region, abroad or at home. */
const places: Table = {
  id: 'places',
  length: 'four-weeks',
  bound: 1,
  hasTotal: true,
  root: branch('all', [
    branch('abroad', [
      ...Object.entries(regionsAbroad).map(([region, codes]) => group(`abroad.${region}`, codes)),
      leaf('abroad.other'),
    ]),
    branch('home', [group('home.banten', regionsAtHome), leaf('home.other')]),
  ]),
  cellsOf: (item) => {
    const { country, regions } = item;
    if (isJustHeadline(item) || country === null) return [];
    if (country !== 'ID') {
      const region = regionOf.get(country);
      return [region ? `abroad.${region}.${country}` : 'abroad.other'];
    }
    const near = regionsAtHome.find((r) => regions.includes(r));
    return [near ? `home.banten.${near}` : 'home.other'];
  },
};

/** How the message came; its total says how many senders there were in these weeks. */
const forms: Table = {
  id: 'forms',
  length: 'four-weeks',
  bound: 1,
  hasTotal: true,
  root: branch('all', formsCounted.map(leaf)),
  cellsOf: (item) => (isJustHeadline(item) || item.form === null ? [] : [item.form]),
};

/** Lower ends of the bands, in rupiah; the last band is open. */
const payBands = { 'under-3m': 0, '3m-6m': 3e6, '6m-10m': 6e6, '10m-20m': 10e6, '20m-up': 20e6 };
const feeBands = { 'under-1m': 0, '1m-5m': 1e6, '5m-15m': 5e6, '15m-40m': 15e6, '40m-up': 40e6 };

function bandOf(bands: Readonly<Record<string, number>>, rupiah: number): string {
  const reachedBands = Object.entries(bands).filter(([, from]) => rupiah >= from);
  return reachedBands.at(-1)?.[0] ?? Object.keys(bands)[0]!;
}

/** Pay promised a month and money asked before work, in bands of rupiah. */
const money: Table = {
  id: 'money',
  length: 'twelve-weeks',
  bound: 2,
  hasTotal: false,
  root: branch('all', [group('pay', Object.keys(payBands)), group('fee', Object.keys(feeBands))]),
  cellsOf: (item) => {
    if (isJustHeadline(item)) return [];
    const pay = item.payRupiah === null ? [] : [`pay.${bandOf(payBands, item.payRupiah)}`];
    const fee = item.feeRupiah === null ? [] : [`fee.${bandOf(feeBands, item.feeRupiah)}`];
    return [...pay, ...fee];
  },
};

/** Language of the answer. */
const spoken: Table = {
  id: 'languages',
  length: 'twelve-weeks',
  bound: 1,
  hasTotal: true,
  root: branch('all', languages.map(leaf)),
  cellsOf: (item) => (isJustHeadline(item) ? [] : [item.language]),
};

/** How the offer reached the sender, where they or WhatsApp's forward mark tell. */
const reached: Table = {
  id: 'reach',
  length: 'twelve-weeks',
  bound: 1,
  hasTotal: true,
  root: branch('all', reaches.map(leaf)),
  cellsOf: (item) => (isJustHeadline(item) || item.reach === null ? [] : [item.reach]),
};

/** The sender's own kecamatan, only where they chose to tell it. */
const homes = ({ kecamatan }: CountedIds): Table => ({
  id: 'kecamatan',
  length: 'twelve-weeks',
  bound: 1,
  hasTotal: true,
  root: branch('all', kecamatan.map(leaf)),
  cellsOf: ({ kecamatan: told }) => (told !== null && kecamatan.includes(told) ? [told] : []),
});

/** Of emergencies and of people under 18 nothing but the kind is counted; of a greeting nothing. */
function isJustHeadline({ kind, isMinor }: CountableItem): boolean {
  return kind === null || kind === 'other' || kind === 'emergency' || isMinor;
}

/** Every leaf of a tree, in order. */
export function leavesOf(cell: Cell): readonly string[] {
  return cell.parts ? cell.parts.flatMap(leavesOf) : [cell.id];
}
