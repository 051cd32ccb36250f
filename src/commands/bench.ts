import { loadRulebook } from '#rulebook/load-rulebook.ts';
import { benchMaterial, benchRules, hostileMessages, regExpPerRule } from './bench-material.ts';
import { loadBot, rulesDir } from './load-bot.ts';

/**
 * Engine figures as ratios by CPU time, engines taking turns in one run, so that a noisy machine
 * slows all alike. `npm run bench -- --check` fails where a figure misses its goal.
 */
const sliceMs = 40;
const slices = 11;
const messageCount = 400;
const hostileWarmUps = 4;
const hostileRuns = 9;
const goals = { perRegExp: 60, growth: 1.6, hostileMs: 10 };

const write = (line: string) => process.stdout.write(`${line}\n`);
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!;

/** CPU microseconds per message of each engine: the median of slices, engines taking turns. */
function race(
  engines: ReadonlyMap<string, (text: string) => unknown>,
  messages: readonly string[],
) {
  const costs = new Map([...engines.keys()].map((name) => [name, [] as number[]]));
  for (let slice = -2; slice < slices; slice++) {
    for (const [name, check] of engines) {
      const start = cpuMs();
      let count = 0;
      while (cpuMs() - start < sliceMs) {
        for (let i = 0; i < 4; i++) check(messages[count++ % messages.length]!);
      }
      if (slice >= 0) costs.get(name)!.push(((cpuMs() - start) * 1_000) / count);
    }
  }
  return new Map([...costs].map(([name, list]) => [name, median(list)]));
}

const rulebook = loadRulebook(rulesDir);
const bot = loadBot(rulebook);
const base = [...rulebook.rules.values()].find((r) => r.kind === 'flag')!;
const { phrases, messages } = benchMaterial(10_000, messageCount);
const engines = new Map<string, (text: string) => unknown>();
const compileMs = new Map<number, number>();
for (const count of [100, 1_000, 10_000]) {
  const start = cpuMs();
  const rules = benchRules(phrases.slice(0, count), base);
  const synthetic = { ...rulebook, rules, scoring: { ...rulebook.scoring, pairs: [] } };
  engines.set(`full check, ${count} rules`, loadBot(synthetic).analyse);
  compileMs.set(count, cpuMs() - start);
}
engines.set('full check, our own rules', bot.analyse);
const expressions = regExpPerRule(phrases.slice(0, 1_000));
engines.set('one RegExp per rule, 1000 rules', (text) => {
  const plain = text.toLowerCase();
  const quotes: string[] = [];
  for (const expression of expressions) {
    const found = expression.exec(plain);
    if (found) quotes.push(found[0]);
  }
  return quotes;
});

const characters = messages.reduce((n, m) => n + m.length, 0) / messages.length;
write(
  `Node ${process.version}, ${messages.length} messages, mean ${Math.round(characters)} characters`,
);
const costs = race(engines, messages);
for (const [name, cost] of costs)
  write(`${name.padEnd(36)} ${cost.toFixed(1).padStart(9)} µs CPU a message`);
const perRegExp =
  costs.get('one RegExp per rule, 1000 rules')! / costs.get('full check, 1000 rules')!;
const growth = costs.get('full check, 10000 rules')! / costs.get('full check, 100 rules')!;
write(
  `\nfaster than one RegExp per rule      ${perRegExp.toFixed(0).padStart(9)} times (goal ≥ ${goals.perRegExp})`,
);
write(
  `cost from 100 to 10,000 rules        ${growth.toFixed(2).padStart(9)} times (goal ≤ ${goals.growth})`,
);
for (const [count, ms] of compileMs)
  write(
    `compile with ${String(count).padEnd(6)} rules             ${ms.toFixed(0).padStart(9)} ms CPU`,
  );

write(`\nhostile messages of 64 KB, our own rules, median of ${hostileRuns} behind a warm-up`);
const ownPhrases = [...rulebook.rules.values()].flatMap((r) =>
  r.matches.flatMap((m) => m.phrases ?? []),
);
let worst = 0;
for (const [name, text] of hostileMessages(ownPhrases)) {
  for (let i = 0; i < hostileWarmUps; i++) bot.analyse(text);
  const times = Array.from({ length: hostileRuns }, () => {
    const start = cpuMs();
    bot.analyse(text);
    return cpuMs() - start;
  });
  worst = Math.max(worst, median(times));
  write(`  ${name.padEnd(28)} ${median(times).toFixed(1).padStart(7)} ms CPU`);
}
write(`  worst ${worst.toFixed(1)} ms (goal ≤ ${goals.hostileMs})`);

const missed = perRegExp < goals.perRegExp || growth > goals.growth || worst > goals.hostileMs;
if (missed) write('\nA goal is missed.');
if (missed && process.argv.includes('--check')) process.exitCode = 1;
