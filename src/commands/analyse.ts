import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createReadAttachment } from '#media/read-attachment.ts';
import { createReaderPool, poolLimits } from '#media/reader-pool.ts';
import { saidIn } from '#media/said-in.ts';
import { loadBot } from './load-bot.ts';
import { describeAnalysis, toPrediction } from './prediction.ts';

const help = `Checks messages with the rules of this project.

  npm run --silent analyse < messages.jsonl     one JSON object {"id", "text"} a line in and out
                                                or {"id", "file"}: a picture, PDF, Word file or
                                                card; the answer then has "text" and "qr" as well
  npm run --silent analyse -- --text "…"        one message, printed for people
  npm run --silent analyse -- --file FILE       reads the lines from a file

A line that cannot be read gives a line with "error"; the run goes on.
`;
const id = z.union([z.string(), z.number()]);
const textSchema = z.object({ id, text: z.string() });
const fileSchema = z.object({ id, file: z.string().min(1), text: z.undefined().optional() });
/** Longer than the bot waits: a run over many files may have a busy machine. */
const readTimeoutMs = 300_000;
/** Progress is told after so many lines. */
const progressEvery = 5_000;

const { values } = parseArgs({
  options: {
    text: { type: 'string' },
    file: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) process.stdout.write(help);
else if (values.text !== undefined) process.stdout.write(describeAnalysis(loadBot(), values.text));
else await analyseLines(values.file);

async function analyseLines(file: string | undefined): Promise<void> {
  const bot = loadBot();
  const { createReadStream } = await import('node:fs');
  const input = file === undefined ? process.stdin : createReadStream(file);
  if (file === undefined && process.stdin.isTTY) {
    process.stderr.write('Waiting for JSON lines; --help tells more.\n');
  }
  let count = 0;
  const pool = createReaderPool({ ...poolLimits, readTimeoutMs });
  const read = createReadAttachment({ pool, transcribe: null });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    count++;
    process.stdout.write(`${JSON.stringify(await analyseLine(line, count))}\n`);
    if (count % progressEvery === 0) process.stderr.write(`${count} messages\n`);
  }
  pool.stop();
  if (count > progressEvery) process.stderr.write(`${count} messages, done\n`);

  async function analyseLine(line: string, number: number): Promise<object> {
    let content: unknown;
    try {
      content = JSON.parse(line);
    } catch {
      return { error: `line ${number}: not JSON` };
    }
    const hasFile = typeof content === 'object' && content !== null && 'file' in content;
    const checked = (hasFile ? fileSchema : textSchema).safeParse(content);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      return { error: `line ${number}: ${issue?.path.join('.') || 'line'}: ${issue?.message}` };
    }
    const { data } = checked;
    return 'file' in data ? analyseFile(data, number) : toPrediction(bot, data.id, data.text);
  }

  async function analyseFile(from: { id: string | number; file: string }, number: number) {
    const bytes = await readFile(from.file).catch(() => null);
    if (bytes === null) return { id: from.id, error: `line ${number}: file: cannot be read` };
    const reading = await read({ kind: 'document', bytes, mime: '', name: null });
    if (!reading.ok) return { id: from.id, error: `line ${number}: file: ${reading.reason}` };
    const { text, qr } = reading;
    return { ...toPrediction(bot, from.id, saidIn(reading)), text, qr };
  }
}
