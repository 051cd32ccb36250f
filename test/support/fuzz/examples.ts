import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { bot } from '../bot.ts';

const ofRules = [...bot.rulebook.rules.values()].flatMap(({ examples }) =>
  [...examples.hits, ...examples.misses].map((e) => e.text),
);
const dialogues = 'test/dialogues';
const ofDialogues = readdirSync(dialogues)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => textsIn(load(readFileSync(join(dialogues, name), 'utf8'))));

/** Every text anywhere in a YAML file. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Our own examples: of every rule, and what people say in the dialogues. */
export const exampleTexts: readonly string[] = [...new Set([...ofRules, ...ofDialogues])];
