import { expect, test } from 'vitest';
import type { Prediction } from '#commands/prediction.ts';
import { plainContact } from '#commands/scorecard/fact-measures.ts';
import { figuresOf } from '#commands/scorecard/figures.ts';
import { quotesOverlap } from '#commands/scorecard/label-measures.ts';
import type { LabelledMessage, ScoredMessage } from '#commands/scorecard/labelled-message.ts';
import { measure, thresholdAtFalseAlarm } from '#commands/scorecard/measures.ts';
import { wilson } from '#commands/scorecard/share.ts';

const noFacts = { pay: null, places: [], fees: [], contacts: [] };
let count = 0;
const scored = (gold: Partial<LabelledMessage>, predicted: Partial<Prediction>): ScoredMessage => ({
  gold: {
    id: `m${count++}`,
    text: 'gaji 5 juta, bayar 2 juta dulu',
    source: 'text',
    lang: 'id',
    kind: 'offer',
    risk: null,
    harm: null,
    flags: {},
    safe: {},
    emergency: {},
    facts: noFacts,
    ...gold,
  },
  predicted: {
    id: 'm',
    kind: 'offer',
    lang: 'id',
    risk: null,
    harm: null,
    score: 0,
    flags: [],
    signals: [],
    emergency: [],
    facts: { ...noFacts, job: null, company: null },
    relation: null,
    stage: null,
    reply: [],
    ...predicted,
  },
});
const value = (messages: ScoredMessage[], name: string) =>
  figuresOf(measure(messages)).get(name)!.value;

test('an offer that is not judged at all counts as called low', () => {
  const messages = [
    scored({ risk: 'danger' }, { risk: 'danger' }),
    scored({ risk: 'danger' }, { risk: 'low' }),
    scored({ risk: 'danger' }, { risk: null }),
    scored({ risk: 'danger' }, { risk: 'caution' }),
  ];
  expect(value(messages, 'dangerCalledDanger')).toBe(0.25);
  expect(value(messages, 'dangerCalledLow')).toBe(0.5);
  expect(value(messages, 'lowCalledDanger')).toBe(null);
});

test('a question that hides an emergency sign is no false alarm', () => {
  const messages = [
    scored({ kind: 'emergency', emergency: { confined: 'gaji' } }, { kind: 'emergency' }),
    scored({ kind: 'question', emergency: { confined: 'gaji' } }, { kind: 'emergency' }),
    scored({ kind: 'question' }, { kind: 'emergency' }),
    scored({ kind: 'other' }, { kind: 'other' }),
  ];
  expect(value(messages, 'emergencyRecall')).toBe(1);
  expect(value(messages, 'emergencyFalseAlarm')).toBe(0.5);
  expect(value(messages, 'kindAccuracy')).toBe(0.5);
});

test('recall at a false-alarm rate takes the threshold from the honest offers', () => {
  const low = [0.1, 0.2, 0.3, 0.9].map((score) => scored({ risk: 'low' }, { score }));
  const danger = [0.25, 0.5, 0.95].map((score) => scored({ risk: 'danger' }, { score }));
  expect(thresholdAtFalseAlarm(low, 0.05)).toBe(0.9);
  expect(thresholdAtFalseAlarm(low, 0.25)).toBe(0.3);
  expect(value([...low, ...danger], 'recallAt5')).toBeCloseTo(1 / 3);
  // Pairs won: 0.25 beats two, 0.5 three, 0.95 four of four.
  expect(value([...low, ...danger], 'auc')).toBeCloseTo(9 / 12);
  expect(value(danger.slice(2), 'brier')).toBeCloseTo(0.0025);
});

test('flags are pooled over suspicious offers; what an honest ad shows counts neither way', () => {
  const quote = 'bayar 2 juta dulu';
  const messages = [
    scored(
      { risk: 'danger', flags: { 'upfront-fee': quote, 'high-pay': 'gaji' } },
      {
        flags: [
          { id: 'upfront-fee', quote: 'bayar 2 juta' },
          { id: 'urgency', quote: 'nowhere' },
        ],
      },
    ),
    scored({ risk: 'low' }, { flags: [{ id: 'urgency', quote: 'dulu' }] }),
  ];
  expect(value(messages, 'flags.precision')).toBe(0.5);
  expect(value(messages, 'flags.recall')).toBe(0.5);
  expect(value(messages, 'flags.microF1')).toBe(0.5);
  expect(value(messages, 'flags.quoteValid')).toBe(0.5);
  expect(value(messages, 'flags.quoteOverlap')).toBe(1);
});

test('pay is exact only with both ends, currency and period', () => {
  const pay = { min: 5e6, max: 5e6, currency: 'IDR', per: 'month' as const };
  const offer = (found: Partial<typeof pay>) =>
    scored(
      { facts: { ...noFacts, pay } },
      { facts: { ...noFacts, job: null, company: null, pay: { ...pay, ...found } } },
    );
  const none = scored(
    { facts: noFacts },
    { facts: { ...noFacts, job: null, company: null, pay: { ...pay } } },
  );
  const messages = [offer({}), offer({ currency: 'MYR' }), offer({ max: 6e6 }), none];
  expect(value(messages, 'payExact')).toBeCloseTo(1 / 3);
  expect(value(messages, 'payAmount')).toBeCloseTo(2 / 3);
  expect(value(messages, 'payInvented')).toBe(1);
});

test('one number written in two ways is one contact, and two fees of one amount are one', () => {
  expect(new Set(['+62812-3456', '0812 3456', '628123456'].map(plainContact))).toEqual(
    new Set(['8123456']),
  );
  expect(plainContact('WA.me/62812')).toBe('wa.me/62812');
  const fee = { amount: 2e6, currency: 'IDR' };
  const messages = [
    scored(
      { facts: { ...noFacts, fees: [fee, { ...fee, amount: 3e6 }] } },
      { facts: { ...noFacts, job: null, company: null, fees: [fee] } },
    ),
  ];
  expect(value(messages, 'feesF1')).toBeCloseTo(2 / 3);
});

test('quotes overlap from half of the shorter one', () => {
  const text = 'bayar dua juta dulu ya kak';
  expect(quotesOverlap(text, 'bayar dua juta', 'juta dulu ya')).toBe(false);
  expect(quotesOverlap(text, 'bayar dua juta', 'dua juta dulu')).toBe(true);
  expect(quotesOverlap(text, '', 'dua')).toBe(false);
});

test('Wilson intervals agree with published values and stay within 0 and 1', () => {
  const [low, high] = wilson(8, 10)!;
  expect(low).toBeCloseTo(0.49, 2);
  expect(high).toBeCloseTo(0.943, 3);
  expect(wilson(0, 5)![0]).toBe(0);
  expect(wilson(5, 5)![1]).toBe(1);
  expect(wilson(0, 0)).toBe(null);
});
