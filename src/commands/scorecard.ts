import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { seededRandom } from './bench-material.ts';
import { type Bot, loadBot } from './load-bot.ts';
import { toPrediction } from './prediction.ts';
import { corridorReader } from './scorecard/corridors.ts';
import { figuresOf } from './scorecard/figures.ts';
import { floorFaults, raisedFloors, readFloors, writeFloors } from './scorecard/floors.ts';
import { readCorpora, type ScoredMessage } from './scorecard/labelled-message.ts';
import { measure } from './scorecard/measures.ts';
import { type ScoredSet, writeReport } from './scorecard/report.ts';
import { measureRobustness, robustnessFaults } from './scorecard/robustness.ts';

const help = `How well the bot judges the labelled messages of test/corpus.

  npm run scorecard                writes test/corpus/SCORECARD.md
  npm run scorecard -- --check     fails where a figure is worse than test/corpus/floors.json
  npm run scorecard -- --record    raises the floors to what is measured now
  npm run scorecard -- --robust    disguises every message in all known ways and counts what is
                                   lost; with --misses the alarms that fall silent are printed;
                                   with --check it fails where a goal is missed
`;
const corpusDir = fileURLToPath(new URL('../../test/corpus/', import.meta.url));
const floorsFile = join(corpusDir, 'floors.json');
const reportFile = join(corpusDir, 'SCORECARD.md');

/** Any number; the same in every run, so that two runs compare. */
const seed = 20_261_124;

const { values } = parseArgs({
  options: {
    check: { type: 'boolean' },
    record: { type: 'boolean' },
    robust: { type: 'boolean' },
    misses: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) process.stdout.write(help);
else process.exitCode = values.robust ? robustness() : scorecard();

function readScoredSets(bot: Bot): ScoredSet[] {
  return readCorpora(corpusDir).map(({ name, messages }) => ({
    name,
    messages: messages.map((gold) => ({ gold, predicted: toPrediction(bot, gold.id, gold.text) })),
  }));
}

/** Exit code: 0 where no figure is worse than its floor, or none was to be checked. */
function scorecard(): number {
  const bot = loadBot();
  const sets = readScoredSets(bot);
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

/** Exit code: 0 where every disguise keeps its goals, or they were not to be checked. */
function robustness(): number {
  const bot = loadBot();
  const messages = readScoredSets(bot).flatMap((s) => s.messages);
  const results = measureRobustness(
    messages,
    (text) => toPrediction(bot, '', text),
    (disguise) => seededRandom(seed + disguise),
  );
  const percent = (value: number | null) => `${(100 * (value ?? 0)).toFixed(1)} %`.padStart(9);
  const columns = [
    'danger',
    'recall@5',
    'lost',
    'low→dang',
    'emerg.',
    'kind',
    'flags F1',
    'flips',
    'unsafe',
  ];
  const head = columns.map((c) => c.padStart(9)).join('');
  process.stdout.write(`${`${messages.length} messages`.padEnd(30)}${head}\n`);
  for (const r of results) {
    const shares = [r.danger.value, r.recallAt5.value, r.recallLost, r.lowCalledDanger.value];
    const others = [
      r.emergencyRecall.value,
      r.kindAccuracy.value,
      r.flagsF1,
      r.flips.value,
      r.unsafeFlips.value,
    ];
    process.stdout.write(`${r.name.padEnd(30)}${[...shares, ...others].map(percent).join('')}\n`);
    if (values.misses)
      for (const m of r.unsafe) process.stdout.write(`  ${m.gold.id} ${oneLine(m)}\n`);
  }
  const faults = robustnessFaults(results);
  for (const fault of faults) process.stdout.write(`✗ ${fault}\n`);
  return values.check && faults.length > 0 ? 1 : 0;
}

function oneLine({ gold }: ScoredMessage): string {
  return gold.text.replaceAll('\n', ' / ');
}
