import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publishingInvariants } from '#domain/watch.ts';
import { readConfig } from '#operations/config.ts';
import { openDashboard } from '../support/open-dashboard.ts';

const runbook = readFileSync('data/RUNBOOK.md', 'utf8');

test('it speaks of everything that may happen', () => {
  for (const word of ['banned', 'phone', 'restore', 'pasal 46', '3 × 24', 'Hand-over', 'Upgrading'])
    expect(runbook).toContain(word);
  for (const word of ['PostgreSQL', 'short link', ...publishingInvariants])
    expect(runbook).toContain(word);
});

test('every command that it and the README name exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const named = [...`${runbook}${readFileSync('README.md', 'utf8')}`.matchAll(/npm run ([\w:-]+)/g)]
    .map((m) => m[1]!)
    .filter((name) => name !== '--silent' && !name.startsWith('-'));
  expect(named).toContain('doctor');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('it holds no number of a person or place that may change', () => {
  expect(runbook).not.toMatch(/\d{3,}[- ]?\d{4,}/);
  expect(runbook).not.toContain('FROM MEMORY');
});

test('every file of the README that lies in the repository is there', () => {
  const named = readFileSync('README.md', 'utf8').matchAll(
    /`((?:data|\.deploy|src|test)\/[\w./-]+)`/g,
  );
  const missing = [...named].map((m) => m[1]!).filter((file) => !existsSync(file));
  expect(missing).toEqual([]);
});

test('posters carry the short link, not the number', async () => {
  const { botLink } = readConfig({ BOT_LINK: 'https://serang.example/tanya' });
  const { get, signedIn } = await openDashboard({ botLink });
  const { cookie } = await signedIn('tamu', 'viewer');
  const poster = (await get('/dasbor/ajar/cetak', cookie)).body;
  expect(poster).toContain('serang.example/tanya');
  expect(poster).not.toContain('wa.me');
});
