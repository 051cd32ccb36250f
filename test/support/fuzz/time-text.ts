/**
 * Prints how long the bot takes for the text on stdin, in milliseconds of the processor: in a
 * program of its own, without the test runner, whose way of loading makes everything slower.
 */
import { readFileSync } from 'node:fs';
import { bot, someDay } from '../bot.ts';
import { amountsOf, tokensOf } from '../read.ts';

const text = readFileSync(0, 'utf8');
const works = [
  () => tokensOf(text),
  () => amountsOf(text),
  () => bot.analyse(text),
  () => bot.converse(null, { text }, someDay),
];

function processorMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** The first runs are of a cold program. */
const tries = 5;
const best = works.map((work) =>
  Math.min(...Array.from({ length: tries }, () => processorMs(work))),
);
process.stdout.write(String(Math.max(...best)));
