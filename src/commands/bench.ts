import { readFileSync } from 'node:fs';
import { createAnalyser } from '#analysis/analyse-offer.ts';
import { loadReference } from '#reference/load-reference.ts';
import { loadOpinionTable } from '#reference/opinion-table.ts';
import { loadRulebook } from '#rulebook/load-rulebook.ts';
import {
  benchMaterial,
  benchRules,
  hostileMessages,
  kilobytes,
  regExpPerRule,
} from './bench-material.ts';
import { dataDir, rulesDir } from './load-bot.ts';

/**
 * Engine figures by CPU time, engines taking turns in one run, so that a noisy machine slows all
 * alike. `npm run bench -- --check` fails where a figure misses its goal.
 *
 * A full check is all that is done with a text before the answer is worded: words with slips
 * mended, contacts, amounts, places, all phrases, scope, findings, score, reasons, language and
 * second opinion.
 */
const sliceMs = 40;
const slices = 11;
/** Slices before the first that counts: the compiler of the engine must be done. */
const warmUps = 8;
const messageCount = 400;
const hostileWarmUps = 4;
const hostileRuns = 9;
const compileRuns = 5;
const clockRounds = 15;
const goals = {
  perRegExp: 60,
  growth: 1.4,
  hostileMs: 10,
  compileMs: 300,
  medianUs: 40,
  p99Us: 250,
};

const write = (line: string) => process.stdout.write(`${line}\n`);
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const median = (list: readonly number[]) => list.toSorted((a, b) => a - b)[list.length >> 1]!;
const row = (name: string, value: number, unit: string, digits = 0) =>
  write(`${name.padEnd(44)} ${value.toFixed(digits).padStart(9)} ${unit}`);

/**
 * CPU microseconds per message of each engine, engines taking turns: the least of all slices, for
 * what else runs on the machine only adds.
 */
function race(
  engines: ReadonlyMap<string, (text: string) => unknown>,
  messages: readonly string[],
) {
  const costs = new Map([...engines.keys()].map((name) => [name, [] as number[]]));
  for (let slice = -warmUps; slice < slices; slice++) {
    for (const [name, check] of engines) {
      const start = cpuMs();
      let count = 0;
      while (cpuMs() - start < sliceMs) {
        for (let i = 0; i < 4; i++) check(messages[count++ % messages.length]!);
      }
      if (slice >= 0) costs.get(name)!.push(((cpuMs() - start) * 1_000) / count);
    }
  }
  return new Map([...costs].map(([name, list]) => [name, Math.min(...list)]));
}

const rulebook = loadRulebook(rulesDir);
const reference = loadReference(dataDir);
const opinions = loadOpinionTable(dataDir);
const base = [...rulebook.rules.values()].find((r) => r.kind === 'flag')!;
const { phrases, messages } = benchMaterial(10_000, messageCount);
const analyse = createAnalyser(rulebook, reference, opinions);

function synthetic(count: number) {
  const rules = benchRules(phrases.slice(0, count), base);
  return { ...rulebook, rules, scoring: { ...rulebook.scoring, pairs: [] } };
}

/** Compiling rules, cues and names: the least of some runs. */
function compile(count: number) {
  const book = synthetic(count);
  const times: number[] = [];
  let engine = analyse;
  for (let run = 0; run < compileRuns; run++) {
    const start = cpuMs();
    engine = createAnalyser(book, reference, opinions);
    times.push(cpuMs() - start);
  }
  return { engine, ms: Math.min(...times) };
}

const characters = messages.reduce((n, m) => n + m.length, 0) / messages.length;
write(
  `Node ${process.version}, ${messages.length} messages, mean ${Math.round(characters)} characters`,
);
const engines = new Map<string, (text: string) => unknown>();
const compileMs = new Map<number, number>();
for (const count of [100, 1_000, 10_000]) {
  const { engine, ms } = compile(count);
  engines.set(`full check, ${count} rules`, engine);
  compileMs.set(count, ms);
}
const expressions = regExpPerRule(phrases.slice(0, 1_000));
const byRegExp = (text: string) => {
  const plain = text.normalize('NFKC').toLowerCase();
  const found: { rule: string; quote: string }[] = [];
  expressions.forEach((expression, i) => {
    const hit = expression.exec(plain);
    if (hit) found.push({ rule: `bench-${i}`, quote: hit[0] });
  });
  return found;
};
engines.set('one RegExp per rule, 1000 rules', byRegExp);
const costs = race(engines, messages);
for (const [name, cost] of costs) row(name, cost, 'µs CPU a message', 1);

