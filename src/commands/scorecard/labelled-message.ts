import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { kinds, languages } from '#domain/message.ts';
import { payPeriods } from '#domain/offer.ts';
import { risks } from '#domain/verdict.ts';
import type { Prediction } from '../prediction.ts';

const quotes = z.record(z.string(), z.string()).default({});
const pay = z.object({
  min: z.number().nullable(),
  max: z.number().nullable(),
  currency: z.string(),
  per: z.enum(payPeriods),
});
const facts = z.object({
  pay: pay.nullable().default(null),
  places: z.array(z.string()).default([]),
  fees: z.array(z.object({ amount: z.number(), currency: z.string() })).default([]),
  contacts: z.array(z.string()).default([]),
});

/** One line of test/corpus/*.jsonl: a message and what a careful officer would say of it. */
const labelledMessageSchema = z.object({
  id: z.string().min(1),
  text: z.string().min(1),
  source: z.string().default('text'),
  lang: z.enum([...languages, 'ms']),
  kind: z.enum(kinds),
  risk: z.enum(risks).nullable().default(null),
  harm: z.string().nullable().default(null),
  flags: quotes,
  safe: quotes,
  emergency: quotes,
  facts: facts.nullish(),
});
export type LabelledMessage = z.infer<typeof labelledMessageSchema>;
export type LabelledPay = z.infer<typeof pay>;
/** A labelled message with what the bot made of it. */
export type ScoredMessage = { readonly gold: LabelledMessage; readonly predicted: Prediction };

export type CorpusSet = { readonly name: string; readonly messages: readonly LabelledMessage[] };

/** Of these files one half is learned from and one is for reporting, by odd and even number. */
const halvedFiles: readonly string[] = ['further', 'honest'];

/**
 * Reads all sets of labelled messages of a folder. A file whose ids begin differently ("dc001",
 * "dd-001") has several authors and makes one set for each, named "dev/dc" and "dev/dd"; one that
 * is learned from by half makes two, named "further/learned" and "further/kept".
 * @throws {Error} naming file and line where a line is not a labelled message
 */
export function readCorpora(folder: string): CorpusSet[] {
  const files = readdirSync(folder).filter((f) => f.endsWith('.jsonl'));
  return files.sort().flatMap((file) => {
    const name = file.replace(/\.jsonl$/, '');
    const partOf = halvedFiles.includes(name) ? halfOf : authorOf;
    const parts = Map.groupBy(readFile(join(folder, file)), ({ id }) => partOf(id));
    const single = parts.size === 1;
    return [...parts].map(([part, messages]) => ({
      name: single ? name : `${name}/${part}`,
      messages,
    }));
  });
}

const halfOf = (id: string): string => (/[13579]$/.test(id) ? 'learned' : 'kept');
const authorOf = (id: string): string => /^[a-z]+/i.exec(id)?.[0] ?? '';

function readFile(file: string): LabelledMessage[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const checked = labelledMessageSchema.safeParse(parseJson(line));
    if (checked.success) return [checked.data];
    const [issue] = checked.error.issues;
    throw new Error(
      `${file}:${i + 1}: ${issue?.path.join('.') || 'not a message'}: ${issue?.message}`,
    );
  });
}

/** Undefined where the line is no JSON; the schema then refuses it by file and number. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
