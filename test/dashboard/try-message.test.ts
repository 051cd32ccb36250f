import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDashboard } from '../support/open-dashboard.ts';

const path = '/dasbor/coba';
async function tryIt(text: string) {
  const opened = await openDashboard();
  const { cookie, csrf } = await opened.signedIn('sari', 'viewer');
  return { ...opened, cookie, response: await opened.post(path, { csrf, text }, cookie) };
}

test('the words that were found are marked, with rule, reason and how they are meant', async () => {
  const { response } = await tryIt('Kerja di Riyadh pakai visa umroh dulu, jangan bilang keluarga');
  const { body } = response;
  expect(body).toMatch(/<mark class="flag[^"]*">(pakai )?visa umroh/);
  expect(body).toContain('href="/dasbor/modus/secrecy"');
  expect(body).toContain('pemberi kerja yang jujur tidak meminta dirahasiakan');
  expect(body).toContain('>bahaya<');
  expect(body).toContain('dinyatakan');
});

test('the answer that a person would get stands below', async () => {
  const { response } = await tryIt('adik saya disekap di Myanmar, tolong');
  expect(response.body).toContain('permintaan tolong');
  expect(response.body).toMatch(/<p class="message bubble">[\s\S]*<b>\+?[\d -]+<\/b>/);
});

test('where nothing is found it does not say that all is well', async () => {
  const { response } = await tryIt('Lowongan di kantor pos, nanti kami kabari');
  expect(response.body).toContain('belum berarti tawarannya jujur');
  expect(response.body).not.toContain('<mark');
});

test('nothing of it is kept or counted', async () => {
  const { db } = await tryIt('Rahasia Kumbakarna visa umroh 0812-3456-7890');
  const { rows } = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`.execute(db);
  for (const { name } of rows) {
    const found = await sql.raw<object>(`select * from "${name}"`).execute(db);
    expect(JSON.stringify(found.rows)).not.toMatch(/Kumbakarna|3456/);
    if (['session', 'wish', 'counter', 'tag'].includes(name)) expect(found.rows).toEqual([]);
  }
});

test('an empty or endless message is refused with its reason', async () => {
  expect((await tryIt('  ')).response.statusCode).toBe(400);
  const { response } = await tryIt('x'.repeat(4_097));
  expect([response.statusCode, response.body.includes('paling banyak 4096')]).toEqual([400, true]);
});

test('markup in a message stays text', async () => {
  const { response } = await tryIt('visa umroh <script>alert(1)</script> "><img src=x>');
  expect(response.statusCode).toBe(200);
  expect(response.body).not.toMatch(/<script>alert|<img src=x/);
});
