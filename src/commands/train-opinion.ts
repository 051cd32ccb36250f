import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKnowledge } from '#analysis/knowledge.ts';
import { readTokens } from '#analysis/read-tokens.ts';
import { readFeatures, wordHashes } from '#analysis/second-opinion.ts';
import { Tokens } from '#analysis/tokens.ts';
import { loadReference } from '#reference/load-reference.ts';
import { opinionBuckets, opinionFile } from '#reference/opinion-table.ts';
import { loadRulebook } from '#rulebook/load-rulebook.ts';
import { dataDir, rulesDir } from './load-bot.ts';
import { type Lesson, learn } from './train-opinion/learn.ts';

const help = `Learns the second opinion anew and writes data/${opinionFile}.
Usage: npm run train-opinion
Learns from test/corpus/dev.jsonl, train.jsonl and every second message of honest.jsonl; never from
fresh.jsonl, which is for reporting.`;

const corpusDir = 'test/corpus';
type Labelled = {
  readonly id: string;
  readonly text: string;
  readonly kind: string;
  readonly risk: string | null;
};

/** Messages of a set; none where the file is not there. */
function readSet(name: string): Labelled[] {
  const file = join(corpusDir, `${name}.jsonl`);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Labelled);
}

function train(): void {
  const knowledge = compileKnowledge(loadRulebook(rulesDir), loadReference(dataDir));
  const hashes = wordHashes(knowledge.vocabulary);
  const tokens = new Tokens();
  const buffer = new Int32Array(8_192);
  const featuresOf = (text: string): number[] => {
    readTokens(text, knowledge.vocabulary, tokens);
    const count = readFeatures(tokens, hashes, buffer);
    return Array.from(buffer.subarray(0, count), (h) => h & (opinionBuckets - 1));
  };
  const honest = readSet('honest').filter((_, i) => i % 2 === 0);
  const offers = [...readSet('dev'), ...honest];
  // The further author wrote few honest offers: for them these messages would tell too little.
  const all = [...offers, ...readSet('train')];
  const lessons = (messages: Labelled[], label: (m: Labelled) => boolean | null): Lesson[] =>
    messages.flatMap((m) => {
      const isPositive = label(m);
      return isPositive === null ? [] : [{ features: featuresOf(m.text), isPositive }];
    });
  // What lies between danger and low teaches neither.
  const danger = lessons(offers, ({ risk }) =>
    risk === 'danger' ? true : risk === 'low' ? false : null,
  );
  const emergency = lessons(all, ({ kind }) => kind === 'emergency');
  const table = {
    'made-by': 'npm run train-opinion',
    danger: learn(danger, opinionBuckets),
    emergency: learn(emergency, opinionBuckets),
  };
  writeFileSync(join(dataDir, opinionFile), `${JSON.stringify(table)}\n`);
  process.stdout.write(`${danger.length} offers and ${emergency.length} messages learnt\n`);
}

if (process.argv.includes('--help')) process.stdout.write(`${help}\n`);
else train();
