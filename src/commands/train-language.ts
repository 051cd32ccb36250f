import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileLanguageReader } from '#analysis/detect-language.ts';
import type { LanguageFeature } from '#reference/language-table.ts';
import { heldOut, learnLanguages, type Sentence, spoken } from './learn-languages.ts';
import { dataDir } from './load-bot.ts';

/**
 * Trains the table of languages from the sentences of test/corpus/languages, one file a language,
 * one sentence a line, and prints how often it is right on every fifth sentence, which it never
 * saw. The same sentences always give the same table. Usage: npm run train-language
 */
const folder = 'test/corpus/languages';
const sentences: Sentence[] = spoken.flatMap((language) =>
  readFileSync(join(folder, `${language}.txt`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((text, line) => ({ language, text, line })),
);

const features = learnLanguages(sentences.filter((s) => !heldOut(s)));
writeFileSync(join(dataDir, 'language-table.tsv'), tableOf(features));
report(features);

function tableOf(list: readonly LanguageFeature[]): string {
  const head = 'feature\tsu\tjv\ten\tms';
  const rows = list.map(({ kind, written, weights }) =>
    [kind === 'word' ? `#${written}` : written, ...weights].join('\t'),
  );
  return `${[head, ...rows].join('\n')}\n`;
}

function report(list: readonly LanguageFeature[]): void {
  const read = compileLanguageReader(list);
  process.stdout.write(`${list.length} features\n`);
  for (const language of spoken) {
    const unseen = sentences.filter((s) => s.language === language && heldOut(s));
    const wanted = language === 'ms' ? 'id' : language;
    const right = unseen.filter((s) => read(s.text).language === wanted).length;
    process.stdout.write(`${language}: ${right} of ${unseen.length} unseen sentences\n`);
  }
}
