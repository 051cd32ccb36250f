import { z } from 'zod';
import type { Pay, PayPeriod, Place } from '#domain/offer.ts';

const confidence = z.enum(['confirmed', 'single']);
const amount = z.strictObject({ amount: z.number().positive(), source: z.string(), confidence });
const range = z.strictObject({
  min: z.number().positive(),
  max: z.number().positive(),
  source: z.string(),
  confidence,
});

export const usualPaySchema = z.strictObject({
  rates: z.strictObject({
    date: z.iso.date(),
    toIdr: z.record(z.string().length(3), z.number().positive()),
  }),
  'minimum-wage': z.record(z.string(), amount),
  'home-reference': amount,
  above: z.strictObject({ times: z.number().min(1), far: z.number().min(1) }),
  jobs: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z-]+$/),
      skilled: z.boolean(),
      words: z.array(z.string().min(2)).min(1),
    }),
  ),
  pay: z.record(
    z.string().length(2),
    z.strictObject({ currency: z.string().length(3) }).catchall(range),
  ),
  'fishing-abroad': range.extend({ currency: z.string().length(3) }),
  'abroad-reference': amount,
});
export type UsualPay = z.infer<typeof usualPaySchema>;
export type JobFamily = UsualPay['jobs'][number];

export type PayJudgement = 'below-minimum' | 'usual' | 'above-usual' | 'far-above-usual';

const perMonth: Record<PayPeriod, number | null> = {
  hour: 173,
  day: 26,
  week: 4.33,
  month: 1,
  year: 1 / 12,
  contract: null,
  task: null,
};
/** A skilled worker's pay abroad may be so many times the unskilled one's. */
const skilledTimes = 2.2;
/** Below this share of the minimum an offer at home is called too low; small shops pay less. */
const belowShareHome = 0.6;
/** Abroad the table holds legal minimums. */
const belowShareAbroad = 0.95;

/** Pay in rupiah a month, as stated: the top of a range; null where it cannot be told. */
function monthlyIdr(pay: Pay, table: UsualPay): { low: number; high: number } | null {
  const factor = perMonth[pay.per];
  const rate = table.rates.toIdr[pay.currency];
  const high = pay.max ?? pay.min;
  if (factor === null || rate === undefined || high === null) return null;
  return { low: (pay.min ?? high) * factor * rate, high: high * factor * rate };
}

/**
 * Compares pay with what such work usually earns there.
 * @returns null where pay, place or job do not allow a judgement
 */
export function judgePay(
  pay: Pay,
  jobFamily: string | null,
  places: readonly Place[],
  table: UsualPay,
): PayJudgement | null {
  const offered = monthlyIdr(pay, table);
  if (!offered) return null;
  const skilled = table.jobs.find((j) => j.id === jobFamily)?.skilled ?? false;
  const usual = usualRange(jobFamily, places, table);
  if (!usual) return null;
  const top = usual.max * (skilled ? skilledTimes : 1);
  if (offered.high > top * table.above.far) return 'far-above-usual';
  if (offered.high > top * table.above.times) return 'above-usual';
  const abroad = places.some((p) => p.country !== 'ID');
  const share = abroad ? belowShareAbroad : belowShareHome;
  if (offered.high < usual.min * share) return 'below-minimum';
  return 'usual';
}

/** Usual pay in rupiah a month for the job in the place named. */
function usualRange(
  jobFamily: string | null,
  places: readonly Place[],
  table: UsualPay,
): { min: number; max: number } | null {
  const abroad = places.find((p) => p.country !== 'ID');
  // Officers and stewards of ships are paid by rank and flag, not by a place.
  if (jobFamily === 'seafarer') return null;
  if (!abroad) return homeRange(places, table);
  if (jobFamily === 'fishing') return inRupiah(table['fishing-abroad'], table);
  const country = table.pay[abroad.country];
  const row = country?.[jobFamily ?? 'any'] ?? country?.['any'];
  if (!country || typeof row !== 'object') {
    const { amount: most } = table['abroad-reference'];
    return { min: most / 4, max: most };
  }
  return inRupiah({ ...row, currency: country.currency }, table);
}

function inRupiah(
  { min, max, currency }: { min: number; max: number; currency: string },
  table: UsualPay,
): { min: number; max: number } {
  const rate = table.rates.toIdr[currency] ?? 1;
  return { min: min * rate, max: max * rate };
}

/** The minimum wage of the most specific place that has one. */
function homeRange(places: readonly Place[], table: UsualPay): { min: number; max: number } {
  const wages = table['minimum-wage'];
  const own = places.map(
    (p) => wages[p.id] ?? (p.groups.includes('kab-serang') ? wages['kab-serang'] : undefined),
  );
  const found = own.find((w) => w !== undefined)?.amount ?? table['home-reference'].amount;
  return { min: found, max: found };
}
