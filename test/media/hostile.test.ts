import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusals } from '#media/media-reading.ts';
import { createReadAttachment } from '#media/read-attachment.ts';
import { createReaderPool, poolLimits } from '#media/reader-pool.ts';
import type { HostileFile } from '../support/hostile/hostile-file.ts';
import { hostileOthers } from '../support/hostile/others.ts';
import { hostilePdfs } from '../support/hostile/pdfs.ts';
import { hostilePictures } from '../support/hostile/pictures.ts';
import { hostileWordFiles } from '../support/hostile/word-files.ts';

const testTimeoutMs = 240_000;
/** Processor time of one file; a poster takes one to two. */
const processorMaxMs = 4_000;
/** Time in the bot's own process, where nobody else is answered meanwhile. */
const ownMaxMs = 150;

const usages: { processorMs: number; residentBytes: number }[] = [];
const pool = createReaderPool(poolLimits, (usage) => usages.push(usage));
const read = createReadAttachment({ pool, transcribe: null });
const attach = (bytes: Uint8Array) => ({ kind: 'document', bytes, mime: '', name: null }) as const;
const known = new Set<string>(['text', ...refusals]);
let files: HostileFile[] = [];
beforeAll(async () => {
  const documents = [...hostilePdfs(), ...hostileWordFiles()];
  files = [...(await hostilePictures()), ...documents, ...(await hostileOthers())];
}, testTimeoutMs);
afterAll(() => pool.stop());

type Outcome = { result: string; processorMs: number; residentBytes: number; ownMs: number };

async function tryOne({ bytes }: HostileFile): Promise<Outcome> {
  const before = usages.length;
  const own = process.cpuUsage();
  const reading = await read(attach(bytes));
  const { user, system } = process.cpuUsage(own);
  // What is refused without a look inside takes nothing.
  const usage = usages[before] ?? { processorMs: 0, residentBytes: 0 };
  return { result: reading.ok ? 'text' : reading.reason, ...usage, ownMs: (user + system) / 1_000 };
}

const faultsOf = ({ says }: HostileFile, outcome: Outcome): string[] => [
  ...(says && !says.includes(outcome.result) ? [`not ${says.join()}`] : []),
  ...(known.has(outcome.result) ? [] : ['no reason that has a sentence']),
  ...(outcome.processorMs > processorMaxMs ? ['too much time'] : []),
  ...(outcome.residentBytes > poolLimits.memoryMaxBytes ? ['too much memory'] : []),
  ...(outcome.ownMs > ownMaxMs ? ['too much time of the bot itself'] : []),
];

test(
  'more than 200 hostile files get a reading or a reason, in little time and memory',
  async () => {
    expect(files.length).toBeGreaterThan(200);
    const faults: object[] = [];
    for (const file of files) {
      const outcome = await tryOne(file);
      for (const fault of faultsOf(file, outcome)) faults.push({ file: file.name, fault, outcome });
    }
    expect(faults).toEqual([]);
  },
  testTimeoutMs,
);

test(
  'after all of them a poster is read as before',
  async () => {
    const poster = readFileSync('test/media/posters/16-wa-light.jpg');
    expect(await read(attach(poster))).toMatchObject({ ok: true, form: 'poster', isUnsure: false });
  },
  testTimeoutMs,
);
