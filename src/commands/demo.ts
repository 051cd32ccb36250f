import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDice } from '#statistics/noise.ts';
import { wire } from '#wire.ts';
import { demoFolder, exampleConfig, projectRoot, readDemoMessages, replay } from './replay.ts';

const help = `Fills the dashboard with made-up figures and opens it.

  npm run demo                     26 weeks of written messages, then the server on port 3000
  npm run demo -- --weeks 52       so many weeks, 5 to 160
  npm run demo -- --port 0         another port; 0 takes a free one
  npm run demo -- --only-replay    no server afterwards

The messages go through the same rules, answers, counters and releases as real ones, with a clock of
their own, into var/demo, which is made anew each time. Every page says that it is an example.
`;
const weeksMin = 5;
const weeksMax = 160;
const stopTimeoutMs = 5_000;

const { values } = parseArgs({
  options: {
    weeks: { type: 'string', default: '26' },
    port: { type: 'string', default: '3000' },
    'only-replay': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
const weeks = numberWithin(values.weeks, weeksMin, weeksMax);
const port = numberWithin(values.port, 0, 65_535);
const corpus = join(projectRoot, 'test', 'corpus', 'dev.jsonl');
if (values.help) process.stdout.write(help);
else if (weeks === null || port === null) {
  process.stderr.write(`--weeks must be ${weeksMin} to ${weeksMax}, --port 0 to 65535.\n\n${help}`);
  process.exitCode = 1;
} else if (existsSync(corpus)) await run(weeks, port);
else {
  process.stderr.write('The demo needs test/corpus/dev.jsonl, which comes with the source.\n');
  process.exitCode = 1;
}

function numberWithin(text: string, min: number, max: number): number | null {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return number >= min && number <= max ? number : null;
}

async function run(forWeeks: number, onPort: number): Promise<void> {
  const started = performance.now();
  const folder = demoFolder(projectRoot);
  rmSync(folder, { recursive: true, force: true });
  const count = await replay({
    folder,
    messages: readDemoMessages(readFileSync(corpus, 'utf8')),
    weeks: forWeeks,
    until: new Date(),
    dice: createDice(randomBytes),
    onWeek: (week, messages) =>
      process.stderr.write(`\rweek ${week} of ${forWeeks}, ${messages} messages`),
  });
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stderr.write(`\n${count} messages in ${seconds} seconds\n`);
  if (values['only-replay']) return;
  const app = await wire(exampleConfig(folder, onPort));
  const address = await app.listen();
  process.stdout.write(`Example dashboard: ${address}${await app.firstLink()}\n`);
  process.once('SIGINT', () => {
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
