import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadQuestions } from '#reference/load-questions.ts';

const folder = mkdtempSync(join(tmpdir(), 'questions-'));
afterAll(() => rmSync(folder, { recursive: true }));
const load = (questions: string) => {
  const words = 'words: { yes: "ya, iya", done: sudah, no: tidak, unknown: tidak tahu }\n';
  writeFileSync(join(folder, 'questions.yaml'), `${words}questions:\n${questions}`);
  return loadQuestions(folder);
};
const choices =
  'choices: [{ id: "1", label: { id: ya, su: enya, jv: iye, en: "yes" }, means: [yes] }, { id: "2", label: { id: tidak, su: teu, jv: ore, en: "no" }, words: "bukan, mboten" }]';

test('a choice hears its own words, its labels and the words of its meaning', () => {
  const [question] = load(
    `  - { id: fee, ask: { id: Bayar?, su: Mayar?, jv: Mbayar?, en: Pay? }, ${choices} }`,
  );
  expect(question!.choices.map((c) => c.heard.map((h) => h.words))).toEqual([
    ['ya', 'enya', 'iye', 'yes', 'ya', 'iya'],
    ['bukan', 'mboten', 'tidak', 'teu', 'ore', 'no'],
  ]);
});

test('a typing error is named with file, question and field', () => {
  expect(() =>
    load(`  - { id: fee, aks: { id: Bayar?, su: Mayar?, jv: Mbayar?, en: Pay? }, ${choices} }`),
  ).toThrow(/^questions\.yaml: .*fee.*/);
});

test('two questions may not have the same id', () => {
  const one = `  - { id: fee, ask: { id: Bayar?, su: Mayar?, jv: Mbayar?, en: Pay? }, ${choices} }\n`;
  expect(() => load(one + one)).toThrow('questions.yaml: fee: the id is there twice');
});

test('every question of this project is short and has at least two choices', () => {
  for (const { ask, choices } of loadQuestions('data')) {
    for (const text of Object.values(ask)) expect(text.split(' ').length).toBeLessThanOrEqual(14);
    expect(choices.map((c) => c.id)).toEqual(choices.map((_, i) => String(i + 1)));
  }
});
