import { expect, test } from 'vitest';
import { toPrediction } from '#commands/prediction.ts';
import { corridorReader } from '#commands/scorecard/corridors.ts';
import type { LabelledMessage } from '#commands/scorecard/labelled-message.ts';
import { writeReport } from '#commands/scorecard/report.ts';
import { bot } from '../../support/bot.ts';

const gold = (id: string, more: Partial<LabelledMessage>): LabelledMessage => ({
  id,
  text: 'Selamat pagi semua',
  source: 'text',
  lang: 'id',
  kind: 'offer',
  risk: 'danger',
  harm: 'trafficking',
  flags: {},
  safe: {},
  emergency: {},
  facts: { pay: null, places: [], fees: [], contacts: [] },
  ...more,
});
const placed = (...places: string[]) =>
  gold('x', { facts: { pay: null, places, fees: [], contacts: [] } });
const corridorOf = corridorReader(bot.reference);

test('the report prints every danger that was called low in full, and none that was not', () => {
  const messages = [
    gold('miss', { text: 'Selamat pagi semua,\nada <kabar> baik' }),
    gold('found', { text: 'Loker Kamboja gaji 15jt, bayar 2 juta dulu, tanpa pengalaman' }),
  ].map((g) => ({ gold: g, predicted: toPrediction(bot, g.id, g.text) }));
  const report = writeReport([{ name: 'one', messages }], (m) => corridorOf(m.gold));
  expect(report).toContain('> Selamat pagi semua,\n> ada &lt;kabar> baik');
  expect(report).toContain('not judged at all: 1');
  expect(report).toContain('50.0 % (1/2, 9–91)');
  expect(report).not.toContain('Loker Kamboja');
});

test.each([
  [['Serang', 'Malaysia'], 'Malaysia, Singapore, Brunei'],
  [['Saudi Arabia'], 'Gulf and Middle East'],
  [['Cambodia'], 'Cambodia, Myanmar, Laos, Thailand, Vietnam, Philippines'],
  [['Germany'], 'Europe, Americas, Pacific and others'],
  [['Cikande'], 'Serang and Banten'],
  [['Surabaya'], 'elsewhere in Indonesia'],
  [[], 'no place stated'],
])('an offer with the places %j leads to %s', (places, corridor) => {
  expect(corridorOf(placed(...places))).toBe(corridor);
});
