import { TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { tokenHash } from '#dashboard/guard.ts';
import { cookieOf, csrfIn, openDashboard, password } from '../support/open-dashboard.ts';

const minute = 60_000;
const later = (clock: { now: Date }, ms: number) => {
  clock.now = new Date(clock.now.getTime() + ms);
};
const signInPath = '/dasbor/masuk';

test('whoever is not signed in is sent to the sign-in page', async () => {
  const { get } = await openDashboard();
  const response = await get('/dasbor/akun');
  expect(response.statusCode).toBe(303);
  expect(response.headers.location).toBe(signInPath);
  expect((await get(signInPath)).body).toContain('Kata sandi');
  expect((await get(`${signInPath}?lang=en`)).body).toContain('Password');
});

test('name and password sign in; the cookie is out of reach of scripts and other pages', async () => {
  const { signedIn, post, get } = await openDashboard();
  await signedIn('sari', 'viewer');
  const response = await post(signInPath, { name: ' Sari ', password, code: '' });
  expect(response.statusCode).toBe(303);
  expect(response.headers['set-cookie']).toEqual(
    expect.stringMatching(/^__Host-dasbor=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
  );
  expect((await get('/dasbor/akun', cookieOf(response))).statusCode).toBe(200);
});

test.each([
  ['a wrong password', 'sari', 'salah salah salah salah'],
  ['an unknown name', 'siapa', password],
  ['no password', 'sari', ''],
  ['an account that never set one', 'baru', password],
])('%s is refused in the same words', async (_, name, tried) => {
  const { signedIn, post, accounts } = await openDashboard();
  await signedIn('sari', 'viewer');
  await accounts.add('baru', 'viewer');
  const response = await post(signInPath, { name, password: tried, code: '' });
  expect(response.statusCode).toBe(401);
  expect(cookieOf(response)).toBe('');
  expect(response.body).toContain('tidak cocok');
});

test('after five wrong passwords also the right one is refused for a quarter of an hour', async () => {
  const { signedIn, post, clock, accounts } = await openDashboard();
  await signedIn('sari', 'viewer');
  for (let i = 0; i < 5; i++) await post(signInPath, { name: 'sari', password: 'salah', code: '' });
  const right = { name: 'sari', password, code: '' };
  expect((await post(signInPath, right)).statusCode).toBe(401);
  later(clock, 14 * minute);
  expect((await post(signInPath, right)).statusCode).toBe(401);
  later(clock, 2 * minute);
  expect((await post(signInPath, right)).statusCode).toBe(303);
  expect((await accounts.audit(50)).map((e) => e.act)).toContain('locked');
});

test('twenty tries from one network are enough, whatever the name', async () => {
  const { post } = await openDashboard({ triesPerNetwork: 20 });
  for (let i = 0; i < 20; i++) {
    expect((await post(signInPath, { name: `nama${i}`, password: 'x' })).statusCode).toBe(401);
  }
  const response = await post(signInPath, { name: 'nama', password: 'x' });
  expect(response.statusCode).toBe(429);
  expect(response.body).toContain('Terlalu banyak percobaan');
});

test('who does nothing for half an hour is signed out, and everybody after eight hours', async () => {
  const { signedIn, get, clock } = await openDashboard();
  const idle = await signedIn('sari', 'viewer');
  later(clock, 31 * minute);
  expect((await get('/dasbor/akun', idle.cookie)).statusCode).toBe(303);
  const busy = await signedIn('budi', 'viewer');
  for (let i = 0; i < 16; i++) {
    later(clock, 29 * minute);
    expect((await get('/dasbor/akun', busy.cookie)).statusCode).toBe(200);
  }
  later(clock, 29 * minute);
  expect((await get('/dasbor/akun', busy.cookie)).statusCode).toBe(303);
});

test('signing out ends the session; a stolen cookie is worthless then', async () => {
  const { signedIn, get, post } = await openDashboard();
  const { cookie, csrf } = await signedIn('sari', 'viewer');
  expect((await post('/dasbor/keluar', { csrf }, cookie)).statusCode).toBe(303);
  expect((await get('/dasbor/akun', cookie)).statusCode).toBe(303);
});

test('a form of another page is refused, also with the right cookie', async () => {
  const { signedIn, post } = await openDashboard();
  const { cookie, csrf } = await signedIn('sari', 'viewer');
  expect((await post('/dasbor/keluar', {}, cookie)).statusCode).toBe(403);
  expect((await post('/dasbor/keluar', { csrf: 'x'.repeat(64) }, cookie)).statusCode).toBe(403);
  const foreign = await post('/dasbor/keluar', { csrf }, cookie, {
    origin: 'https://evil.example',
  });
  expect(foreign.statusCode).toBe(403);
  const own = await post('/dasbor/keluar', { csrf }, cookie, { origin: 'http://dasbor.example' });
  expect(own.statusCode).toBe(303);
});

test('a link works once, for 48 hours, and signs out everybody else', async () => {
  const { signedIn, accounts, post, get, clock } = await openDashboard();
  const before = await signedIn('sari', 'viewer');
  const account = (await accounts.byName('sari'))!;
  await accounts.addLink(tokenHash('t1'), account.id, clock.now.getTime() + 48 * 60 * minute);
  expect((await get('/dasbor/tautan/t1')).body).toContain('sari');
  expect((await post('/dasbor/tautan/t1', { password: 'pendek' })).body).toContain(
    'paling sedikit 12',
  );
  expect((await post('/dasbor/tautan/t1', { password: 'empat kata yang lain' })).statusCode).toBe(
    303,
  );
  expect((await get('/dasbor/akun', before.cookie)).statusCode).toBe(303);
  const again = await post('/dasbor/tautan/t1', { password });
  expect([again.statusCode, again.body.includes('sudah dipakai')]).toEqual([400, true]);
  await accounts.addLink(tokenHash('t2'), account.id, clock.now.getTime() + 48 * 60 * minute);
  later(clock, 48 * 60 * minute);
  expect((await get('/dasbor/tautan/t2')).body).toContain('sudah lewat');
});

test.each([
  ['sebelas11ab', 'short'],
  ['aaaaaaaaaaaaaa', 'easy'],
  ['sari itu kata sandi', 'easy'],
  ['x'.repeat(201), 'long'],
])('the password %s is too %s', async (tried) => {
  const { accounts, post, clock } = await openDashboard();
  const account = (await accounts.add('sari', 'viewer'))!;
  await accounts.addLink(tokenHash('t'), account.id, clock.now.getTime() + minute);
  expect((await post('/dasbor/tautan/t', { password: tried })).statusCode).toBe(400);
  expect((await accounts.byName('sari'))?.password).toBeNull();
});

test('one-time codes: on with a code, needed from then on, off with a code', async () => {
  const { signedIn, get, post, clock, accounts } = await openDashboard();
  const { cookie, csrf } = await signedIn('sari', 'viewer');
  const page = (await get('/dasbor/akun', cookie)).body;
  const secret = /name="secret" value="([A-Z2-7]{32})"/.exec(page)![1]!;
  const codes = new TOTP({ secret });
  const code = () => codes.generate({ timestamp: clock.now.getTime() });
  expect(
    (await post('/dasbor/akun/kode', { csrf, secret, code: '000000' }, cookie)).statusCode,
  ).toBe(400);
  expect((await post('/dasbor/akun/kode', { csrf, secret, code: code() }, cookie)).statusCode).toBe(
    303,
  );
  expect((await accounts.byName('sari'))?.totp).toBe(secret);
  const tried = { name: 'sari', password };
  expect((await post(signInPath, { ...tried, code: '' })).statusCode).toBe(401);
  expect((await post(signInPath, { ...tried, code: code() })).statusCode).toBe(303);
  expect((await post('/dasbor/akun/kode-mati', { csrf, code: code() }, cookie)).statusCode).toBe(
    303,
  );
  expect((await post(signInPath, { ...tried, code: '' })).statusCode).toBe(303);
});

test('changing the password needs the old one and signs out everywhere', async () => {
  const { signedIn, get, post } = await openDashboard();
  const { cookie, csrf } = await signedIn('sari', 'viewer');
  const fresh = 'empat kata yang lain';
  const change = (old: string) =>
    post('/dasbor/akun/sandi', { csrf, old, password: fresh }, cookie);
  expect((await change('salah')).statusCode).toBe(400);
  expect((await change(password)).statusCode).toBe(303);
  expect((await get('/dasbor/akun', cookie)).statusCode).toBe(303);
  expect((await post(signInPath, { name: 'sari', password: fresh, code: '' })).statusCode).toBe(
    303,
  );
});

test('the first form of a browser carries no secret of another one', async () => {
  const { signedIn, get } = await openDashboard();
  const [a, b] = [await signedIn('sari', 'viewer'), await signedIn('budi', 'viewer')];
  expect(a.csrf).not.toBe(b.csrf);
  expect(csrfIn((await get(signInPath)).body)).toBe('');
});