// Every tenth rule asks for a fact, too, which an expression cannot.
const thousand = createAnalyser(synthetic(1_000), reference, opinions);
let [wanted, missed] = [0, 0];
for (const message of messages) {
  const found = new Set(thousand(message).findings.map((f) => f.rule));
  for (const { rule } of byRegExp(message)) {
    if (Number(rule.slice('bench-'.length)) % 10 === 0) continue;
    wanted++;
    if (!found.has(rule)) missed++;
  }
}
write('');
row('found by the expressions, missed by us', missed, `of ${wanted}`);
const perRegExp =
  costs.get('one RegExp per rule, 1000 rules')! / costs.get('full check, 1000 rules')!;
const growth = costs.get('full check, 10000 rules')! / costs.get('full check, 100 rules')!;
row('faster than one RegExp per rule', perRegExp, `times (goal ≥ ${goals.perRegExp})`);
row('cost from 100 to 10,000 rules', growth, `times (goal ≤ ${goals.growth})`, 2);
for (const [count, ms] of compileMs) {
  row(
    `compile ${count} rules`,
    ms,
    `ms CPU${count === 10_000 ? ` (goal ≤ ${goals.compileMs})` : ''}`,
  );
}

write('\nmessages of 1 KB made of the labelled ones, our own rules');
const labelled = readFileSync(new URL('../../test/corpus/dev.jsonl', import.meta.url), 'utf8');
const texts = labelled
  .split('\n')
  .filter(Boolean)
  .map((line) => String(JSON.parse(line).text));
const real = kilobytes(texts);
const cost = race(new Map([['full check', analyse]]), real).get('full check')!;
// All messages in turn, so that none finds its words in the cache; each by its best round, for the
// others tell of the machine.
const best = real.map(() => Number.POSITIVE_INFINITY);
for (let round = 0; round < clockRounds; round++) {
  real.forEach((text, i) => {
    const start = process.hrtime.bigint();
    analyse(text);
    best[i] = Math.min(best[i]!, Number(process.hrtime.bigint() - start) / 1_000);
  });
}
const times = best.toSorted((a, b) => a - b);
const p50 = times[times.length >> 1]!;
const p99 = times[Math.floor(times.length * 0.99)]!;
row('full check', cost, 'µs CPU a message', 1);
row('full checks in a CPU second', 1e6 / cost, '');
row('p50 of messages by the clock', p50, `µs (goal ≤ ${goals.medianUs})`);
row('p99 of messages by the clock', p99, `µs (goal ≤ ${goals.p99Us})`);

write(`\nhostile messages of 64 KB, our own rules, median of ${hostileRuns} behind a warm-up`);
const ownPhrases = [...rulebook.rules.values()].flatMap((r) =>
  r.matches.flatMap((m) => m.phrases ?? []),
);
let worst = 0;
for (const [name, text] of hostileMessages(ownPhrases)) {
  for (let i = 0; i < hostileWarmUps; i++) analyse(text);
  const runs = Array.from({ length: hostileRuns }, () => {
    const start = cpuMs();
    analyse(text);
    return cpuMs() - start;
  });
  worst = Math.max(worst, median(runs));
  row(`  ${name}`, median(runs), 'ms CPU', 1);
}
row('  worst', worst, `ms (goal ≤ ${goals.hostileMs})`, 1);

const isMissed =
  missed > 0 ||
  perRegExp < goals.perRegExp ||
  growth > goals.growth ||
  worst > goals.hostileMs ||
  compileMs.get(10_000)! > goals.compileMs ||
  p50 > goals.medianUs ||
  p99 > goals.p99Us;
if (isMissed) write('\nA goal is missed.');
if (isMissed && process.argv.includes('--check')) process.exitCode = 1;
