import type { Choice } from '#domain/message.ts';
import { fill, type Voice } from './compose-reply.ts';

/** Labels by what they stand for, in the order in which they are numbered. */
export type Labels = Readonly<Record<string, string>>;

/** A list of which one is chosen by its number, as quick replies. */
export const choicesOf = (labels: Labels): Choice[] =>
  Object.values(labels).map((label, i) => ({ id: String(i + 1), label }));

/** The same list as lines of text. */
export const listChoices = ({ texts }: Voice, labels: Labels): string =>
  choicesOf(labels)
    .map(({ id, label }) => fill(texts.ask.choice, { number: id, label }))
    .join('\n');

/** The same list in one sentence: "Balas *1* …, *2* …." */
export function listInline({ texts }: Voice, labels: Labels): string {
  const listed = choicesOf(labels).map(({ id, label }) =>
    fill(texts.ask.choice, { number: id, label }),
  );
  return fill(texts.ask.how, { choices: listed.join(', ') });
}

/** What a text chooses from a list: by number, "nomor 2", or by the label; else null. */
export function chosenFrom<K extends string>(
  labels: Readonly<Record<K, string>>,
  text: string,
): K | null {
  const said = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const bare = said.replace(/^(?:no|nomor|nomer|number|pilih|yang|nu|sing)\s+/, '');
  const at = choicesOf(labels).findIndex((c) => c.id === bare || c.label.toLowerCase() === said);
  return (Object.keys(labels) as K[])[at] ?? null;
}
