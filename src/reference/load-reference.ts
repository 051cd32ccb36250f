import { join } from 'node:path';
import { z } from 'zod';
import { placements } from '#domain/offer.ts';
import { DataFileError, readData, readText } from './data-file.ts';
import { type FactWords, factWordsSchema } from './fact-words.ts';
import { type Hotline, hotlinesSchema } from './hotline-directory.ts';
import { type Employers, employersSchema, type P3miEntry } from './p3mi-registry.ts';
import { type JobFamily, type UsualPay, usualPaySchema } from './usual-pay.ts';

export type { JobFamily };

const id = z.string().regex(/^[a-z0-9-]+$/);
const placesSchema = z.array(
  z.strictObject({
    id,
    name: z.string().min(2),
    country: z.string().length(2),
    placement: z.enum(placements),
    groups: z.array(id),
    names: z.array(z.string().min(1)).min(1),
    ambiguous: z.boolean().optional(),
  }),
);
export type PlaceEntry = z.infer<typeof placesSchema>[number];

const spellingsSchema = z.record(z.string(), z.array(z.string().min(1)).min(1));

/** All of data/ but replies and questions, read and checked. */
export type Reference = {
  readonly places: readonly PlaceEntry[];
  readonly jobs: readonly JobFamily[];
  readonly usualPay: UsualPay;
  readonly hotlines: readonly Hotline[];
  readonly p3mi: readonly P3miEntry[];
  readonly employers: Employers;
  /** Chat spelling and formal word. */
  readonly spellings: readonly (readonly [variant: string, formal: string])[];
  readonly factWords: FactWords;
};

/**
 * Reads the reference data.
 * @throws {DataFileError} with one line that names file and field
 */
export function loadReference(dataDir: string): Reference {
  const usualPay = readData(join(dataDir, 'usual-pay.yaml'), usualPaySchema);
  const places = readData(join(dataDir, 'places.yaml'), placesSchema);
  uniqueIds('places.yaml', places);
  return {
    places,
    jobs: usualPay.jobs,
    usualPay,
    hotlines: readData(join(dataDir, 'hotlines.yaml'), hotlinesSchema),
    p3mi: readP3mi(join(dataDir, 'p3mi.csv')),
    employers: readData(join(dataDir, 'employers.yaml'), employersSchema),
    spellings: readSpellings(join(dataDir, 'spellings.yaml')),
    factWords: readData(join(dataDir, 'fact-words.yaml'), factWordsSchema),
  };
}

function uniqueIds(file: string, entries: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.id)) throw new DataFileError(`${file}: id "${entry.id}" is there twice`);
    seen.add(entry.id);
  }
}

function readSpellings(file: string): [string, string][] {
  const formalOf = new Map<string, string>();
  const table = readData(file, spellingsSchema);
  for (const [formal, variants] of Object.entries(table)) {
    for (const variant of variants) {
      const other = formalOf.get(variant);
      if (other !== undefined || variant in table) {
        const taken = other ?? 'a formal word itself';
        throw new DataFileError(`spellings.yaml: ${formal}: "${variant}" is ${taken} already`);
      }
      formalOf.set(variant, formal);
    }
  }
  return [...formalOf];
}

/** The list has one row a company: name,number,list_date; no field is quoted. */
function readP3mi(file: string): P3miEntry[] {
  const [header, ...rows] = readText(file).trim().split(/\r?\n/);
  if (header !== 'name,number,list_date') {
    throw new DataFileError('p3mi.csv: the first line must be name,number,list_date');
  }
  return rows.map((row, i) => {
    const [name, number, listDate, ...rest] = row.split(',');
    if (!name || number === undefined || !/^\d{4}-\d\d-\d\d$/.test(listDate ?? '') || rest.length) {
      throw new DataFileError(`p3mi.csv: line ${i + 2}: must be name,number,date`);
    }
    return { name, number, listDate: listDate! };
  });
}
