import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { errorShare } from '#commands/reading-errors.ts';
import { createReadAttachment } from '#media/read-attachment.ts';
import { createReaderPool, poolLimits } from '#media/reader-pool.ts';

const folder = 'test/media/posters';
const truths = readFileSync(`${folder}/truth.jsonl`, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { file: string; text: string; qr: string | null });
const testTimeoutMs = 120_000;

const pool = createReaderPool({ ...poolLimits, readTimeoutMs: testTimeoutMs });
const read = createReadAttachment({ pool, transcribe: null });
const attach = (bytes: Uint8Array) => ({ kind: 'image', bytes, mime: '', name: null }) as const;
afterAll(() => pool.stop());

test.each(truths)(
  '$file is read, with its QR code and the places of its words',
  async (truth) => {
    const reading = await read(attach(readFileSync(`${folder}/${truth.file}`)));
    if (!reading.ok) throw new Error(reading.reason);
    expect(errorShare(truth.text, reading.text)).toBeLessThan(0.08);
    expect(reading.qr).toEqual(truth.qr === null ? [] : [truth.qr]);
    expect(reading.isUnsure).toBe(false);
    for (const { box } of reading.words) {
      expect(box.right).toBeGreaterThan(box.left);
      expect(box.bottom).toBeGreaterThan(box.top);
      expect(Math.max(box.right, box.bottom)).toBeLessThan(1_600);
    }
  },
  120_000,
);

test('a file that takes too long or too much memory is given up, the next one is read', async () => {
  const bytes = readFileSync(`${folder}/16-wa-light.jpg`);
  const slow = createReaderPool({ ...poolLimits, readTimeoutMs: 1 });
  expect(await slow.read('jpeg', bytes)).toEqual({ ok: false, reason: 'too-slow' });
  slow.stop();
  const small = createReaderPool({ ...poolLimits, memoryMaxBytes: 1 });
  expect(await small.read('jpeg', bytes)).toEqual({ ok: false, reason: 'too-large' });
  expect(await small.read('zip', new Uint8Array(100))).toMatchObject({ ok: false });
  small.stop();
}, 120_000);

test('what waits beyond the limit is refused at once, what waits at the end is answered', async () => {
  const tight = createReaderPool({ ...poolLimits, queueMax: 1 });
  const bytes = new Uint8Array(100);
  const answers = [tight.read('zip', bytes), tight.read('zip', bytes), tight.read('zip', bytes)];
  expect(await answers[2]).toEqual({ ok: false, reason: 'busy' });
  tight.stop();
  expect(await answers[1]).toEqual({ ok: false, reason: 'busy' });
  expect(await answers[0]).toMatchObject({ ok: false });
});
