import { expect, test } from 'vitest';
import { isOld } from '#dashboard/hotline-age.ts';
import { checkedDaysMax } from '#domain/hotline-age.ts';
import { createHotlineChecks } from '#storage/hotline-checks.ts';
import { openHotlineBook } from '../../src/hotline-book.ts';
import { bot } from '../support/bot.ts';
import { openDashboard } from '../support/open-dashboard.ts';

const path = '/dasbor/kontak';
const dayMs = 86_400_000;

test('each number is shown with its source and date; old ones carry a warning', async () => {
  const { signedIn, get, options, clock } = await openDashboard();
  const { cookie } = await signedIn('sari', 'viewer');
  const { body } = await get(path, cookie);
  for (const { number, source, sourceDate } of await options.hotlines.list()) {
    expect(body).toContain(`>${number}<`);
    expect(body).toContain(source.replace(/'/g, '&#39;').replace(/&(?!#)/g, '&amp;'));
    expect(sourceDate).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
  const old = (await options.hotlines.list()).filter((h) => isOld(h, clock.now));
  expect(old.length).toBeGreaterThan(0);
  expect(body).toContain(`${old.length} dari`);
  expect(body).not.toContain('/periksa"');
});

test('a moderator notes a check: it is logged, kept, and used in answers at once', async () => {
  const { signedIn, post, get, accounts, options, db } = await openDashboard();
  const { cookie, csrf } = await signedIn('tono', 'moderator');
  const page = await post(`${path}/kemlu/periksa`, { csrf }, cookie);
  expect(page.body).toContain('Dicatat');
  expect(page.body).toContain('Diperiksa 24 Nov 2026 oleh tono');
  expect((await accounts.audit(1))[0]).toMatchObject({
    actor: 'tono',
    act: 'hotline-verified',
    subject: 'kemlu',
  });
  const checks = createHotlineChecks(db);
  const again = await openHotlineBook(bot.reference.hotlines, checks);
  expect(again.hotlines.find((h) => h.id === 'kemlu')?.['last-verified']).toBe('2026-11-24');
  const entry = (await options.hotlines.list()).find((h) => h.id === 'kemlu');
  expect(entry?.checked).toEqual({ day: '2026-11-24', by: 'tono' });
  expect((await post(`${path}/nobody/periksa`, { csrf }, cookie)).statusCode).toBe(404);
  expect((await get(path, cookie)).body).toContain('kemlu/periksa');
});

test('a check of a number that was changed since does not count', async () => {
  const { db } = await openDashboard();
  const checks = createHotlineChecks(db);
  await checks.note({ hotline: 'kemlu', number: '123', day: '2026-11-24', by: 'tono' });
  const book = await openHotlineBook(bot.reference.hotlines, checks);
  const entry = (await book.list()).find((h) => h.id === 'kemlu');
  expect(entry?.checked?.by).not.toBe('tono');
});

test('a number is old when 180 days have passed since it was printed or checked', async () => {
  const { options } = await openDashboard();
  const [entry] = await options.hotlines.list();
  const known = { ...entry!, sourceDate: '2026-01-01', checked: null };
  const after = (days: number) => new Date(Date.parse('2026-01-01') + days * dayMs);
  expect(isOld(known, after(checkedDaysMax))).toBe(false);
  expect(isOld(known, after(checkedDaysMax + 1))).toBe(true);
  const checked = { ...known, checked: { day: '2026-03-01', by: 'tono' } };
  expect(isOld(checked, after(checkedDaysMax + 1))).toBe(false);
});
