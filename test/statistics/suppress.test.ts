import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivableCells } from '#statistics/audit.ts';
import { type Cell, leavesOf, type Table } from '#statistics/measures.ts';
import { type Shown, smallestShown, suppress } from '#statistics/suppress.ts';
import { tables } from '../support/statistics.ts';

const headline = tables.find((t) => t.id === 'headline')!;
const counts = (values: Readonly<Record<string, number>>, root: Cell) =>
  new Map(leavesOf(root).map((id) => [id, values[id] ?? 0]));
const valuesOf = (shown: Shown | null): number[] =>
  shown
    ? [
        ...(shown.value === null ? [] : [shown.value]),
        ...(shown.rest ? [shown.rest.value] : []),
        ...(shown.parts ?? []).flatMap(valuesOf),
      ]
    : [];

test('a table below 11 in all shows nothing', () => {
  expect(suppress(headline, counts({ emergency: 10 }, headline.root))).toBeNull();
});

test('one small cell takes the next smallest with it', () => {
  const shown = suppress(
    headline,
    counts(
      { 'offer.caution': 40, 'question.none': 20, emergency: 4, 'agency-check': 13 },
      headline.root,
    ),
  );
  expect(shown?.parts?.map((p) => [p.id, p.value])).toEqual([
    ['offer', 40],
    ['question', 20],
  ]);
  expect(shown?.rest).toMatchObject({ value: 17, cells: 2 });
});

test('a part whose own parts are all small is shown as one figure', () => {
  const shown = suppress(
    headline,
    counts(
      {
        'offer.danger.fraud': 6,
        'offer.danger.both': 7,
        'offer.caution': 20,
        'offer.low': 50,
        'offer.none': 30,
        emergency: 30,
        'agency-check': 30,
        'question.none': 30,
      },
      headline.root,
    ),
  );
  const danger = shown?.parts?.[0]?.parts?.[0];
  expect(danger).toMatchObject({ id: 'offer.danger', value: 13 });
  expect(danger?.parts).toBeUndefined();
});

/** Trees of any shape, three levels deep at most, with any counts. */
const anyTable = fc
  .tuple(
    fc.array(fc.array(fc.nat({ max: 4 }), { maxLength: 4 }), { minLength: 1, maxLength: 6 }),
    fc.boolean(),
  )
  .map(([shape, hasTotal]): Table => {
    const parts = shape.map((inner, i): Cell => {
      const id = `c${i}`;
      if (inner.length === 0) return { id };
      return {
        id,
        parts: inner.map((leaves, j): Cell => {
          const own = `${id}.${j}`;
          if (leaves === 0) return { id: own };
          return {
            id: own,
            parts: Array.from({ length: leaves }, (_, k) => ({ id: `${own}.${k}` })),
          };
        }),
      };
    });
    return {
      id: 't',
      length: 'week',
      bound: 1,
      hasTotal,
      root: { id: 'all', parts },
      cellsOf: () => [],
    };
  });
const anyCount = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -15, max: 25 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 400 }) },
);

test('in 4,000 random tables no figure from 1 to 10 is shown or can be computed', () => {
  fc.assert(
    fc.property(
      anyTable,
      fc.array(anyCount, { minLength: 100, maxLength: 100 }),
      (table, values) => {
        const noisy = new Map(
          leavesOf(table.root).map((id, i) => [id, values[i % values.length]!]),
        );
        const shown = suppress(table, noisy);
        for (const value of valuesOf(shown)) expect(value).toBeGreaterThanOrEqual(smallestShown);
        expect(derivableCells(table.root, shown)).toEqual([]);
      },
    ),
    { numRuns: 4_000 },
  );
});

const flat: Cell = { id: 'all', parts: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] };
test.each([
  [
    'one hidden part is the total less the others',
    {
      id: 'all',
      value: 50,
      margin: 1,
      parts: [
        { id: 'a', value: 30, margin: 1 },
        { id: 'b', value: 14, margin: 1 },
      ],
    },
    ['c'],
  ],
  [
    'two hidden parts that sum to little',
    { id: 'all', value: 38, margin: 1, parts: [{ id: 'a', value: 30, margin: 1 }] },
    ['b', 'c'],
  ],
  [
    'two hidden parts that sum to enough',
    { id: 'all', value: 50, margin: 1, parts: [{ id: 'a', value: 30, margin: 1 }] },
    [],
  ],
  ['a small total gives all its parts away', { id: 'all', value: 9, margin: 1 }, ['a', 'b', 'c']],
  [
    'a rest that names too little',
    {
      id: 'all',
      value: null,
      margin: 1,
      parts: [{ id: 'a', value: 30, margin: 1 }],
      rest: { value: 8, margin: 1, cells: 2 },
    },
    ['b', 'c'],
  ],
] as const)('the audit finds: %s', (_, shown, derivable) => {
  expect(derivableCells(flat, shown)).toEqual(derivable);
});
