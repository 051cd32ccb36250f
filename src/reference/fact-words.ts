import { z } from 'zod';
import { payPeriods } from '#domain/offer.ts';

const words = z.array(z.string().min(1)).min(1);
const wordsByNumber = z.record(z.string().regex(/^\d+$/), words);
const phrases = words;

export const factWordsSchema = z.strictObject({
  numbers: wordsByNumber,
  halves: words,
  decimals: words,
  teens: words,
  multipliers: wordsByNumber,
  open: wordsByNumber,
  slang: wordsByNumber,
  currencies: z.record(z.string().length(3), words),
  signs: z.record(z.string().length(1), z.string().length(3)),
  'local-money': z.record(
    z.string().length(3),
    z.record(z.string().length(2), z.string().length(3)),
  ),
  'local-least': z.record(z.string().length(3), z.number().positive()),
  'unnamed-money': z.record(z.string().length(3), z.string().length(3)),
  periods: z.record(z.enum(payPeriods), words),
  dollars: z.record(z.string(), z.string().length(3)),
  from: words,
  'up-to': words,
  more: words,
  once: words,
  per: words,
  ranges: words,
  roles: z.strictObject({ pay: words, fee: words, pocket: words, penalty: words, extra: words }),
  'roles-behind': words,
  'roles-either': words,
  'roles-weak': words,
  recruiting: words,
  'recruiting-pay': words,
  hints: z.strictObject({
    'sure-pay': words,
    'bare-periods': words,
    labourers: words,
    pieces: words,
    given: words,
    'for-whom': words,
    family: words,
    cuts: words,
    charged: words,
    conditions: words,
    not: words,
    'job-cues': words,
    'sent-to': words,
    wallets: words,
    first: words,
    and: words,
    trainees: words,
  }),
  age: z.strictObject({ before: words, after: words, 'not-after': words }),
  visa: z.strictObject({ work: phrases, visit: phrases, pilgrimage: phrases }),
  address: phrases,
  platforms: words,
  'company-forms': words,
  'strict-company-forms': words,
  'free-links': words,
  'free-mail': words,
  'official-suffixes': words,
  'organisation-suffixes': words,
  'place-before': words,
  'not-place-before': words,
});

/** data/fact-words.yaml: the words by which facts are read in a message. */
export type FactWords = z.infer<typeof factWordsSchema>;
