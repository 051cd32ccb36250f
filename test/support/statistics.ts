import { createHash } from 'node:crypto';
import type { CountableItem } from '#domain/outcome.ts';
import { measureTables } from '#statistics/measures.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A small closed list, as rules/ and data/ would give it. */
export const tables = measureTables({
  flags: ['upfront-fee', 'wrong-visa', 'easy-work', 'high-pay', 'urgency'],
  signals: ['written-contract', 'no-fee'],
  kecamatan: ['carenang', 'ciruas', 'tirtayasa'],
});

/** An ordinary dangerous offer; tests change what they are about. */
export const item: CountableItem = {
  kind: 'offer',
  risk: 'danger',
  harm: 'trafficking',
  rules: ['wrong-visa', 'upfront-fee'],
  language: 'id',
  country: 'KH',
  regions: [],
  form: 'text',
  payRupiah: 15e6,
  feeRupiah: null,
  reach: null,
  kecamatan: null,
  isMinor: false,
};

/** Cells that it raises: headline, form, place, pay, language, and two signs in both their windows. */
export const cellsOfMessage = 9;
/** Tables in which it leaves a mark. */
export const tablesOfMessage = 7;
