import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadBot } from './load-bot.ts';
import { describeAnalysis, toPrediction } from './prediction.ts';

const help = `Checks messages with the rules of this project.

  npm run --silent analyse < messages.jsonl     one JSON object {"id", "text"} a line in and out
  npm run --silent analyse -- --text "…"        one message, printed for people
  npm run --silent analyse -- --file FILE       reads the lines from a file

A line that cannot be read gives a line with "error"; the run goes on.
`;
const lineSchema = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });
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
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    count++;
    process.stdout.write(`${JSON.stringify(analyseLine(line, count))}\n`);
    if (count % progressEvery === 0) process.stderr.write(`${count} messages\n`);
  }
  if (count > progressEvery) process.stderr.write(`${count} messages, done\n`);

  function analyseLine(line: string, number: number): object {
    let content: unknown;
    try {
      content = JSON.parse(line);
    } catch {
      return { error: `line ${number}: not JSON` };
    }
    const checked = lineSchema.safeParse(content);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      return { error: `line ${number}: ${issue?.path.join('.') || 'line'}: ${issue?.message}` };
    }
    return toPrediction(bot, checked.data.id, checked.data.text);
  }
}
