import { z } from 'zod';
import type { Pay, PayPeriod, Place } from '#domain/offer.ts';

const money = z.number().positive();
const source = z.string().min(5);
const confidence = z.enum(['confirmed', 'single', 'estimate']);
const currency = z.string().regex(/^[A-Z]{3}$/, 'three capital letters (ISO 4217)');
const placeId = z.string().regex(/^[a-z0-9-]+$/);
const family = z.string().regex(/^[a-z]+(-[a-z]+)*$/);

/** Lowest and highest, in rupiah a month. */
type Wage = { readonly min: number; readonly max: number };

const wagesSchema = z
  .array(
    z.strictObject({
      source,
      date: z.iso.date(),
      confidence,
      amounts: z.record(placeId, z.union([money, z.tuple([money, money])])),
    }),
  )
  .transform((blocks): ReadonlyMap<string, Wage> => {
    const pairs = blocks.flatMap(({ amounts }) => Object.entries(amounts));
    return new Map(
      pairs.map(([place, amount]) => {
        const [min, max] = typeof amount === 'number' ? [amount, amount] : amount;
        return [place, { min, max }];
      }),
    );
  });

const rowSchema = z
  .strictObject({ min: money, max: money, 'legal-minimum': money.optional(), source, confidence })
  .refine((r) => r.min <= r.max, 'min must not be above max');

export const usualPaySchema = z.strictObject({
  rates: z.strictObject({ date: z.iso.date(), source, 'to-idr': z.record(currency, money) }),
  'minimum-wage': wagesSchema,
  'province-minimum': wagesSchema,
  'home-reference': z.strictObject({ amount: money, source, date: z.iso.date(), confidence }),
  above: z.strictObject({
    times: z.number().min(1),
    far: z.number().min(1),
    skilled: z.number().min(1).describe('skilled work may pay so many times the usual'),
    rupiah: z.number().min(1).describe('pay abroad named in rupiah, in home wages'),
  }),
  jobs: z
    .array(
      z.strictObject({
        id: family,
        skilled: z.boolean(),
        words: z.array(z.string().min(2)).min(1),
      }),
    )
    .min(1),
  pay: z.record(
    z.string().regex(/^[A-Z]{2}$/),
    z.object({ currency, any: rowSchema }).catchall(rowSchema),
  ),
  'fishing-abroad': z.strictObject({ currency, min: money, max: money, source, confidence }),
});
export type UsualPay = z.infer<typeof usualPaySchema>;
export type JobFamily = UsualPay['jobs'][number];

export type PayJudgement =
  | 'below-minimum'
  | 'usual'
  | 'top-of-usual'
  | 'above-usual'
  | 'far-above-usual';

const hoursOfMonth = 173;
const perMonth: Record<PayPeriod, number | null> = {
  hour: hoursOfMonth,
  day: 26,
  week: 4.33,
  month: 1,
  year: 1 / 12,
  contract: null,
  task: null,
};
/**
 * Korea pays 209 hours for a month of 40-hour weeks, and a day labourer may work 30 days; a floor
 * must not be stricter than the law.
 */
const mostPerMonth: Partial<Record<PayPeriod, number>> = { hour: 209 / hoursOfMonth, day: 30 / 26 };
/** Small shops and households at home lawfully agree on less than the minimum wage. */
const belowShareHome = 0.45;
/** Pay is often rounded; exchange rates and our own estimates are approximate. */
const belowShareAbroad = 0.95;
const belowShareRough = 0.9;

/** Ads round the minimum wage and leave out small allowances. */
const minimumShare = { least: 0.97, most: 1.06 };

/**
 * True where the pay is, rounded, the minimum wage by law of the place named: the one amount that
 * can be looked up. A range counts by its lower end.
 */
export function isMinimumWage(
  pay: Pay,
  jobFamily: string | null,
  places: readonly Place[],
  table: UsualPay,
): boolean {
  const lowest = pay.min ?? pay.max;
  const factor = perMonth[pay.per];
  if (lowest === null || factor === null) return false;
  const hours = pay.per === 'hour' ? factor * (mostPerMonth.hour ?? 1) : factor;
  const [country] = destinations(places);
  const wages = country
    ? [legalMinimumOf(country, jobFamily, pay.currency, table)]
    : places
        .flatMap((p) => table['minimum-wage'].get(wageKey(p, table) ?? '') ?? [])
        .flatMap(({ min, max }) => (pay.currency === 'IDR' ? [min, max] : []));
  return wages.some((wage) => {
    const share = wage === undefined ? 0 : (lowest * hours) / wage;
    return share >= minimumShare.least && share <= minimumShare.most;
  });
}

/**
 * True where pay for work abroad is named in rupiah and is a multiple of the wage at home
 * (`above.rupiah`). A job order names the money of the country; who names rupiah wants to dazzle.
 */
export function isMuchRupiahAbroad(pay: Pay, places: readonly Place[], table: UsualPay): boolean {
  if (pay.currency !== 'IDR' || !places.some((p) => p.country !== 'ID')) return false;
  const offered = monthlyRupiah(pay, table);
  return offered !== null && offered >= table['home-reference'].amount * table.above.rupiah;
}

/** In the money of the country, a month; undefined where no source prints one or it pays in another money. */
function legalMinimumOf(
  code: string,
  jobFamily: string | null,
  paidIn: string,
  table: UsualPay,
): number | undefined {
  const country = table.pay[code];
  if (country?.currency !== paidIn) return undefined;
  const { currency: _, ...rows } = country;
  const row = (jobFamily === null ? undefined : rows[jobFamily]) ?? rows.any;
  return row['legal-minimum'];
}

/** What to compare with, in rupiah a month: nothing lower is lawful, nothing much higher usual. */
type Usual = { readonly floor: number | null; readonly top: number; readonly abroad: boolean };

