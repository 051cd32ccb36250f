import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCorpora } from '#commands/scorecard/labelled-message.ts';

const folderWith = (file: string, text: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  writeFileSync(join(folder, file), text);
  return folder;
};
const line = (id: string) =>
  JSON.stringify({ id, text: 'Loker toko Ciruas', lang: 'id', kind: 'offer', risk: 'low' });

test('a file of two authors makes two sets, a file of one makes one', () => {
  const names = (text: string) =>
    readCorpora(folderWith('dev.jsonl', text)).map((s) => [s.name, s.messages.length]);
  expect(names(`${line('dc1')}\n${line('dc2')}\n${line('dd-1')}\n`)).toEqual([
    ['dev/dc', 2],
    ['dev/dd', 1],
  ]);
  expect(names(line('dc1'))).toEqual([['dev', 1]]);
});

test.each([
  ['no JSON', '{"id":', /dev\.jsonl:2: not a message/],
  ['a wrong label', line('dc2').replace('"low"', '"mild"'), /dev\.jsonl:2: risk/],
  ['no text', '{"id":"x"}', /dev\.jsonl:2: text/],
])('%s is refused by file and line', (_, bad, message) => {
  expect(() => readCorpora(folderWith('dev.jsonl', `${line('dc1')}\n${bad}`))).toThrow(message);
});
