import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toPrediction } from '#commands/prediction.ts';
import { bot } from '../support/bot.ts';

type Gold = {
  id: string;
  text: string;
  kind: string;
  risk: string | null;
  flags: Record<string, string>;
  facts: { pay: { min: number | null; max: number | null; currency: string; per: string } | null };
};
const gold: Gold[] = readFileSync('test/corpus/dev.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const rows = gold.map((g) => ({ g, p: toPrediction(bot, g.id, g.text) }));
const of = (risk: string) => rows.filter((r) => r.g.risk === risk);
const share = <T>(list: readonly T[], test: (item: T) => boolean) => list.filter(test).length / list.length;

/** Floors are the figures asked for; what is measured stands in test/README.md. */
test('dangerous offers are called dangerous, hardly ever mild', () => {
  expect(share(of('danger'), (r) => r.p.risk === 'danger')).toBeGreaterThanOrEqual(0.85);
  expect(share(of('danger'), (r) => r.p.risk === 'low' || r.p.risk === null)).toBeLessThanOrEqual(0.04);
});

test('honest offers are hardly ever called dangerous', () => {
  expect(share(of('low'), (r) => r.p.risk === 'danger')).toBeLessThanOrEqual(0.08);
});

test('people in danger are recognised, and every answer to them begins with a number to reach', () => {
  const emergencies = rows.filter((r) => r.g.kind === 'emergency');
  expect(share(emergencies, (r) => r.p.kind === 'emergency')).toBeGreaterThanOrEqual(0.88);
  const answered = rows.filter((r) => r.p.kind === 'emergency');
  for (const { p } of answered) {
    const reply = p.reply.join('\n');
    expect(reply.slice(0, 400)).toMatch(/\*(\+?\d[\d -]{5,}|110|129)\*/);
    expect(reply.slice(0, 60)).not.toMatch(/TPPO|korban|polisi|bahaya|disekap|darurat/i);
  }
});

test('flags are found: micro F1 at least 0.55', () => {
  const counts = { both: 0, gold: 0, found: 0 };
  for (const { g, p } of rows.filter((r) => r.g.risk === 'danger' || r.g.risk === 'caution')) {
    counts.gold += Object.keys(g.flags).length;
    counts.found += p.flags.length;
    counts.both += p.flags.filter((f) => f.id in g.flags).length;
  }
  expect((2 * counts.both) / (counts.gold + counts.found)).toBeGreaterThanOrEqual(0.55);
});

test('every quote is a true slice of the message', () => {
  for (const { g, p } of rows) {
    for (const f of [...p.flags, ...p.signals, ...p.emergency]) expect(g.text).toContain(f.quote);
  }
});

test('pay is read exactly in at least 80 % of the offers that state it', () => {
  const near = (a: number | null, b: number | null) =>
    a === b || (a !== null && b !== null && Math.abs(a - b) <= 0.005 * Math.max(a, b));
  const stated = rows.filter((r) => r.g.kind === 'offer' && r.g.facts.pay);
  const exact = share(stated, ({ g, p }) => {
    const [want, got] = [g.facts.pay!, p.facts.pay];
    return Boolean(
      got && near(want.min, got.min) && near(want.max, got.max) && want.currency === got.currency && want.per === got.per,
    );
  });
  expect(exact).toBeGreaterThanOrEqual(0.8);
});

test('answers keep their limits: 900 characters, two bubbles, never "safe" as a verdict', () => {
  for (const { p } of rows) {
    const whole = p.reply.join('\n');
    expect(whole.length).toBeLessThanOrEqual(900);
    expect(p.reply.length).toBeLessThanOrEqual(2);
    expect(whole).not.toMatch(/korban|TPPO|(?<!belum berarti )aman\.\*|🟢|✅/i);
  }
});
