import { join } from 'node:path';
import { z } from 'zod';
import { readData } from './data-file.ts';

const inBoth = z.strictObject({ id: z.string().min(2), en: z.string().min(2) });
const questionsSchema = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[a-z-]+$/),
      ask: inBoth,
      choices: z
        .array(
          z.strictObject({
            id: z.string().regex(/^[1-9]$/),
            label: inBoth,
            words: z.array(z.string().min(1)).describe('also accepted, in any language'),
            adds: z.array(z.string()).optional().describe('rules that the answer asserts'),
            states: z.array(z.string()).optional().describe('facts it states, name:value'),
            takes: z.array(z.string()).optional().describe('facts it takes back'),
            says: z.string().optional().describe('key of data/replies to say next'),
          }),
        )
        .min(2),
    }),
  )
  .min(1);
export type Question = z.infer<typeof questionsSchema>[number];
export type QuestionChoice = Question['choices'][number];

/** Reads data/questions.yaml, most useful question first. */
export const loadQuestions = (dataDir: string): Question[] =>
  readData(join(dataDir, 'questions.yaml'), questionsSchema);
