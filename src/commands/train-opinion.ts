import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAnalyser } from '#analysis/analyse-offer.ts';
import { namesShown } from '#analysis/kind-opinion.ts';
import { compileKnowledge } from '#analysis/knowledge.ts';
import { readTokens } from '#analysis/read-tokens.ts';
import { readFeatures, wordHashes } from '#analysis/second-opinion.ts';
import { Tokens } from '#analysis/tokens.ts';
import { type Kind, kinds } from '#domain/message.ts';
import { loadReference } from '#reference/load-reference.ts';
import {
  type OpinionHead,
  type OpinionTable,
  opinionBuckets,
  opinionFile,
} from '#reference/opinion-table.ts';
import { loadRulebook } from '#rulebook/load-rulebook.ts';
import { dataDir, rulesDir } from './load-bot.ts';
import { learn } from './train-opinion/learn.ts';
import { learnKinds } from './train-opinion/learn-kinds.ts';

const help = `Learns the second opinion anew and writes data/${opinionFile}.
Usage: npm run train-opinion [-- FILE…]
Learns from the labelled messages of FILE…, else from test/corpus/dev.jsonl, train.jsonl and every
second message of honest.jsonl and further.jsonl; never from the other halves nor from fresh.jsonl,
which are for reporting.`;

const corpusDir = 'test/corpus';
type Labelled = {
  readonly id: string;
  readonly text: string;
  readonly kind: Kind;
  readonly risk: string | null;
};

/** Messages of a file; none where it is not there. */
function readMessages(file: string): Labelled[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Labelled);
}

/** Even numbers of further.jsonl and honest.jsonl are for reporting. */
const isForLearning = ({ id }: Labelled): boolean => /[13579]$/.test(id);

type Sets = { readonly all: readonly Labelled[]; readonly offers: ReadonlySet<Labelled> };

function setsByDefault(): Sets {
  const set = (name: string) => readMessages(join(corpusDir, `${name}.jsonl`));
  const halves = [...set('further'), ...set('honest')].filter(isForLearning);
  const offers = [...set('dev'), ...halves];
  // This author wrote few honest offers: with them a plain factory abroad sounds dangerous.
  return { all: [...offers, ...set('train')], offers: new Set(offers) };
}

const noHead: OpinionHead = { bias: 0, scale: 1, weights: new Int8Array(opinionBuckets) };
/** With it an analysis shows what it shows without a second opinion. */
const noOpinion: OpinionTable = {
  danger: noHead,
  kinds: Object.fromEntries(kinds.map((k) => [k, noHead])) as OpinionTable['kinds'],
  named: {},
};

function train(files: readonly string[]): void {
  const rulebook = loadRulebook(rulesDir);
  const reference = loadReference(dataDir);
  const { vocabulary } = compileKnowledge(rulebook, reference);
  const analyse = createAnalyser(rulebook, reference, noOpinion);
  const hashes = wordHashes(vocabulary);
  const tokens = new Tokens();
  const buffer = new Int32Array(8_192);
  const featuresOf = (text: string): number[] => {
    readTokens(text, vocabulary, tokens);
    const count = readFeatures(tokens, hashes, buffer);
    return Array.from(buffer.subarray(0, count), (h) => h & (opinionBuckets - 1));
  };
  const given = files.flatMap(readMessages);
  const { all, offers } =
    files.length > 0 ? { all: given, offers: new Set(given) } : setsByDefault();
  const lessons = all.map((message) => ({
    kind: message.kind,
    risk: offers.has(message) ? message.risk : null,
    features: featuresOf(message.text),
    names: namesShown(analyse(message.text)),
  }));
  // What lies between danger and low is not danger: else every odd offer sounds like one.
  const judged = lessons
    .filter(({ risk }) => risk !== null)
    .map(({ features, risk }) => ({ features, isPositive: risk === 'danger' }));
  const table = {
    'made-by': 'npm run train-opinion',
    danger: learn(judged, opinionBuckets),
    ...learnKinds(lessons, opinionBuckets),
  };
  writeFileSync(join(dataDir, opinionFile), `${JSON.stringify(table)}\n`);
  process.stdout.write(`${judged.length} offers and ${lessons.length} messages learnt\n`);
}

const files = process.argv.slice(2);
if (files.includes('--help')) process.stdout.write(`${help}\n`);
else train(files);
