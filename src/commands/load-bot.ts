import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAnalyser } from '#analysis/analyse-offer.ts';
import type { Analysis } from '#analysis/analysis.ts';
import { createConversation } from '#conversation/handle-message.ts';
import { loadCommands } from '#reference/load-commands.ts';
import { loadQuestions, type Question } from '#reference/load-questions.ts';
import { loadReference, type Reference } from '#reference/load-reference.ts';
import { loadReplies, type ReplyBook } from '#reference/load-replies.ts';
import { loadOpinionTable } from '#reference/opinion-table.ts';
import { checkCompany, checkNumber } from '#reference/p3mi-registry.ts';
import { loadRulebook, type Rulebook } from '#rulebook/load-rulebook.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const rulesDir = join(root, 'rules');
export const dataDir = join(root, 'data');

/** All parts that commands need to read messages; no database, no channel. */
export type Bot = {
  readonly rulebook: Rulebook;
  readonly reference: Reference;
  readonly replies: ReplyBook;
  readonly questions: readonly Question[];
  readonly analyse: (text: string) => Analysis;
  readonly converse: ReturnType<typeof createConversation>;
};

export function loadBot(rulebook = loadRulebook(rulesDir)): Bot {
  const reference = loadReference(dataDir);
  const replies = loadReplies(dataDir);
  const questions = loadQuestions(dataDir);
  const analyse = createAnalyser(rulebook, reference, loadOpinionTable(dataDir));
  const converse = createConversation({
    analyse,
    rulebook,
    replies,
    questions,
    commands: loadCommands(dataDir),
    hotlines: reference.hotlines,
    guides: reference.guides,
    usualPay: reference.usualPay,
    checkCompany: (name) => checkCompany(name, reference),
    checkNumber: (number) => checkNumber(number, reference),
  });
  return { rulebook, reference, replies, questions, analyse, converse };
}
