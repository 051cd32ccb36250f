import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kinds, languages } from '#domain/message.ts';
import { type CountableItem, forms, reaches } from '#domain/outcome.ts';
import { harms, risks } from '#domain/verdict.ts';
import { leavesOf } from '#statistics/measures.ts';
import { item, tables } from '../support/statistics.ts';

const orNull = <T>(values: readonly T[]) => fc.constantFrom<T | null>(...values, null);
const anyItem: fc.Arbitrary<CountableItem> = fc.record({
  kind: orNull(kinds),
  risk: orNull(risks),
  harm: orNull(harms),
  rules: fc.array(fc.constantFrom('upfront-fee', 'wrong-visa', 'urgency', 'no-fee', 'unknown')),
  language: fc.constantFrom(...languages),
  country: orNull(['ID', 'MY', 'KH', 'XX', 'FJ']),
  regions: fc.array(fc.constantFrom('kab-serang', 'lebak', 'java')),
  form: orNull(forms),
  payRupiah: orNull([0, 1, 2_999_999, 3e6, 1e9]),
  feeRupiah: orNull([0, 1e6, 4e7]),
  reach: orNull(reaches),
  kecamatan: orNull(['ciruas', 'nowhere']),
  isMinor: fc.boolean(),
});

describe.each(tables)('$id', ({ root, bound, cellsOf, length }) => {
  test('no sender can raise more cells than its bound, and only leaves that exist', () => {
    const leaves = new Set(leavesOf(root));
    fc.assert(
      fc.property(anyItem, (some) => {
        const raised = cellsOf(some);
        expect(raised.length).toBeLessThanOrEqual(bound);
        expect(new Set(raised).size).toBe(raised.length);
        for (const cell of raised) expect(leaves).toContain(cell);
      }),
      { numRuns: 2_000 },
    );
  });

  test('of emergencies and of children nothing but the kind is counted', () => {
    fc.assert(
      fc.property(anyItem, (some) => {
        const told = cellsOf({ ...some, kind: 'emergency', kecamatan: null });
        const young = cellsOf({ ...some, isMinor: true, kecamatan: null });
        if (length === 'week') expect(told).toEqual(['emergency']);
        else expect([...told, ...young]).toEqual([]);
      }),
    );
  });

  test('a greeting counts nowhere', () => {
    fc.assert(
      fc.property(anyItem, (some) => {
        expect(cellsOf({ ...some, kind: 'other', kecamatan: null })).toEqual([]);
      }),
    );
  });
});

const cells = (id: string, some: Partial<CountableItem>) =>
  tables.find((t) => t.id === id)!.cellsOf({ ...item, ...some });

test.each([
  ['headline', {}, ['offer.danger.trafficking']],
  ['headline', { risk: 'low', harm: null }, ['offer.low']],
  ['headline', { kind: 'question', risk: null, harm: null }, ['question.none']],
  ['headline', { kind: 'agency-check', risk: null }, ['agency-check']],
  [
    'signs',
    { rules: ['high-pay', 'urgency', 'wrong-visa', 'no-fee'] },
    ['high-pay', 'urgency', 'wrong-visa'],
  ],
  ['signs', { rules: ['not-in-the-book', 'no-fee'] }, ['no-fee']],
  ['places', {}, ['abroad.southeast-asia.KH']],
  ['places', { country: 'XX' }, ['abroad.other']],
  ['places', { country: 'ID', regions: ['carenang', 'kab-serang'] }, ['home.banten.kab-serang']],
  ['places', { country: 'ID', regions: ['west-java'] }, ['home.other']],
  ['places', { country: null }, []],
  ['money', { feeRupiah: 5e6 }, ['pay.10m-20m', 'fee.5m-15m']],
  ['money', { payRupiah: 2_999_999.9 }, ['pay.under-3m']],
  ['languages', { language: 'su' }, ['su']],
  ['reach', { reach: 'group' }, ['group']],
  ['kecamatan', { kind: null, kecamatan: 'ciruas' }, ['ciruas']],
  ['forms', { kind: null, kecamatan: 'ciruas' }, []],
] as const)('%s counts %j as %j', (id, some, expected) => {
  expect(cells(id, some)).toEqual(expected);
});
