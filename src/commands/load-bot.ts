import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAnalyser } from '#analysis/analyse-offer.ts';
import type { Analysis } from '#analysis/analysis.ts';
import { loadReference, type Reference } from '#reference/load-reference.ts';
import { loadRulebook, type Rulebook } from '#rulebook/load-rulebook.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const rulesDir = join(root, 'rules');
export const dataDir = join(root, 'data');

/** All parts that commands need to read messages; no database, no channel. */
export type Bot = {
  readonly rulebook: Rulebook;
  readonly reference: Reference;
  readonly analyse: (text: string) => Analysis;
};

export function loadBot(rulebook = loadRulebook(rulesDir)): Bot {
  const reference = loadReference(dataDir);
  return { rulebook, reference, analyse: createAnalyser(rulebook, reference) };
}
