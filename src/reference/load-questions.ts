import { join } from 'node:path';
import { z } from 'zod';
import { DataFileError, inEveryLanguage, readData, requireUniqueIds } from './data-file.ts';

/** Written as people list words: "sudah, udah, wis". */
const words = z
  .string()
  .transform((list) => list.split(',').map((w) => w.trim()))
  .pipe(z.array(z.string().min(1)));
/** Plain answers that many questions share; `yes` is the weakest: "ya, belum" means no. */
export const meanings = ['yes', 'done', 'no', 'unknown'] as const;
export type Meaning = (typeof meanings)[number];

/** Sections and keys of data/replies; "already.gave" depends on the harm. */
export const saidNext = [
  'safe.calm',
  'safe.hidden',
  'safe.family',
  'more.say',
  'more.proof',
  'more.watched',
  'more.papers',
  'more.ransom',
  'more.dont',
  'family.not-left',
  'family.on-the-way',
  'already.gave',
  'already.not-yet',
  'already.unknown',
] as const;

const choiceSchema = z.strictObject({
  id: z.string().regex(/^[1-9]$/),
  label: inEveryLanguage(2).describe('also fits into the sentence: because you answered: …'),
  means: z.array(z.enum(meanings)).optional().describe('takes the words of that meaning'),
  words: words.optional().describe('also accepted, in any language'),
  numbers: z
    .tuple([z.int().min(10), z.int()])
    .optional()
    .describe('a number from … to … in the answer means this choice'),
  adds: z.array(z.string()).optional().describe('rules that the answer asserts'),
  states: z.array(z.string()).optional().describe('facts it states, name:value'),
  takes: z.array(z.string()).optional().describe('facts it takes back'),
  says: z
    .enum(saidNext)
    .optional()
    .describe('what data/replies says next, instead of judging anew'),
  next: z.string().optional().describe('the question asked below it'),
  opens: z.enum(['emergency']).optional().describe('the case becomes one of this kind'),
});

const questionsSchema = z.strictObject({
  words: z.strictObject({ yes: words, done: words, no: words, unknown: words }),
  questions: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z-]+$/),
        asked: z
          .enum([
            'to-judge',
            'when-certain',
            'for-family',
            'in-emergency',
            'in-family-emergency',
            'after-another',
          ])
          .default('to-judge'),
        when: z.string().optional().describe('a fact that must be known, name:value'),
        reads: z.enum(['company']).optional().describe('any short text is a name, too'),
        ask: inEveryLanguage(2),
        choices: z.array(choiceSchema).min(2).max(5),
      }),
    )
    .min(1),
});
type Checked = z.infer<typeof questionsSchema>['questions'][number];

/** Words that mean a choice, and whether they mean so everywhere or only here (`own`). */
export type HeardPhrase = { readonly words: string; readonly means: Meaning | 'own' };
export type QuestionChoice = Omit<Checked['choices'][number], 'words' | 'means'> & {
  readonly heard: readonly HeardPhrase[];
};
export type Question = Omit<Checked, 'choices'> & {
  readonly choices: readonly QuestionChoice[];
  /** "bukan visa kerja": such a word before a choice denies it. */
  readonly denials: readonly string[];
};

/**
 * Reads data/questions.yaml, most useful question first; shared words are put into the choices.
 * @throws {DataFileError} naming file and field
 */
export function loadQuestions(dataDir: string): Question[] {
  const file = readData(join(dataDir, 'questions.yaml'), questionsSchema);
  requireUniqueIds('questions.yaml', file.questions);
  requireKnownQuestions(file.questions);
  const heard = ({
    words: own = [],
    means = [],
    label,
  }: Checked['choices'][number]): HeardPhrase[] => [
    ...[...own, ...Object.values(label)].map((words) => ({ words, means: 'own' as const })),
    ...means.flatMap((meaning) => file.words[meaning].map((words) => ({ words, means: meaning }))),
  ];
  return file.questions.map((question) => ({
    ...question,
    denials: file.words.no,
    choices: question.choices.map((choice) => {
      const { words: _, means: __, ...rest } = choice;
      return { ...rest, heard: heard(choice) };
    }),
  }));
}

/** A question that follows another must be there. */
function requireKnownQuestions(questions: readonly Checked[]): void {
  for (const { id, choices } of questions) {
    for (const { next } of choices) {
      if (next === undefined || questions.some((q) => q.id === next)) continue;
      throw new DataFileError(`questions.yaml: ${id}: there is no question "${next}"`);
    }
  }
}
