import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDemoMessages, replay } from '#commands/replay.ts';
import { createDice } from '#statistics/noise.ts';
import { brokenLink, type Release } from '#statistics/release.ts';
import { seededBytes } from '../support/seeded-bytes.ts';
import { sha256 } from '../support/statistics.ts';

test('written messages of some weeks become releases like real ones, marked as an example', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const weeks: number[] = [];
  const count = await replay({
    folder,
    messages: readDemoMessages(readFileSync('test/corpus/dev.jsonl', 'utf8')),
    weeks: 5,
    until: new Date('2026-11-24T03:00:00Z'),
    crowd: 0.25,
    dice: createDice(seededBytes(3)),
    onWeek: (week) => void weeks.push(week),
  });
  const journal = readFileSync(join(folder, 'releases', 'journal.jsonl'), 'utf8');
  const releases = journal
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Release);
  expect(brokenLink(releases, sha256)).toBeNull();
  const weekly = releases.filter((r) => r.window.length === 'week');
  expect(weekly.map((r) => r.window.end)).toContain('2026-11-22');
  expect(weekly.length).toBeGreaterThanOrEqual(5);
  expect(weeks.at(-1)).toBe(5);
  // So few senders, one table: what is published is what was sent, but for the noise.
  const told = weekly.reduce((sum, r) => sum + (r.tables[0]!.shown?.value ?? 0), 0);
  expect(Math.abs(told - count)).toBeLessThan(count / 2);
  expect(existsSync(join(folder, 'example'))).toBe(true);
  // A hash may hold any digits.
  expect(journal.replace(/"[0-9a-f]{64}"/g, '')).not.toMatch(/08\d{8}/);
});