/**
 * Compares pay with what such work usually earns there. `top-of-usual` is more than the range known
 * for a place abroad, yet within what honest offers pay; a lure only beside others.
 * @returns null where pay, place or job do not allow a judgement
 */
export function judgePay(
  pay: Pay,
  jobFamily: string | null,
  places: readonly Place[],
  table: UsualPay,
): PayJudgement | null {
  const offered = monthlyRupiah(pay, table);
  const usual = usualFor(pay.currency, jobFamily, places, table);
  if (offered === null || usual === null) return null;
  if (offered > usual.top * table.above.far) return 'far-above-usual';
  if (offered > usual.top * table.above.times) return 'above-usual';
  const most = offered * (mostPerMonth[pay.per] ?? 1);
  if (usual.floor !== null && most < usual.floor) return 'below-minimum';
  return usual.abroad && offered > usual.top ? 'top-of-usual' : 'usual';
}

/** The upper end of what is offered, in rupiah a month; null where it cannot be told. */
export function monthlyRupiah(pay: Pay, table: UsualPay): number | null {
  const factor = perMonth[pay.per];
  const amount = pay.max ?? pay.min;
  return factor === null || amount === null ? null : rupiah(amount * factor, pay.currency, table);
}

/** About how many rupiah that is; null for a currency without a rate. */
export function rupiah(amount: number, currency: string, table: UsualPay): number | null {
  const rate = table.rates['to-idr'][currency];
  return rate === undefined ? null : amount * rate;
}

function usualFor(
  currencyCode: string,
  jobFamily: string | null,
  places: readonly Place[],
  table: UsualPay,
): Usual | null {
  // Officers and stewards of ships are paid by rank and flag, not by a place.
  if (jobFamily === 'seafarer') return null;
  const named = destinations(places);
  const abroad = named.length > 0 ? named : countriesPaying(currencyCode, table);
  if (abroad.length === 0) {
    const atHome = currencyCode === 'IDR' && places.every((p) => p.country === 'ID');
    return atHome ? usualAtHome(jobFamily, places, table) : null;
  }
  if (jobFamily === 'fishing') return usualFishing(table);
  const known = abroad.flatMap((c) => usualAbroad(c, jobFamily, currencyCode, table) ?? []);
  if (known.length === 0) return null;
  // Several countries are often a route; the best-paying one decides, and no floor is sure.
  const top = Math.max(...known.map((u) => u.top));
  return { floor: abroad.length === 1 ? known[0]!.floor : null, top, abroad: true };
}

/** Countries abroad; where one has no placement, only such, because the others are the way there. */
function destinations(places: readonly Place[]): string[] {
  const abroad = places.filter((p) => p.country !== 'ID' && !p.groups.includes('region'));
  const closed = abroad.filter((p) => p.placement === 'closed');
  return [...new Set((closed.length > 0 ? closed : abroad).map((p) => p.country))];
}

/** The one country with that currency, where no country is named: ringgit is Malaysia. */
function countriesPaying(currencyCode: string, table: UsualPay): string[] {
  if (currencyCode === 'IDR') return [];
  const countries = Object.keys(table.pay).filter((c) => table.pay[c]!.currency === currencyCode);
  return countries.length === 1 ? countries : [];
}

const skillOf = (jobFamily: string | null, table: UsualPay): number =>
  table.jobs.find((j) => j.id === jobFamily)?.skilled ? table.above.skilled : 1;

function usualAbroad(
  code: string,
  jobFamily: string | null,
  paidIn: string,
  table: UsualPay,
): Usual | null {
  const country = table.pay[code];
  if (!country) return null;
  const { currency: money, ...rows } = country;
  const rate = table.rates['to-idr'][money];
  if (rate === undefined) return null;
  const own = jobFamily === null ? undefined : rows[jobFamily];
  const row = own ?? rows.any;
  const rough = row.confidence === 'estimate' || paidIn !== money;
  const share = rough ? belowShareRough : belowShareAbroad;
  return {
    floor: (row['legal-minimum'] ?? row.min) * rate * share,
    top: row.max * rate * (own ? 1 : skillOf(jobFamily, table)),
    abroad: true,
  };
}

function usualFishing(table: UsualPay): Usual | null {
  const { currency: money, min, max } = table['fishing-abroad'];
  const rate = table.rates['to-idr'][money];
  if (rate === undefined) return null;
  return { floor: min * rate * belowShareAbroad, top: max * rate, abroad: true };
}

function usualAtHome(jobFamily: string | null, places: readonly Place[], table: UsualPay): Usual {
  const wages = places.flatMap((p) => wageOf(p, table) ?? []);
  const reference = table['home-reference'].amount;
  const floor = wages.length === 0 ? reference : Math.min(...wages.map((w) => w.min));
  const top = wages.length === 0 ? reference : Math.max(...wages.map((w) => w.max));
  const skill = skillOf(jobFamily, table);
  return { floor: floor * belowShareHome, top: top * skill, abroad: false };
}

/** The wage of the place itself, of its regency or of its province, whichever is known first. */
function wageOf(place: Place, table: UsualPay): Wage | undefined {
  const ids = [place.id, ...place.groups];
  const own = table['minimum-wage'].get(wageKey(place, table) ?? '');
  if (own) return own;
  const floor = ids.map((id) => table['province-minimum'].get(id)).find((w) => w !== undefined);
  // The floor of a province says what is lawful; what is usual in its towns is more.
  return floor && { min: floor.min, max: Math.max(floor.max, table['home-reference'].amount) };
}

/** The regency or city whose minimum wage holds at a place. */
const wageKey = (place: Place, table: UsualPay): string | undefined =>
  [place.id, ...place.groups].find((id) => table['minimum-wage'].has(id));
