import { join } from 'node:path';
import { z } from 'zod';
import { DataFileError, readData, readText, requireUniqueIds } from './data-file.ts';
import { type FactWords, factWordsSchema } from './fact-words.ts';
import { type Hotline, hotlinesSchema } from './hotline-directory.ts';
import { type LanguageFeature, readLanguageTable } from './language-table.ts';
import { type Guides, loadGuides } from './load-guides.ts';
import { type Employers, employersSchema, type P3miEntry } from './p3mi-registry.ts';
import { type PlaceEntry, placeBlocksSchema, placeEntries } from './places.ts';
import { type JobFamily, type UsualPay, usualPaySchema } from './usual-pay.ts';

export type { JobFamily, PlaceEntry };

const oneWord = z.string().regex(/^[\p{L}\p{N}]+$/u, 'one word of letters and digits');
/** Groups of words with spaces between them; the groups are for whoever keeps the list. */
const everydayWordsSchema = z.record(z.string(), z.string().regex(/^[a-z]+(?: [a-z]+)*\n?$/));
const spellingsSchema = z.record(oneWord, z.array(oneWord).min(1));

/** All of data/ but replies and questions, read and checked. */
export type Reference = {
  readonly places: readonly PlaceEntry[];
  readonly jobs: readonly JobFamily[];
  readonly usualPay: UsualPay;
  readonly hotlines: readonly Hotline[];
  readonly p3mi: readonly P3miEntry[];
  readonly employers: Employers;
  readonly guides: Guides;
  /** Chat spelling and formal word. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Words that are no slip of another word. */
  readonly everydayWords: readonly string[];
  readonly factWords: FactWords;
  /** What tells Sundanese, Javanese, English and Malay from Indonesian. */
  readonly languages: readonly LanguageFeature[];
};

/**
 * Reads the reference data.
 * @throws {DataFileError} with one line that names file and field
 */
export function loadReference(dataDir: string): Reference {
  const file = (name: string) => join(dataDir, name);
  const usualPay = readData(file('usual-pay.yaml'), usualPaySchema);
  const hotlines = readData(file('hotlines.yaml'), hotlinesSchema);
  requireUniqueIds('usual-pay.yaml', usualPay.jobs);
  requireUniqueIds('hotlines.yaml', hotlines);
  return {
    places: placeEntries(readData(file('places.yaml'), placeBlocksSchema)),
    jobs: usualPay.jobs,
    usualPay,
    hotlines,
    p3mi: readP3mi(file('p3mi.csv')),
    employers: readData(file('employers.yaml'), employersSchema),
    guides: loadGuides(dataDir),
    spellings: readSpellings(file('spellings.yaml')),
    everydayWords: Object.values(
      readData(file('everyday-words.yaml'), everydayWordsSchema),
    ).flatMap((group) => group.trim().split(' ')),
    factWords: readData(file('fact-words.yaml'), factWordsSchema),
    languages: readLanguageTable(file('language-table.tsv')),
  };
}

/** Variant and formal word; a variant may belong to one word only, and may not be one itself. */
function readSpellings(file: string): Map<string, string> {
  const table = readData(file, spellingsSchema);
  const owners = new Map(Object.keys(table).map((formal) => [withoutRepeats(formal), formal]));
  const formalOf = new Map<string, string>();
  for (const [formal, variants] of Object.entries(table)) {
    for (const variant of variants) {
      const owner = owners.get(withoutRepeats(variant));
      if (owner !== undefined) {
        const fault = `"${variant}" is read as "${owner}" already`;
        throw new DataFileError(`spellings.yaml: ${formal}: ${fault}`);
      }
      owners.set(withoutRepeats(variant), formal);
      formalOf.set(variant, formal);
    }
  }
  return formalOf;
}

/** Messages are read without repeated letters, so spellings that differ by them are one. */
const withoutRepeats = (word: string): string => word.toLowerCase().replace(/(\p{L})\1+/gu, '$1');

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
