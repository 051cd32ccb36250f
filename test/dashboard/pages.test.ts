import { expect, test } from 'vitest';
import { roles } from '#dashboard/accounts.ts';
import { figuresOf, shownIn } from '#dashboard/figures.ts';
import { madeReleases } from '../support/made-releases.ts';
import { openDashboard } from '../support/open-dashboard.ts';

const now = new Date('2026-11-24T03:00:00Z');
const releases = madeReleases(30, now);
const paths = [
  '/dasbor',
  '/dasbor/modus',
  '/dasbor/modus/upfront-fee',
  '/dasbor/modus/written-contract',
  '/dasbor/tempat',
  '/dasbor/rilis',
  '/dasbor/rilis/1',
  '/dasbor/coba',
  '/dasbor/kontak',
  '/dasbor/ajar',
  '/dasbor/ajar/cetak?modus=upfront-fee&bahasa=jv&ukuran=a5',
  '/dasbor/ajar/cetak?ukuran=kartu',
];

async function visitor(changes: Parameters<typeof openDashboard>[0] = {}) {
  const opened = await openDashboard({ releases: async () => releases, ...changes });
  const { cookie, csrf } = await opened.signedIn('sari', 'viewer');
  return { ...opened, cookie, csrf, see: async (path: string) => opened.get(path, cookie) };
}

