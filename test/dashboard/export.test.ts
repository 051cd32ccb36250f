import { expect, test } from 'vitest';
import { csvCell } from '#dashboard/export.ts';
import { brokenLink } from '#statistics/release.ts';
import { madeReleases } from '../support/made-releases.ts';
import { openDashboard } from '../support/open-dashboard.ts';
import { sha256 } from '../support/statistics.ts';

const releases = madeReleases(14, new Date('2026-11-24T03:00:00Z'));
async function download(file: string, name?: string) {
  const changes = { releases: async () => releases };
  const opened = await openDashboard(changes);
  const lures = opened.options.lures.map((l) =>
    name && l.id === 'upfront-fee' ? { ...l, name: { id: name, en: name } } : l,
  );
  const { get, signedIn } = name ? await openDashboard({ ...changes, lures }) : opened;
  const { cookie } = await signedIn('sari', 'viewer');
  return get(`/dasbor/rilis/${file}`, cookie);
}

test.each([
  ['=1+1', `"'=1+1"`],
  ['+62', `"'+62"`],
  ['-2', `"'-2"`],
  ['@sum', `"'@sum"`],
  ['\t=1', `"'\t=1"`],
  ['a "b", c', '"a ""b"", c"'],
  ['biasa', 'biasa'],
])('the cell %j is written so that no spreadsheet computes it', (text, written) => {
  expect(csvCell(text)).toBe(written);
});

test('the CSV holds every figure that is shown, and the terms of IC-TIP', async () => {
  const { body, headers } = await download('semua.csv');
  const [heads, ...rows] = body.trim().split('\r\n');
  expect(headers['content-type']).toContain('text/csv');
  expect(heads).toContain('ic_tip_means,ic_tip_purpose');
  const upfront = rows.find((r) => r.includes('signs,upfront-fee,'))!;
  expect(upfront).toMatch(/Diminta bayar dulu,\d+,\d+,,deception,unknown$/);
  const values = rows.map((r) => Number(r.split(',').slice(-5)[0]));
  expect(values.length).toBeGreaterThan(200);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(11);
});

test('a name that looks like a formula is none in the CSV', async () => {
  const { body } = await download('semua.csv', '=cmd|calc');
  expect(body).toContain(`,"'=cmd|calc",`);
});

test('the chain can be checked from the JSON alone', async () => {
  const { body } = await download('semua.json');
  const parsed = JSON.parse(body);
  expect(brokenLink(parsed.releases, sha256)).toBeNull();
  expect(parsed['ic-tip'].source).toContain('unstats.un.org');
  expect(parsed['ic-tip'].flags['debt-bondage']).toEqual({
    means: 'coercion',
    purpose: 'forced-labour',
  });
  const one = JSON.parse((await download('3.json')).body);
  expect(one.releases).toEqual([releases[2]]);
});

test.each(['99999.csv', 'x.csv', '3.xml', '..%2f..%2fpackage.json'])(
  '%s is no file',
  async (file) => {
    expect((await download(file)).statusCode).toBe(404);
  },
);
