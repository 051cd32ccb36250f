import { expect, test } from 'vitest';
import type { WhatsappDesk } from '#dashboard/options.ts';
import { openDashboard } from '../support/open-dashboard.ts';

const path = '/dasbor/whatsapp';

async function openDesk(state: string, why = '', code: ReturnType<WhatsappDesk['code']> = null) {
  const done: string[] = [];
  const dashboard = await openDashboard({
    whatsapp: {
      state: () => ({ state, why, waiting: 3, unsent: 2, changedAt: 0 }),
      code: () => code,
      restart: async () => void done.push('restart'),
      unlink: async () => void done.push('unlink'),
    },
  });
  return { ...dashboard, done };
}

test('an administrator sees the state, what waits, and since when; the page comes anew by itself', async () => {
  const { get, signedIn } = await openDesk('online');
  const { cookie } = await signedIn('siti', 'admin');
  const page = await get(path, cookie);
  expect(page.statusCode).toBe(200);
  expect(page.headers['refresh']).toBe('5');
  expect(page.body).toContain('Tersambung');
  expect(page.body).toContain('<dd>3</dd>');
  expect(page.body).toContain('1970-01-01 00:00:00 UTC');
});

test('every reason to stop is told in words, in both languages', async () => {
  const reasons = ['replaced', 'logged-out', 'banned', 'version-refused', 'multi-device'];
  for (const why of [...reasons, 'codes-used-up', 'credentials-damaged', 'in-use', 'stopped']) {
    const { get, signedIn } = await openDesk('stopped', why);
    const { cookie } = await signedIn('siti', 'admin');
    for (const language of ['id', 'en'])
      expect((await get(`${path}?lang=${language}`, cookie)).statusCode).toBe(200);
  }
});

test.each([
  ['SQLITE_FULL', 'Penyimpanan penuh. Kosongkan ruang.', 'The disk is full. Make room.'],
  ['SQLITE_IOERR_WRITE', 'Periksa DATA_DIR.', 'Look at DATA_DIR.'],
  ['closed 428', 'Sambungan terputus.', 'The connection broke.'],
])('what keeps it from connecting is told in words: %s', async (why, id, en) => {
  const { get, signedIn } = await openDesk('connecting', why);
  const { cookie } = await signedIn('siti', 'admin');
  expect((await get(`${path}?lang=id`, cookie)).body).toContain(id);
  expect((await get(`${path}?lang=en`, cookie)).body).toContain(en);
});

test('the code is drawn as a picture or shown to be typed', async () => {
  const drawn = await openDesk('linking', '', { rows: ['10', '01'] });
  const { cookie } = await drawn.signedIn('siti', 'admin');
  expect((await drawn.get(path, cookie)).body).toContain('d="M4 4h1v1h-1zM5 5h1v1h-1z"');
  const typed = await openDesk('linking', '', { typed: 'ABCD-1234' });
  const other = await typed.signedIn('siti', 'admin');
  expect((await typed.get(path, other.cookie)).body).toContain('ABCD-1234');
});

test('restarting and unlinking are for administrators, with a form of this page, and noted', async () => {
  const { post, signedIn, done, accounts } = await openDesk('online');
  const viewer = await signedIn('tamu', 'viewer');
  const admin = await signedIn('siti', 'admin');
  expect((await post(`${path}/putuskan`, { csrf: viewer.csrf }, viewer.cookie)).statusCode).toBe(
    403,
  );
  expect((await post(`${path}/putuskan`, {}, admin.cookie)).statusCode).toBe(403);
  expect(done).toEqual([]);
  await post(`${path}/mulai-ulang`, { csrf: admin.csrf }, admin.cookie);
  await post(`${path}/putuskan`, { csrf: admin.csrf }, admin.cookie);
  expect(done).toEqual(['restart', 'unlink']);
  const acts = (await accounts.audit(10)).map((e) => e.act);
  expect(acts).toEqual(expect.arrayContaining(['whatsapp-restarted', 'whatsapp-unlinked']));
});

test('where WhatsApp is off there is no page', async () => {
  const { get, signedIn } = await openDashboard();
  const { cookie } = await signedIn('siti', 'admin');
  expect((await get(path, cookie)).statusCode).toBe(404);
});
