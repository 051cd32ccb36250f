import { expect, test } from 'vitest';
import { languages } from '#domain/message.ts';
import { loadIcTip } from '#reference/ic-tip.ts';
import { loadLureTexts } from '#reference/lure-texts.ts';
import { bot } from '../support/bot.ts';
import { openDashboard } from '../support/open-dashboard.ts';

const print = '/dasbor/ajar/cetak';
/** Words that would frighten, accuse, or endanger who carries the paper. */
const loud =
  /perdagangan orang|korban|disekap|penjara|mafia|sindikat|trafficking|victim|slave|rescue|polisi cari|awas/i;

async function sheet(query: string, changes: Parameters<typeof openDashboard>[0] = {}) {
  const opened = await openDashboard(changes);
  const { cookie } = await opened.signedIn('sari', 'viewer');
  return (await opened.get(`${print}?${query}`, cookie)).body;
}

test('posters speak all languages of the bot, and none of their words is loud', async () => {
  const { options, signedIn, get } = await openDashboard();
  const { cookie } = await signedIn('sari', 'viewer');
  const flags = options.lures.filter((l) => l.kind === 'flag' && l.poster.id);
  expect(flags.length).toBeGreaterThan(30);
  for (const language of languages) {
    for (const { id, poster } of flags) {
      const { body } = await get(`${print}?modus=${id}&bahasa=${language}&ukuran=a5`, cookie);
      expect(body).toContain(`<html lang="${language}">`);
      expect(body).toContain(poster[language]!.replaceAll("'", '&#39;'));
      expect(body).not.toMatch(loud);
    }
  }
});

test('the code leads to the web chat, or to where the setting says', async () => {
  expect(await sheet('')).toContain('dasbor.example<br>');
  const body = await sheet('', { botLink: 'https://wa.me/628000000' });
  expect(body).toContain('wa.me/628000000');
  expect(body).toMatch(/<div class="code" role="img" aria-label="[^"]+"><svg [\s\S]+<\/svg>/);
  expect(body).not.toContain('style=');
});

test('a sheet holds eight cards', async () => {
  expect((await sheet('ukuran=kartu')).match(/<article class="small">/g)).toHaveLength(8);
});

test('numbers that nobody checked lately are not printed; checked ones are', async () => {
  const { options, signedIn, get, clock } = await openDashboard();
  clock.now = new Date('2027-11-24T03:00:00Z');
  const { cookie } = await signedIn('sari', 'viewer');
  expect((await get(print, cookie)).body).not.toContain('class="numbers"');
  await options.hotlines.check('sapa', 'tono', clock.now);
  const { body } = await get(print, cookie);
  expect(body).toContain('SAPA 129');
  expect(body).not.toContain('0800-1000');
});

test('every text and every term is about a flag that exists', () => {
  const flags = [...bot.rulebook.rules.values()].filter((r) => r.kind === 'flag').map((r) => r.id);
  for (const id of Object.keys(loadLureTexts('data'))) expect(flags).toContain(id);
  for (const id of Object.keys(loadIcTip('data').flags)) expect(flags).toContain(id);
});

test('a rule that nobody has described yet still has its page and no poster', async () => {
  const { options } = await openDashboard();
  const lures = options.lures.map((l) =>
    l.id === 'secrecy'
      ? { ...l, name: l.says, advice: null, teach: null, poster: {}, icTip: null }
      : l,
  );
  const { signedIn, get } = await openDashboard({ lures });
  const { cookie } = await signedIn('sari', 'viewer');
  expect((await get('/dasbor/modus/secrecy', cookie)).body).toContain('tidak meminta dirahasiakan');
  expect((await get('/dasbor/ajar', cookie)).body).not.toContain('value="secrecy"');
});
