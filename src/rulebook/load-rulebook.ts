import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import type { z } from 'zod';
import { type RuleKind, ruleKinds } from '#domain/verdict.ts';
import { readPhrase } from './phrase-notation.ts';
import { type Rule, ruleSchema } from './rule-schema.ts';
import {
  type Cues,
  cuesSchema,
  type Scoring,
  scoringSchema,
  wordClassesSchema,
} from './scoring-schema.ts';

/** Everything in rules/, read and checked. Rules are in the order of their ids. */
export type Rulebook = {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly scoring: Scoring;
  readonly cues: Cues;
  readonly wordClasses: ReadonlyMap<string, readonly string[]>;
};

/** A fault in rules/; the message is one line that names file and field. */
export class RuleFileError extends Error {
  override name = 'RuleFileError';
}

const folderOf: Record<RuleKind, string> = {
  flag: 'flags',
  signal: 'signals',
  emergency: 'emergency',
};

/**
 * Reads all rule files.
 * @throws {RuleFileError} for the first file that cannot be read or does not follow the schema
 */
export function loadRulebook(rulesDir: string): Rulebook {
  const { rulebook, faults } = readRulebook(rulesDir);
  if (faults[0]) throw faults[0];
  checkReferences(rulebook);
  return rulebook;
}

/**
 * Reads what can be read, for working on rules while some are broken.
 * @throws {RuleFileError} where words.yaml, cues.yaml or scoring.yaml cannot be read
 */
export function readRulebook(rulesDir: string): { rulebook: Rulebook; faults: RuleFileError[] } {
  const wordClasses = new Map(
    Object.entries(readChecked(join(rulesDir, 'words.yaml'), wordClassesSchema)),
  );
  const cues = readCues(join(rulesDir, 'cues.yaml'), wordClasses);
  const scoring = readChecked(join(rulesDir, 'scoring.yaml'), scoringSchema);
  const rules = new Map<string, Rule>();
  const faults: RuleFileError[] = [];
  for (const { file, kind } of ruleFiles(rulesDir)) {
    try {
      const rule = readRule(file, kind, wordClasses);
      if (rules.has(rule.id)) {
        throw new RuleFileError(`${basename(file)}: id: another rule has it already`);
      }
      rules.set(rule.id, rule);
    } catch (error) {
      if (!(error instanceof RuleFileError)) throw error;
      faults.push(error);
    }
  }
  return { rulebook: { rules, scoring, cues, wordClasses }, faults };
}

const ruleFiles = (rulesDir: string) =>
  ruleKinds.flatMap((kind) => {
    const folder = join(rulesDir, folderOf[kind]);
    const names = listFolder(folder).filter((n) => n.endsWith('.yaml'));
    return names.map((name) => ({ file: join(folder, name), kind }));
  });

function readCues(file: string, wordClasses: ReadonlyMap<string, readonly string[]>): Cues {
  const cues = readChecked(file, cuesSchema);
  for (const [group, lists] of Object.entries(cues)) {
    for (const [cue, phrases] of Object.entries(lists)) {
      checkPhrases(phrases, `cues.yaml: ${group}.${cue}`, wordClasses);
    }
  }
  return cues;
}

/** Reads one rule file, with all checks that need no other rule. */
export function readRule(
  file: string,
  kind: RuleKind,
  wordClasses: ReadonlyMap<string, readonly string[]>,
): Rule {
  const rule = readChecked(file, ruleSchema);
  const name = basename(file);
  if (`${rule.id}.yaml` !== name) throw new RuleFileError(`${name}: id: must be the file name`);
  if (rule.kind !== kind)
    throw new RuleFileError(`${name}: kind: must be "${kind}" in this folder`);
  rule.matches.forEach((matcher, i) => {
    checkPhrases(matcher.phrases, `${name}: matches.${i}.phrases`, wordClasses);
    checkPhrases(matcher.unless?.phrases, `${name}: matches.${i}.unless.phrases`, wordClasses);
  });
  return rule;
}

function checkPhrases(
  phrases: readonly string[] | undefined,
  where: string,
  wordClasses: ReadonlyMap<string, readonly string[]>,
): void {
  for (const phrase of phrases ?? []) {
    try {
      readPhrase(phrase, wordClasses);
    } catch (error) {
      throw new RuleFileError(`${where}: ${(error as Error).message}`);
    }
  }
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    throw new RuleFileError(`${folder}: the folder is missing or cannot be read`);
  }
}

function readChecked<T extends z.ZodType>(file: string, schema: T): z.infer<T> {
  const name = basename(file);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new RuleFileError(`${name}: the file is missing or cannot be read`);
  }
  let content: unknown;
  try {
    content = load(text);
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new RuleFileError(`${name}: not YAML: ${line}`);
  }
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  const faults = checked.error.issues.map((i) => `${i.path.join('.') || 'file'}: ${i.message}`);
  throw new RuleFileError(`${name}: ${faults.join('; ')}`);
}

/** Every rule id and group that a file names must exist. */
function checkReferences({ rules, scoring }: Rulebook): void {
  const mustBeRule = (id: string, where: string) => {
    if (!rules.has(id)) throw new RuleFileError(`${where}: there is no rule "${id}"`);
  };
  for (const rule of rules.values()) {
    if (!(rule.group in scoring.groups)) {
      throw new RuleFileError(`${rule.id}.yaml: group: "${rule.group}" is not in scoring.yaml`);
    }
    rule.matches.forEach((matcher, i) => {
      for (const id of [...(matcher.rules ?? []), ...(matcher.unless?.rules ?? [])]) {
        mustBeRule(id, `${rule.id}.yaml: matches.${i}`);
      }
    });
  }
  const { signals, beside } = scoring['empty-claims'];
  for (const id of [...signals, ...beside]) mustBeRule(id, 'scoring.yaml: empty-claims');
  scoring.pairs.forEach((pair, i) => {
    for (const id of [...pair.rules, ...(pair['none-of'] ?? [])]) {
      mustBeRule(id, `scoring.yaml: pairs.${i}`);
    }
  });
}
