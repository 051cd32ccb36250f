import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadBot } from './load-bot.ts';
import { toPrediction } from './prediction.ts';
import { corridorReader } from './scorecard/corridors.ts';
import { figuresOf } from './scorecard/figures.ts';
import { floorFaults, raisedFloors, readFloors, writeFloors } from './scorecard/floors.ts';
import { readCorpora } from './scorecard/labelled-message.ts';
import { measure } from './scorecard/measures.ts';
import { writeReport } from './scorecard/report.ts';

const help = `How well the bot judges the labelled messages of test/corpus.

  npm run scorecard                writes test/corpus/SCORECARD.md
  npm run scorecard -- --check     fails where a figure is worse than test/corpus/floors.json
  npm run scorecard -- --record    raises the floors to what is measured now
`;
const corpusDir = fileURLToPath(new URL('../../test/corpus/', import.meta.url));
const floorsFile = join(corpusDir, 'floors.json');
const reportFile = join(corpusDir, 'SCORECARD.md');

const { values } = parseArgs({
  options: {
    check: { type: 'boolean' },
    record: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) process.stdout.write(help);
else process.exitCode = scorecard();

/** Exit code: 0 where no figure is worse than its floor, or none was to be checked. */
function scorecard(): number {
  const bot = loadBot();
  const sets = readCorpora(corpusDir).map(({ name, messages }) => ({
    name,
    messages: messages.map((gold) => ({ gold, predicted: toPrediction(bot, gold.id, gold.text) })),
  }));
  const figures = new Map(sets.map((s) => [s.name, figuresOf(measure(s.messages))]));
  const floors = readFloors(floorsFile);
  if (values.record) writeFloors(floorsFile, raisedFloors(figures, floors));
  if (!values.check) {
    const corridorOf = corridorReader(bot.reference);
    writeFileSync(
      reportFile,
      writeReport(sets, (m) => corridorOf(m.gold)),
    );
    process.stdout.write(`${sets.map((s) => s.name).join(', ')}: see ${reportFile}\n`);
    return 0;
  }
  const faults = floorFaults(figures, floors);
  for (const fault of faults) process.stdout.write(`✗ ${fault}\n`);
  process.stdout.write(`${sets.length} sets, ${faults.length} figures below their floor\n`);
  return faults.length > 0 ? 1 : 0;
}
