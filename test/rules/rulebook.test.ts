import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadRulebook } from '#rulebook/load-rulebook.ts';
import { factValues, ruleSchemaJson } from '#rulebook/rule-schema.ts';
import { bot } from '../support/bot.ts';

const flags =
  'easy-work high-pay no-skills upfront-fee debt-bondage unlicensed-recruiter wrong-visa document-surrender false-papers underage urgency no-contract high-risk-place closed-placement scam-compound-work open-crime-work vague-job all-paid family-money secrecy appearance-target restricted-freedom irregular-route chat-only-contact cancel-penalty false-official-claim impersonated-employer recruit-others nightlife-work marriage-lure student-lure training-fee-lure fishing-crew organ-trade deposit-task personal-account below-minimum';
const signals =
  'licensed-p3mi official-programme disnaker-posting written-contract work-visa no-fee registered-siskop2mi checkable-employer normal-pay visit-office bpjs';
const emergency =
  'passport-held confined violence ransom unpaid forced-scam sold-on wants-home missing-contact injured-ill detained minor suicidal phone-watched debt-threat-family secondary-scam';

const { rules, scoring } = bot.rulebook;
const idsOf = (kind: string) => [...rules.values()].filter((r) => r.kind === kind).map((r) => r.id);

test.each([
  ['flag', flags, 37],
  ['signal', signals, 11],
  ['emergency', emergency, 16],
])('every %s of the corpus specification has a rule', (kind, ids, count) => {
  expect(idsOf(kind)).toEqual(ids.split(' ').sort());
  expect(idsOf(kind).length).toBe(count);
});

test('the schema for editors is fresh', () => {
  expect(readFileSync('rules/rule.schema.json', 'utf8')).toBe(ruleSchemaJson());
});

test('every question that a rule asks exists', () => {
  const known = new Set(bot.questions.map((q) => q.id));
  const asked = [...rules.values()].flatMap((r) => r.asks ?? []);
  expect(asked.filter((id) => !known.has(id))).toEqual([]);
});

test('rules and questions speak only of facts and rules that exist', () => {
  const places = new Set(bot.reference.places.flatMap((p) => [p.id, p.country, ...p.groups]));
  const jobs = new Set(bot.reference.jobs.map((j) => j.id));
  const known = (name: string, value: string) =>
    (factValues[name as keyof typeof factValues] as readonly string[]).includes(value) ||
    (name === 'place' && places.has(value)) ||
    (name === 'job' && jobs.has(value));
  const conditions = [...rules.values()].flatMap((r) =>
    r.matches.flatMap((m) => [m.facts ?? {}, m.unless?.facts ?? {}]),
  );
  const unknown = conditions.flatMap((c) =>
    Object.entries(c).flatMap(([name, values]) =>
      [values].flat().filter((v) => !known(name, v as string)),
    ),
  );
  const choices = bot.questions.flatMap((q) => q.choices);
  expect(unknown).toEqual([]);
  expect(choices.flatMap((c) => c.adds ?? []).filter((id) => !rules.has(id))).toEqual([]);
});

test('a reason is at most 14 words long, has no full stop and blames nobody', () => {
  for (const rule of rules.values()) {
    for (const text of Object.values(rule.says)) {
      expect({ text, words: text.split(/\s+/).length <= 14 }).toEqual({ text, words: true });
      expect(text).not.toMatch(/\.$|korban|TPPO/i);
    }
  }
});

test('points grow with severity', () => {
  for (const { weak, medium, strong, decisive } of [scoring.severity, scoring.protective]) {
    expect([weak, medium, strong, decisive]).toEqual(
      [weak, medium, strong, decisive].sort((a, b) => a - b),
    );
  }
});

const folder = mkdtempSync(join(tmpdir(), 'rules-'));
afterAll(() => rmSync(folder, { recursive: true }));
const good = readFileSync('rules/flags/secrecy.yaml', 'utf8');

test.each([
  [
    'a misspelt field',
    (t: string) => t.replace('severity:', 'severty:'),
    /secrecy\.yaml: .*severty/,
  ],
  [
    'a wrong word',
    (t: string) => t.replace('severity: decisive', 'severity: huge'),
    /secrecy\.yaml: severity/,
  ],
  [
    'a broken phrase',
    (t: string) => t.replace('    phrases:\n', '    phrases:\n      - "(bayar|dulu"\n'),
    /secrecy\.yaml: matches\.0\.phrases: brackets/,
  ],
  [
    'an unknown group',
    (t: string) => t.replace('group: status', 'group: stattus'),
    /secrecy\.yaml: group: "stattus"/,
  ],
  [
    'another id',
    (t: string) => t.replace('id: secrecy', 'id: secret'),
    /secrecy\.yaml: id: must be the file name/,
  ],
  ['no YAML', () => 'id: [', /secrecy\.yaml: not YAML/],
  [
    'one hit only',
    (t: string) =>
      t.replace(/(hits:\n {4}- text: .*\n {6}quote: .*\n)[\s\S]*?( {2}misses:)/, '$1$2'),
    /secrecy\.yaml: examples\.hits/,
  ],
])('a rule file with %s stops the start with one line that says where', (_, spoil, message) => {
  cpSync('rules', folder, { recursive: true });
  writeFileSync(join(folder, 'flags', 'secrecy.yaml'), spoil(good));
  expect(() => loadRulebook(folder)).toThrow(message);
  try {
    loadRulebook(folder);
  } catch (error) {
    expect((error as Error).message).not.toContain('\n');
  }
});

test('a missing folder is told by name', () => {
  cpSync('rules', folder, { recursive: true });
  rmSync(join(folder, 'signals'), { recursive: true });
  expect(() => loadRulebook(folder)).toThrow(/signals: the folder is missing/);
});
