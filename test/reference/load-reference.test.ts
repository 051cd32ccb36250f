import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DataFileError } from '#reference/data-file.ts';
import { loadReference } from '#reference/load-reference.ts';
import { Vocabulary } from '#rulebook/vocabulary.ts';

/** A copy of data/ in which one file is changed, or removed where `change` gives null. */
function dataWith(file: string, change: (text: string) => string | null): string {
  const dir = mkdtempSync(join(tmpdir(), 'data-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  cpSync('data', dir, { recursive: true });
  const text = readFileSync(join(dir, file), 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  if (changed === null) rmSync(join(dir, file));
  else writeFileSync(join(dir, file), changed);
  return dir;
}

function faultOf(file: string, change: (text: string) => string | null): string {
  const dir = dataWith(file, change);
  try {
    loadReference(dir);
  } catch (error) {
    expect(error).toBeInstanceOf(DataFileError);
    return (error as Error).message;
  }
  throw new Error('no fault was found');
}

const files = [
  'places.yaml',
  'usual-pay.yaml',
  'hotlines.yaml',
  'p3mi.csv',
  'employers.yaml',
  'spellings.yaml',
  'fact-words.yaml',
];

test.each(files)('a missing %s gives one clear line', (file) => {
  expect(faultOf(file, () => null)).toBe(`${file}: the file is missing or cannot be read`);
});

test.each(files)('an empty or broken %s gives one line that names the file', (file) => {
  for (const text of ['', 'a: [b', 'surprise: 1']) {
    const fault = faultOf(file, () => text);
    expect(fault).toMatch(new RegExp(`^${file.replace('.', '\\.')}: .{5,}`));
    expect(fault).not.toContain('\n');
  }
});

test.each([
  ['hotlines.yaml', '"129"', '"one two nine"', 'sapa.number: must be a phone number'],
  ['hotlines.yaml', 'source-date: 2025-10-25', 'source-date: soon', 'police.source-date: '],
  ['hotlines.yaml', '- id: police', '- id: polisi', 'the entry "police" is missing'],
  ['hotlines.yaml', '- id: osaka', '- id: tokyo', 'tokyo: the id is there twice'],
  ['places.yaml', 'id: laos, name', 'id: laos, nama', 'laos'],
  ['places.yaml', 'placement: closed', 'placement: shut', 'placement: '],
  ['places.yaml', 'id: laos', 'id: vietnam', 'vietnam: the id is there twice'],
  [
    'usual-pay.yaml',
    'kab-serang: 5178521',
    'kab-serang: five',
    'minimum-wage.0.amounts.kab-serang',
  ],
  ['usual-pay.yaml', 'skilled: false', 'skilled: maybe', 'jobs.household.skilled: '],
  ['employers.yaml', 'name: Djarum, ', 'name: Djarum, nick: D, ', 'firms.Djarum'],
  ['spellings.yaml', 'tanpa: [tnp', 'tanpa: [tdk', 'tanpa: "tdk" is read as "tidak" already'],
  ['spellings.yaml', 'tanpa: [tnp', 'tanpa: [belum', 'tanpa: "belum" is read as "belum" already'],
  ['spellings.yaml', 'tanpa: [tnp', 'tanpa: [tannpa', 'tanpa: "tannpa" is read as "tanpa" already'],
  ['spellings.yaml', 'tanpa: [tnp', 'tanpa: [tan pa', 'one word of letters and digits'],
  ['p3mi.csv', 'name,number', 'nama,number', 'the first line must be name,number,list_date'],
  ['p3mi.csv', '9120307772741,2026-09-17', '9120307772741', 'line 2: must be name,number,date'],
])('%s with %s changed to %s is told', (file, from, to, fault) => {
  expect(faultOf(file, (text) => text.replace(from, to))).toContain(fault);
});

test('several faults of a file are told together, but not hundreds', () => {
  const fault = faultOf('hotlines.yaml', (text) => text.replaceAll('confidence:', 'certainty:'));
  expect(fault.split('; ')).toHaveLength(5);
});

test('spellings lead to the formal word', () => {
  const { spellings } = loadReference('data');
  const vocabulary = new Vocabulary(spellings);
  expect(spellings.size).toBeGreaterThan(250);
  for (const [variant, formal] of [
    ['gk', 'tidak'],
    ['tdk', 'tidak'],
    ['utk', 'untuk'],
    ['passport', 'paspor'],
    ['pasport', 'paspor'],
    ['umroh', 'umrah'],
    ['cewek', 'perempuan'],
    ['cowok', 'laki'],
    ['loker', 'lowongan'],
    ['bhs', 'bahasa'],
  ]) {
    expect(vocabulary.add(variant!)).toBe(vocabulary.add(formal!));
  }
});

test('a spelling with several readings is left alone', () => {
  const { spellings } = loadReference('data');
  const ambiguous =
    'aja aje tau can lain kita jasa tgl dp pl pm pk m k g jan ka teh kaya jl fit um ln';
  for (const word of ambiguous.split(' ')) expect(spellings.has(word), word).toBe(false);
});
