import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readRulebook } from '#rulebook/load-rulebook.ts';
import { ruleSchemaJson } from '#rulebook/rule-schema.ts';
import { exampleFaults } from './example-faults.ts';
import { loadBot, rulesDir } from './load-bot.ts';
import { committedRulebook, matcherUse, movesBetween } from './rule-use.ts';
import { readCorpora } from './scorecard/labelled-message.ts';

const help = `Workbench for rules.

  npm run rules -- test [FILE …]    runs the examples of these rule files, or of all
  npm run rules -- schema           writes rules/rule.schema.json
  npm run rules -- why "message"    what was found in a message, how it was meant and what it counts
  npm run rules -- diff             verdicts over test/corpus that the rules move against the last
                                    commit
  npm run rules -- unused           matchers that no message of test/corpus needs
  npm run rules -- coverage         how many messages each rule is found in
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
const [command, ...rest] = positionals;
if (values.help || command === undefined) process.stdout.write(help);
else if (command === 'test') process.exitCode = testRules(rest);
else if (command === 'schema') writeSchema();
else if (command === 'why') process.stdout.write(why(rest.join(' ')));
else if (command === 'diff') process.stdout.write(diff());
else if (command === 'unused') process.stdout.write(unused());
else if (command === 'coverage') process.stdout.write(coverage());
else {
  process.stderr.write(`There is no "${command}".\n\n${help}`);
  process.exitCode = 1;
}

/** Exit code: 0 where every example of every named file holds. */
function testRules(files: readonly string[]): number {
  const { rulebook, faults } = readRulebook(rulesDir);
  for (const fault of faults) process.stdout.write(`✗ ${fault.message}\n`);
  const { analyse } = loadBot(rulebook);
  const ids = files.map((f) => basename(f, '.yaml'));
  const rules = [...rulebook.rules.values()].filter((r) => !ids.length || ids.includes(r.id));
  const failures = rules.flatMap((rule) => exampleFaults(rule, analyse));
  for (const failure of failures) process.stdout.write(`✗ ${failure}\n`);
  const examples = rules.reduce((n, r) => n + r.examples.hits.length + r.examples.misses.length, 0);
  process.stdout.write(`${rules.length} rules, ${examples} examples, ${failures.length} wrong\n`);
  const unread = faults.filter((f) => !ids.length || ids.some((id) => f.message.startsWith(id)));
  return failures.length + unread.length > 0 ? 1 : 0;
}

/** Writes the JSON schema that gives editors completion in rule files. */
function writeSchema(): void {
  writeFileSync(join(rulesDir, 'rule.schema.json'), ruleSchemaJson());
}

function why(message: string): string {
  const { rulebook, faults } = readRulebook(rulesDir);
  const { analyse } = loadBot(rulebook);
  const { findings, atoms, cues, facts, verdict, ...rest } = analyse(message);
  const lines = [
    ...faults.map((f) => `✗ ${f.message}`),
    `risk ${verdict.risk}  harm ${verdict.harm}  score ${verdict.score.toFixed(3)}`,
    `language ${rest.language}  about ${rest.relation ?? '–'}  stage ${rest.stage ?? '–'}`,
    ...findings.map((f) => {
      const { group } = rulebook.rules.get(f.rule)!;
      const { severity, protective, scope } = rulebook.scoring;
      const points =
        f.ruleKind === 'signal'
          ? -protective[f.severity]!
          : severity[f.severity]! * scope[f.scope]!;
      const counts = f.ruleKind === 'emergency' ? '' : `, ${points.toFixed(2)} points`;
      return `  ${f.ruleKind} ${f.rule} (${f.matcher}, ${group}, ${f.severity}, ${f.scope}${counts}): "${f.quote}"`;
    }),
    `facts  ${atoms.map((a) => `${a.name}:${a.value}`).join(' ') || 'none'}`,
    `cues   ${cues.map((c) => c.name).join(' ') || 'none'}`,
    `pay    ${facts.pay ? `${facts.pay.min}–${facts.pay.max} ${facts.pay.currency} a ${facts.pay.per}` : 'none'}`,
    `fees   ${facts.fees.map((f) => `${f.amount} ${f.currency}`).join(', ') || 'none'}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** One line for each message that is judged differently than with the committed rules. */
function diff(): string {
  const before = loadBot(committedRulebook(join(rulesDir, '..')));
  const moves = movesBetween(before, loadBot(), readCorpora(corpusDir()));
  const lines = moves.map(
    ({ id, wanted, before: b, after: a }) =>
      `${id.padEnd(10)} ${b.kind} ${b.risk ?? '–'} → ${a.kind} ${a.risk ?? '–'}${wanted ? `  (wanted ${wanted})` : ''}`,
  );
  return `${[...lines, `${moves.length} verdicts moved`].join('\n')}\n`;
}

function unused(): string {
  const use = matcherUse(readRulebook(rulesDir).rulebook, readCorpora(corpusDir()));
  const idle = [...use].filter(([, n]) => n === 0).map(([key]) => key);
  return `${[...idle, `${idle.length} of ${use.size} matchers unused`].join('\n')}\n`;
}

function coverage(): string {
  const { rulebook } = readRulebook(rulesDir);
  const sets = readCorpora(corpusDir());
  const perRule = new Map<string, number>();
  for (const [key, n] of matcherUse(rulebook, sets)) {
    const rule = key.slice(0, key.indexOf('/'));
    perRule.set(rule, (perRule.get(rule) ?? 0) + n);
  }
  const messages = sets.reduce((n, s) => n + s.messages.length, 0);
  const lines = [...perRule]
    .sort(([, a], [, b]) => b - a)
    .map(([rule, n]) => `${String(n).padStart(6)}  ${rule}`);
  return `${[...lines, `over ${messages} messages`].join('\n')}\n`;
}

function corpusDir(): string {
  return join(rulesDir, '../test/corpus');
}
