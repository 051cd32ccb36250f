import { expect, test } from 'vitest';
import { createReadAttachment } from '#media/read-attachment.ts';
import type { ReaderPool } from '#media/reader-pool.ts';
import { bot } from '../support/bot.ts';

const pool: Pick<ReaderPool, 'read'> = {
  read: () => Promise.reject(new Error('a location needs no reader')),
};
const read = createReadAttachment({ pool, transcribe: null });
const readText = (text: string) =>
  read({ kind: 'location', bytes: Buffer.from(text), mime: 'text/plain', name: null });

test.each([
  ['geo:11.56,104.93', 'Kamboja', 'KH'],
  ['geo:16.8,96.15', 'Myanmar', 'MM'],
  ['geo:22.3,114.17', 'Hong Kong', 'HK'],
  ['geo:25,121.5', 'Taiwan', 'TW'],
  ['geo:24.7,46.7', 'Arab Saudi', 'SA'],
  ['geo:1.35,103.8', 'Singapura', 'SG'],
])(
  '%s lies in %s, which the rules know as %s, and nothing closer is told',
  async (geo, name, place) => {
    const reading = await readText(geo);
    if (!reading.ok) throw new Error(reading.reason);
    expect(reading.text).toContain(name);
    expect(reading.text).not.toMatch(/\d/);
    expect(reading.form).toBe(null);
    const { atoms } = bot.analyse(reading.text);
    expect(atoms.map((a) => a.value)).toContain(place);
  },
);

test('a place at home is told as such', async () => {
  expect(await readText('geo:-6.12,106.15')).toMatchObject({ text: 'Lokasi: di Indonesia' });
});

test('a place in the sea has no country; broken degrees are told', async () => {
  expect(await readText('geo:0.00,0.00')).toEqual({ ok: false, reason: 'no-country' });
  expect(await readText('geo:95,200')).toEqual({ ok: false, reason: 'no-country' });
  for (const broken of [
    'geo:NaN,1',
    'geo:1',
    'geo:1,2;u=9',
    'geo:1e9,2',
    `geo:${'1'.repeat(1e6)},1`,
  ])
    expect(await readText(broken)).toEqual({ ok: false, reason: 'damaged' });
});