test.each(['id', 'en'])(
  'every page opens in %s, with figures and before the first',
  async (lang) => {
    for (const changes of [{}, { releases: async () => [] }]) {
      const { see, errors } = await visitor(changes);
      for (const path of paths) {
        const { statusCode, body } = await see(
          `${path}${path.includes('?') ? '&' : '?'}lang=${lang}`,
        );
        const isMissing = changes.releases && path === '/dasbor/rilis/1';
        expect([path, statusCode, errors]).toEqual([path, isMissing ? 404 : 200, []]);
        expect(body).not.toMatch(/\{\w+\}|undefined|NaN|\[object/);
        // Figures are messages that people chose to check, never people or cases.
        expect(body).not.toMatch(/\bkorban\b|\bkasus\b|\bvictims?\b|\bcases? of\b/i);
      }
    }
  },
);

test('the summary tells the newest figure, its range in words, and what the blur means', async () => {
  const { see } = await visitor();
  const { body } = await see('/dasbor');
  const weekly = releases.filter((r) => r.window.length === 'week').at(-1)!;
  const { value, margin } = weekly.tables[0]!.shown!;
  expect(body).toContain(`<b>${new Intl.NumberFormat('id').format(value!)}</b> ± ${margin}`);
  expect(body).toContain(
    `hampir pasti antara ${new Intl.NumberFormat('id').format(value! - margin)}`,
  );
  expect(body).toContain('Angka disamarkan');
  expect(body).toContain('tidak pernah ditampilkan');
});

test('before the first release it says when that comes', async () => {
  const { see } = await visitor({ releases: async () => [] });
  const { body } = await see('/dasbor');
  expect(body).toContain('Belum ada angka');
  expect(body).toContain('30 Nov 2026');
});

test('too few senders are told in words, and no figure is made up', async () => {
  const few = madeReleases(30, now, 1);
  const { see } = await visitor({ releases: async () => few });
  const { body } = await see('/dasbor');
  expect(few.filter((r) => r.withheld).length).toBeGreaterThan(5);
  expect(body).toContain('kurang dari 100 pengirim');
  expect((await see('/dasbor/gambar/terbaru/lures/lebar.svg')).statusCode).toBe(404);
});

test('where four weeks have too few senders, the signs of the last twelve stand in for them', async () => {
  const size = { week: 20, 'four-weeks': 6, 'twelve-weeks': 40 };
  const some = madeReleases(40, now, size);
  const { see } = await visitor({ releases: async () => some });
  const last = some.findLast((r) => r.window.length === 'twelve-weeks')!;
  const fee = figuresOf(shownIn(last, 'signs')).find(({ id }) => id === 'upfront-fee')!;
  const words = (body: string) => body.replace(/<[^>]+>/g, '');
  for (const path of ['/dasbor/modus', '/dasbor/modus/upfront-fee'])
    expect(words((await see(path)).body)).toContain(`${fee.value} ± ${fee.margin}`);
  const picture = await see('/dasbor/gambar/terbaru/lures/lebar.svg');
  expect(picture.body).toContain(`${fee.value} ± ${fee.margin}`);
  // It says of which weeks.
  expect((await see('/dasbor/modus')).body).toContain('22 Jun');
  // Places have no such stretch and stay untold.
  expect((await see('/dasbor/tempat')).body).toContain('kurang dari 100 pengirim');
});

test('each chart is a picture in three sizes, and a PNG for reports', async () => {
  const { see } = await visitor();
  for (const chart of ['trend', 'lures', 'places', 'pay', 'rule.upfront-fee', 'places-trend']) {
    for (const form of ['lebar', 'sempit', 'unduh']) {
      const { body, headers, statusCode } = await see(
        `/dasbor/gambar/terbaru/${chart}/${form}.svg`,
      );
      expect([chart, form, statusCode]).toEqual([chart, form, 200]);
      expect(headers['content-type']).toContain('image/svg+xml');
      expect(body).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
      expect(body).not.toMatch(/<script|href="http|NaN/);
      expect(body.length).toBeLessThan(100_000);
    }
  }
  const png = await see('/dasbor/gambar/terbaru/lures/unduh.png');
  expect(png.rawPayload.subarray(1, 4).toString()).toBe('PNG');
  expect(png.headers['content-disposition']).toContain('terbaru-lures.png');
  for (const wrong of [
    'terbaru/nothing/lebar.svg',
    '0/lures/lebar.svg',
    'x/lures/lebar.svg',
    'terbaru/lures/lebar.gif',
  ]) {
    expect((await see(`/dasbor/gambar/${wrong}`)).statusCode).toBe(404);
  }
});

test('charts and pages show the same figures', async () => {
  const { see } = await visitor();
  const { number } = releases.filter((r) => r.window.length === 'four-weeks').at(-1)!;
  const page = (await see(`/dasbor/rilis/${number}`)).body;
  const picture = (await see(`/dasbor/gambar/${number}/forms/lebar.svg`)).body;
  const drawn = [...picture.matchAll(/>([\d.]+ ± [\d.]+)</g)].map((m) => m[1]!);
  expect(drawn.length).toBeGreaterThan(3);
  const told = page.replace(/<\/?b>/g, '');
  for (const figure of drawn) expect(told).toContain(figure);
});

test('the chain of releases is checked whenever the list is shown', async () => {
  const { see } = await visitor();
  expect((await see('/dasbor/rilis')).body).toContain('Rantai utuh');
  const changed = releases.map((r) => (r.number === 3 ? { ...r, epsilon: 0.1 } : r));
  const other = await visitor({ releases: async () => changed });
  expect((await other.see('/dasbor/rilis')).body).toContain('Rilis nomor 3 diubah');
});

test('made-up figures say so on every page, in every picture and file name', async () => {
  const { see } = await visitor({ isExample: true });
  for (const path of ['/dasbor', '/dasbor/modus', '/dasbor/rilis', '/dasbor/kontak']) {
    expect((await see(path)).body).toContain('CONTOH');
  }
  const picture = await see('/dasbor/gambar/terbaru/lures/unduh.svg');
  expect(picture.body).toContain('(contoh)');
  expect(picture.headers['content-disposition']).toContain('contoh-');
  expect((await see('/dasbor/rilis/semua.csv')).headers['content-disposition']).toContain(
    'contoh-',
  );
  const real = await visitor();
  expect((await real.see('/dasbor')).body).not.toContain('CONTOH');
});

test('every role may read every page', async () => {
  const opened = await openDashboard({ releases: async () => releases });
  for (const role of roles) {
    const { cookie } = await opened.signedIn(`si-${role}`, role);
    for (const path of paths) expect((await opened.get(path, cookie)).statusCode).toBe(200);
  }
});
