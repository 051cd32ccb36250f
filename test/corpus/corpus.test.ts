import { expect, test } from 'vitest';
import { toPrediction } from '#commands/prediction.ts';
import { figuresOf } from '#commands/scorecard/figures.ts';
import { floorFaults, readFloors } from '#commands/scorecard/floors.ts';
import { readCorpora } from '#commands/scorecard/labelled-message.ts';
import { measure } from '#commands/scorecard/measures.ts';
import { bot } from '../support/bot.ts';

const sets = readCorpora('test/corpus').map(({ name, messages }) => ({
  name,
  messages: messages.map((gold) => ({ gold, predicted: toPrediction(bot, gold.id, gold.text) })),
}));
const rows = sets.flatMap((s) => s.messages).map(({ gold, predicted }) => ({ g: gold, p: predicted }));

test('no figure of the scorecard is below its recorded floor', () => {
  const figures = new Map(sets.map((s) => [s.name, figuresOf(measure(s.messages))]));
  const floors = readFloors('test/corpus/floors.json');
  expect(Object.keys(floors).length).toBeGreaterThan(0);
  expect(floorFaults(figures, floors)).toEqual([]);
});

test('every answer to people in danger begins with a number to reach', () => {
  expect(rows.filter((r) => r.p.kind === 'emergency').length).toBeGreaterThan(20);
  const answered = rows.filter((r) => r.p.kind === 'emergency');
  for (const { p } of answered) {
    const reply = p.reply.join('\n');
    expect(reply.slice(0, 400)).toMatch(/\*(\+?\d[\d -]{5,}|110|129)\*/);
    expect(reply.slice(0, 60)).not.toMatch(/TPPO|korban|polisi|bahaya|disekap|darurat/i);
  }
});

test('every quote is a true slice of the message', () => {
  for (const { g, p } of rows) {
    for (const f of [...p.flags, ...p.signals, ...p.emergency]) expect(g.text).toContain(f.quote);
  }
});

test('answers keep their limits: 900 characters, two bubbles, never "safe" as a verdict', () => {
  for (const { p } of rows) {
    const whole = p.reply.join('\n');
    expect(whole.length).toBeLessThanOrEqual(900);
    expect(p.reply.length).toBeLessThanOrEqual(2);
    expect(whole).not.toMatch(/korban|TPPO|(?<!(?:belum berarti|can tangtu|durung mesti) )aman\.\*|🟢|✅/i);
  }
});
