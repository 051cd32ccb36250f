import type { Language } from '#domain/message.ts';
import type { Rule } from '#rulebook/rule-schema.ts';
import { readCase } from '../read-case.ts';
import { triage } from '../triage.ts';
import type { ConversationParts } from '../turn.ts';

type Known = Pick<ConversationParts, 'analyse' | 'rulebook'>;

/** Lures that are taught: flags in force, in the order of their ids. */
export const luresOf = ({ rulebook }: Known): Rule[] =>
  [...rulebook.rules.values()].filter((r) => r.kind === 'flag' && r.status === 'stable');

/** The first of the texts that is in that language, else the first. */
export function inLanguage<T extends { readonly text: string }>(
  examples: readonly T[],
  language: Language,
  { analyse }: Known,
): T {
  return examples.find((e) => analyse(e.text).language === language) ?? examples[0]!;
}

/** How the bot itself judges an example. */
export function judge(text: string, { analyse }: Known) {
  const analysis = analyse(text);
  const kind = triage(analysis);
  const { risk } = readCase(kind, analysis);
  return { analysis, kind, risk: risk ?? 'low' };
}
