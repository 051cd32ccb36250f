import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { afterAll, expect, test } from 'vitest';
import { loadWebTexts, WebTextsError } from '#channels/web-chat/web-texts.ts';
import { dataDir, texts } from './serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'web-texts-'));
mkdirSync(join(folder, 'replies'));
afterAll(() => rmSync(folder, { recursive: true }));
const source = readFileSync(join(dataDir, 'replies/web.yaml'), 'utf8');
const withTexts = (content: string) => {
  writeFileSync(join(folder, 'replies/web.yaml'), content);
  return () => loadWebTexts(folder);
};

test.each([
  ['a missing text', source.replace(/^ {2}send: Kirim$/m, ''), 'web.yaml: id.send: '],
  ['an empty text', source.replace(/^ {2}send: Send$/m, '  send: ""'), 'web.yaml: en.send: '],
  ['an unknown text', source.replace(/^en:$/m, 'en:\n  sned: x'), 'web.yaml: en: '],
  ['a limit that is not told', source.replace('{max} huruf', '4096'), 'web.yaml: id.too-long: '],
  ['broken YAML', 'id: [', 'web.yaml: the file is missing or cannot be read'],
])('%s is told in one line that names the field', (_, content, message) => {
  expect(withTexts(content)).toThrow(WebTextsError);
  expect(withTexts(content)).toThrow(message);
});

test('every number on the page is a hotline of data/hotlines.yaml', () => {
  const file = readFileSync(join(dataDir, 'hotlines.yaml'), 'utf8');
  const known = new Set((load(file) as { number: string }[]).map((hotline) => hotline.number));
  const written = [...source.matchAll(/\*(\+?[\d -]+)\*/g)].map((found) => found[1]!);
  expect(written.length).toBeGreaterThan(10);
  expect(written.filter((number) => !known.has(number))).toEqual([]);
});

test('sentences are short, and nothing is called safe', () => {
  const sentences = Object.values(texts).flatMap(({ examples: _, ...said }) =>
    Object.values(said).flatMap((text) => text.split(/[.!?](?:\s|$)|\n|: /)),
  );
  expect(sentences.filter((s) => s.trim().split(/\s+/).length > 14)).toEqual([]);
  expect(source).not.toMatch(/\baman\b|\bsafe\b/i);
});
