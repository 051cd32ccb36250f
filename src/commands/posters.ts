import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createReadAttachment } from '#media/read-attachment.ts';
import { createReaderPool, poolLimits } from '#media/reader-pool.ts';
import { saidIn } from '#media/said-in.ts';
import { loadBot } from './load-bot.ts';
import { errorShare, quantile } from './reading-errors.ts';

const help = `Measures how well pictures are read.

  npm run posters -- FOLDER            reads every picture of FOLDER/truth.jsonl
  npm run posters -- FOLDER --text     prints what was read beside what is true

FOLDER/truth.jsonl has a line {"file", "text", "body", "qr"} for each picture: all words in it, those of
the offer alone, and what its QR code holds (null where it has none).
`;
const truthSchema = z.object({
  file: z.string(),
  text: z.string(),
  body: z.string(),
  qr: z.string().nullable(),
});
/** Longer than the bot waits: here a busy machine must not change the figures. */
const readTimeoutMs = 300_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { text: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
async function measure(from: string): Promise<void> {
  const bot = loadBot();
  const taken: { processorMs: number; residentBytes: number }[] = [];
  const pool = createReaderPool({ ...poolLimits, readTimeoutMs }, (usage) => taken.push(usage));
  const read = createReadAttachment({ pool, transcribe: null });
  const riskOf = (text: string) =>
    bot.analyse(saidIn({ text, qr: [], form: 'poster' })).verdict.risk;
  const rows = [];
  const truths = readFileSync(join(from, 'truth.jsonl'), 'utf8').trim().split('\n');
  for (const line of truths) {
    const truth = truthSchema.parse(JSON.parse(line));
    const bytes = readFileSync(join(from, truth.file));
    const reading = await read({ kind: 'image', bytes, mime: '', name: null });
    const seconds = (taken.at(-1)?.processorMs ?? Number.NaN) / 1_000;
    const text = reading.ok ? reading.text : '';
    const qr = reading.ok ? reading.qr : [];
    const row = {
      whole: errorShare(truth.text, text),
      body: errorShare(truth.body, text, true),
      isSame: riskOf(truth.text) === riskOf(text),
      hasQr: truth.qr === null ? null : qr.includes(truth.qr),
      isUnsure: !reading.ok || reading.isUnsure,
      seconds,
    };
    rows.push(row);
    process.stdout.write(`${truth.file.padEnd(26)} ${describe(row)}\n`);
    if (values.text) process.stdout.write(`true: ${truth.text}\nread: ${text}\n\n`);
  }
  pool.stop();
  const memory = taken.map((t) => t.residentBytes / 1_000_000);
  process.stdout.write(summary(rows, memory));
}

type Row = {
  readonly whole: number;
  readonly body: number;
  readonly isSame: boolean;
  readonly hasQr: boolean | null;
  readonly isUnsure: boolean;
  readonly seconds: number;
};

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const shareOf = (rows: readonly unknown[], all: readonly unknown[]): string =>
  `${rows.length} of ${all.length}`;

const describe = (r: Row): string =>
  `wrong ${percent(r.whole)}, offer ${percent(r.body)}, ${r.seconds.toFixed(2)} s` +
  `${r.isSame ? '' : ', OTHER VERDICT'}${r.hasQr === false ? ', QR MISSED' : ''}${r.isUnsure ? ', unsure' : ''}`;

function summary(rows: readonly Row[], memory: readonly number[]): string {
  const told = (numbers: number[]) =>
    `median ${percent(quantile(numbers, 0.5))}, mean ${percent(numbers.reduce((a, b) => a + b, 0) / numbers.length)}`;
  const withQr = rows.filter((r) => r.hasQr !== null);
  return `
letters wrong, whole picture: ${told(rows.map((r) => r.whole))}
letters wrong, offer alone:   ${told(rows.map((r) => r.body))}
same verdict as true text:    ${shareOf(
    rows.filter((r) => r.isSame),
    rows,
  )}
QR codes read:                ${shareOf(
    withQr.filter((r) => r.hasQr),
    withQr,
  )}
processor seconds a picture:  median ${quantile(
    rows.map((r) => r.seconds),
    0.5,
  ).toFixed(2)}, most ${Math.max(...rows.map((r) => r.seconds)).toFixed(2)}
memory of a reading process:  median ${quantile(memory, 0.5).toFixed()} MB, most ${Math.max(...memory).toFixed()} MB
memory of this process:       ${(process.memoryUsage.rss() / 1_000_000).toFixed()} MB
`;
}

const [folder] = positionals;
if (values.help || folder === undefined) process.stdout.write(help);
else await measure(folder);
