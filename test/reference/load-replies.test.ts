import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { languages } from '#domain/message.ts';
import { loadReplies } from '#reference/load-replies.ts';

const folder = mkdtempSync(join(tmpdir(), 'replies-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The replies of this project with one change in one file. */
function withChange(language: string, change: (yaml: string) => string) {
  cpSync('data/replies', join(folder, 'replies'), { recursive: true });
  const file = join(folder, 'replies', `${language}.yaml`);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return () => loadReplies(folder);
}
const withEnglish = (change: (yaml: string) => string) => withChange('en', change);

/** Every text with its place, such as `steps.low-home.0`. */
function* textsIn(value: unknown, path = ''): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [path, value];
  else
    for (const [key, inner] of Object.entries(value ?? {})) yield* textsIn(inner, `${path}.${key}`);
}

const book = loadReplies('data');
const expected = [...textsIn(book.id)];

test.each(languages)('%s is complete', (language) => {
  const places = (list: readonly (readonly [string, string])[]) =>
    list.map(([path]) => path).sort();
  expect(places([...textsIn(book[language])])).toEqual(places(expected));
});

test.each(['su', 'jv', 'en'] as const)(
  '%s is translated, not copied from Indonesian',
  (language) => {
    const { months: _, ...texts } = book[language];
    const originals = new Map(expected);
    const copied = [...textsIn(texts)].filter(
      ([path, text]) => text.split(' ').length > 4 && originals.get(path) === text,
    );
    expect(copied).toEqual([]);
  },
);

test.each(['su', 'jv'] as const)('a text that is missing in %s stops the start', (language) => {
  expect(withChange(language, (yaml) => yaml.replace(/^thanks: .*\n/m, ''))).toThrow(
    new RegExp(`^${language}\\.yaml: .*thanks`),
  );
  const load = withChange(language, (yaml) => yaml.replace('{date}', ''));
  expect(load).toThrow(/agency\.found: placeholders differ from id\.yaml/);
});

test('a missing text is named with file and key', () => {
  const load = withEnglish((yaml) => yaml.replace(/^ {2}caution: "🟠.*\n/m, ''));
  expect(load).toThrow(/en\.yaml: .*verdict\.caution/);
});

test('a misspelt key is named', () => {
  expect(withEnglish((yaml) => yaml.replace(/^thanks:/m, 'thank:'))).toThrow(/en\.yaml: .*thank/);
});

test('a placeholder that differs is named', () => {
  const load = withEnglish((yaml) =>
    yaml.replace('reason: \'• "{quote}": {says}.\'', "reason: '• {says}'"),
  );
  expect(load).toThrow('en.yaml: reason: placeholders differ from id.yaml');
});

test('a list with fewer steps is named', () => {
  const load = withEnglish((yaml) =>
    yaml.replace('    - Never pay anything for being hired.\n', ''),
  );
  expect(load).toThrow(/en\.yaml: steps\.low-home/);
});

test('a missing file is named', () => {
  rmSync(join(folder, 'replies'), { recursive: true, force: true });
  expect(() => loadReplies(folder)).toThrow(/id\.yaml: the file is missing/);
});
