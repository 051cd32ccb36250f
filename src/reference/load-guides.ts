import { join } from 'node:path';
import { z } from 'zod';
import { inEveryLanguage, readData, requireUniqueIds } from './data-file.ts';

/** A year, a month or a day. */
const someDate = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'a year, a month or a day');
const guideLengthMin = 20;

const guideSchema = z.strictObject({
  id: z.string().regex(/^[a-z-]+$/),
  about: z.array(z.string().min(2)).min(1).describe('phrases in the notation of rules/README.md'),
  place: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .describe('only where this country is named (ISO 3166)'),
  'only-asked': z
    .array(z.string())
    .optional()
    .describe('rules that such a question may hold without telling of an offer'),
  by: z
    .string()
    .min(3)
    .optional()
    .describe('who says so, as people are told; none: not our subject'),
  source: z.string().min(5),
  'source-date': someDate,
  says: inEveryLanguage(guideLengthMin),
});

/** A short answer, the phrases that ask for it, and who says so. */
export type Guide = z.infer<typeof guideSchema>;

/** Steps for where somebody stands, and answers to questions of procedure. */
export type Guides = {
  readonly situations: readonly Guide[];
  readonly procedures: readonly Guide[];
};

/**
 * Reads data/situations.yaml and data/procedures.yaml; the first entry that fits a message counts.
 * @throws {DataFileError} naming file and field
 */
export function loadGuides(dataDir: string): Guides {
  const read = (name: string) => {
    const guides = readData(join(dataDir, name), z.array(guideSchema).min(1));
    requireUniqueIds(name, guides);
    return guides;
  };
  return { situations: read('situations.yaml'), procedures: read('procedures.yaml') };
}
