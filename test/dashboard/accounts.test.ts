import { expect, test } from 'vitest';
import { roles } from '#dashboard/accounts.ts';
import { firstLink } from '#dashboard/pages/accounts.ts';
import { openDashboard, password } from '../support/open-dashboard.ts';

const path = '/dasbor/pengguna';

test('the first administrator comes by a link that is printed until it was used', async () => {
  const { options, post, accounts } = await openDashboard();
  const first = await firstLink(options);
  const again = await firstLink(options);
  expect(again).not.toBe(first);
  expect((await post(first!, { password })).statusCode).toBe(400);
  expect((await post(again!, { password })).statusCode).toBe(303);
  expect(await firstLink(options)).toBeNull();
  expect((await accounts.list()).map((a) => [a.name, a.role])).toEqual([['admin', 'admin']]);
});

test('an administrator adds accounts below their own role, and hands over a link', async () => {
  const { signedIn, post, accounts } = await openDashboard();
  const { cookie, csrf } = await signedIn('rina', 'admin');
  const page = await post(path, { csrf, name: 'sari', role: 'moderator' }, cookie);
  const link = /http:\/\/dasbor\.example(\/dasbor\/tautan\/[\w-]+)/.exec(page.body)![1]!;
  expect((await post(link, { password })).statusCode).toBe(303);
  expect((await accounts.byName('sari'))?.role).toBe('moderator');
  expect((await post(path, { csrf, name: 'sari', role: 'viewer' }, cookie)).body).toContain(
    'sudah ada',
  );
  for (const name of ['Sari Dewi', '0812345678', 'a', 'a@b.id', '<script>']) {
    expect((await post(path, { csrf, name, role: 'viewer' }, cookie)).statusCode).toBe(400);
  }
  expect((await post(path, { csrf, name: 'raja', role: 'admin' }, cookie)).statusCode).toBe(400);
});

test('removing or raising an account needs a second administrator', async () => {
  const { signedIn, post, get, accounts, clock } = await openDashboard();
  const one = await signedIn('rina', 'admin');
  const two = await signedIn('tono', 'admin');
  const victim = await signedIn('sari', 'viewer');
  await post(`${path}/sari/usul`, { csrf: one.csrf, act: 'remove' }, one.cookie);
  const [proposal] = await accounts.proposals(clock.now.getTime());
  const decide = ({ csrf, cookie }: typeof one) =>
    post(`/dasbor/usul/${proposal!.id}`, { csrf, answer: 'yes' }, cookie);
  expect((await decide(one)).body).toContain('Minta admin lain');
  expect(await accounts.byName('sari')).not.toBeNull();
  expect((await decide(two)).statusCode).toBe(200);
  expect(await accounts.byName('sari')).toBeNull();
  expect((await get('/dasbor/akun', victim.cookie)).statusCode).toBe(303);
  expect((await decide(two)).statusCode).toBe(404);
  await signedIn('budi', 'viewer');
  await post(`${path}/budi/usul`, { csrf: one.csrf, act: 'admin' }, one.cookie);
  clock.now = new Date(clock.now.getTime() + 25 * 3_600_000);
  expect(await accounts.proposals(clock.now.getTime())).toEqual([]);
});

test('the log tells who did what, and finds any change to it', async () => {
  const { signedIn, post, get, db } = await openDashboard();
  const { cookie, csrf } = await signedIn('rina', 'admin');
  await post(path, { csrf, name: 'sari', role: 'viewer' }, cookie);
  const page = (await get('/dasbor/catatan', cookie)).body;
  expect(page).toContain('menambah akun');
  expect(page).toContain('utuh');
  await db.updateTable('audit').set({ subject: 'budi' }).where('number', '=', 1).execute();
  expect((await get('/dasbor/catatan', cookie)).body).toContain('diubah pada baris 1');
  await db.deleteFrom('audit').where('number', '=', 1).execute();
  expect((await get('/dasbor/catatan', cookie)).body).toContain('diubah pada baris 1');
});

test('every route says who may call it, and nobody below may', async () => {
  const opened = await openDashboard();
  const { routes, signedIn } = opened;
  const pages = routes.filter(({ url }) => !url.startsWith('/dasbor/gaya'));
  expect(pages.length).toBeGreaterThan(12);
  const cookies = new Map<string, { cookie: string; csrf: string }>();
  for (const role of roles) cookies.set(role, await signedIn(`si-${role}`, role));
  for (const { method, url, role: needed } of pages) {
    if (needed === undefined) throw new Error(`${method} ${url} does not say who may call it`);
    const path = url.replace(':token', 'x').replace(':name', 'nobody').replace(':id', '0');
    const status = async (cookie: string, csrf: string) =>
      (method === 'GET'
        ? await opened.get(path, cookie)
        : await opened.post(path, { csrf }, cookie)
      ).statusCode;
    if (needed !== 'anyone')
      expect([`${method} ${url}`, await status('', '')]).toEqual([`${method} ${url}`, 303]);
    for (const role of roles) {
      if (needed === 'anyone' || roles.indexOf(role) >= roles.indexOf(needed)) continue;
      const { cookie, csrf } = cookies.get(role)!;
      expect([`${method} ${url} ${role}`, await status(cookie, csrf)]).toEqual([
        `${method} ${url} ${role}`,
        403,
      ]);
    }
  }
});

test('hostile words in every field come back as text', async () => {
  const { signedIn, post, get } = await openDashboard();
  const { cookie, csrf } = await signedIn('rina', 'admin');
  const evil = '"><script>alert(1)</script>';
  const pages = [
    await post('/dasbor/masuk', { name: evil, password: evil, code: evil }),
    await post(path, { csrf, name: evil, role: evil }, cookie),
    await post(`${path}/${encodeURIComponent(evil)}/usul`, { csrf, act: evil }, cookie),
    await post('/dasbor/akun/kode', { csrf, secret: evil, code: evil }, cookie),
    await get(`/dasbor/masuk?lang=${encodeURIComponent(evil)}`),
    await get(`/dasbor/tautan/${encodeURIComponent(evil)}`),
  ];
  for (const { body, statusCode } of pages) {
    expect(body).not.toContain('<script>alert');
    expect(statusCode).toBeLessThan(500);
  }
});
