import { expect, test } from 'vitest';
import type { ProgramState } from '#dashboard/options.ts';
import { invariants } from '#domain/watch.ts';
import { openDashboard } from '../support/open-dashboard.ts';

const path = '/dasbor/keadaan';

async function pageWith(state: Partial<ProgramState>, language = 'en') {
  const well = { checkedAt: 0, broken: [], isBlind: false, hasBackup: true, backedUpAt: 0 };
  const { get, signedIn } = await openDashboard({ programState: () => ({ ...well, ...state }) });
  const { cookie } = await signedIn('tamu', 'viewer');
  const page = await get(`${path}?lang=${language}`, cookie);
  expect(page.statusCode).toBe(200);
  return page.body;
}

test('where all is well it says so, and since when', async () => {
  const page = await pageWith({});
  expect(page).toContain('Everything holds');
  expect(page).toContain('1970-01-01 00:00 UTC');
});

test.each(['id', 'en'])('everything that can break is told in words: %s', async (language) => {
  const page = await pageWith({ broken: invariants }, language);
  expect(page.match(/<li>/g)).toHaveLength(invariants.length);
  for (const invariant of invariants) expect(page).not.toContain(`state.broken.${invariant}`);
});

test('whether figures stopped depends on what is broken', async () => {
  expect(await pageWith({ broken: ['mail-old'] })).toContain('longer than promised');
  expect(await pageWith({ broken: ['mail-old', 'chain'] })).toContain('No figures are published');
  const blind = await pageWith({ isBlind: true, hasBackup: false });
  expect(blind).toContain('No check could be made');
  expect(await pageWith({ checkedAt: null })).toContain('No check could be made');
  expect(blind).toContain('BACKUP_DIR');
});
