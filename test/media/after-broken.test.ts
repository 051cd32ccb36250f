import { expect, test } from 'vitest';
import { createReadAttachment } from '#media/read-attachment.ts';
import { createReaderPool, poolLimits } from '#media/reader-pool.ts';
import { onePage, pagesOf } from '../support/hostile/pdfs.ts';

/** A page whose text never ends: the library fails over it once more after it gave its text. */
const broken = Buffer.from(
  pagesOf(['satu', 'dua']).toString('latin1').replaceAll('/Parent 2', '/Parent(2'),
  'latin1',
);

test('a broken PDF does not spoil the file that is read after it', async () => {
  const usages: unknown[] = [];
  const pool = createReaderPool({ ...poolLimits, backlogMin: 100 }, (usage) => usages.push(usage));
  const read = createReadAttachment({ pool, transcribe: null });
  const give = (bytes: Uint8Array) => read({ kind: 'document', bytes, mime: '', name: null });
  const files = Array.from({ length: 6 }, () => [broken, onePage()]).flat();
  const readings = await Promise.all(files.map(give));
  pool.stop();
  expect(readings.filter((r) => r.ok && r.text.includes('Kamboja'))).toHaveLength(6);
  // A process that ended would not have told what it used.
  expect(usages).toHaveLength(files.length);
}, 60_000);
