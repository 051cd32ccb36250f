import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadReplies } from '#reference/load-replies.ts';

const folder = mkdtempSync(join(tmpdir(), 'replies-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The replies of this project with one change in the English file. */
function withEnglish(change: (yaml: string) => string) {
  cpSync('data/replies', join(folder, 'replies'), { recursive: true });
  const file = join(folder, 'replies', 'en.yaml');
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return () => loadReplies(folder);
}

test('both languages are complete', () => {
  const { id, en } = loadReplies('data');
  expect(Object.keys(en)).toEqual(Object.keys(id));
  expect(id.verdict.low).toContain('belum berarti aman');
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
