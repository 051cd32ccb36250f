import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkFor } from '#dashboard/pages/accounts.ts';
import { serve } from '../channels/web-chat/serve.ts';
import { madeReleases } from '../support/made-releases.ts';
import { openDashboard, password } from '../support/open-dashboard.ts';
import { faults, overflow } from './faults.ts';
import { chromiumArgs, chromiumPath, missing } from './open-browser.ts';

const timeoutMs = 120_000;
const pictures = join(import.meta.dirname, 'screenshots');
/** Three years: 156 weekly releases, 39 of four weeks, 13 of twelve. */
const releases = madeReleases(156, new Date('2026-11-24T03:00:00Z'));
const paths = {
  overview: '/dasbor',
  lures: '/dasbor/modus',
  lure: '/dasbor/modus/upfront-fee',
  places: '/dasbor/tempat',
  releases: '/dasbor/rilis',
  release: '/dasbor/rilis/200',
  try: '/dasbor/coba',
  hotlines: '/dasbor/kontak',
  teach: '/dasbor/ajar',
  poster: '/dasbor/ajar/cetak?modus=upfront-fee',
  cards: '/dasbor/ajar/cetak?ukuran=kartu',
  state: '/dasbor/keadaan',
  account: '/dasbor/akun',
  accounts: '/dasbor/pengguna',
  audit: '/dasbor/catatan',
};
const weightMax = 300_000;
const firstPaintMsMax = 1_000;
/** Bytes of a page with all its pictures, which must be there. */
async function weightOf(page: Page): Promise<number> {
  await page.waitForFunction(() => [...document.images].every((i) => i.complete));
  return page.evaluate(() =>
    [
      ...performance.getEntriesByType('navigation'),
      ...performance.getEntriesByType('resource'),
    ].reduce((sum, e) => sum + (e as PerformanceResourceTiming).decodedBodySize, 0),
  );
}

describe.skipIf(missing !== '')('the dashboard in a browser', { timeout: timeoutMs }, () => {
  let browser: Browser;
  let address: string;
  let close: () => Promise<unknown>;
  let page: Page;
  const foreign: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    const server = await serve();
    const changes = { releases: async () => releases, isExample: true };
    const { accounts, options } = await openDashboard(changes, server);
    await server.listen({ host: '127.0.0.1', port: 0 });
    address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
    close = () => Promise.all([browser.close(), server.close()]);
    page = await browser.newPage();
    page.on('request', (r) => void (r.url().startsWith(address) || foreign.push(r.url())));
    page.on('console', (m) => void (m.type() === 'error' && complaints.push(m.text())));
    await page.goto(address + (await linkFor(options, (await accounts.add('rina', 'admin'))!)));
    // As somebody does it: with the link, in the page, with the browser's own headers.
    await page.locator('#password').fill(password);
    await page.locator('main button').first().click();
    await page.waitForURL(`${address}/dasbor`);
  }, timeoutMs);
  afterAll(() => close?.());

  test('the same browser signs out and in again', async () => {
    await page.goto(`${address}/dasbor`);
    await page.getByRole('button', { name: 'Keluar' }).click();
    await page.waitForURL('**/masuk');
    await page.locator('#name').fill('rina');
    await page.locator('#password').fill(password);
    await page.locator('main button').first().click();
    await page.waitForURL(`${address}/dasbor`);
    expect(complaints).toEqual([]);
  });

  test.each([
    { width: 360, isChecked: true },
    // Between the two nothing new is said to a screen reader; only the lines break elsewhere.
    { width: 768, isChecked: false },
    { width: 1440, isChecked: true },
  ])(
    'at $width px nothing is cut off, a screen reader finds its way, and no page is heavy',
    async ({ width, isChecked }) => {
      await page.setViewportSize({ width, height: 900 });
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(address + path, { waitUntil: 'load' });
        // Before the picture is taken: for a long page the window grows, and charts may change form.
        const weight = await weightOf(page);
        expect(weight, name).toBeLessThan(weightMax);
        expect(weight, name).toBeGreaterThan(2_000);
        await page.screenshot({
          path: join(pictures, `dasbor-${name}-${width}.png`),
          fullPage: true,
        });
        // A poster is as wide as its paper; on a phone it is moved with the finger.
        expect([name, (await overflow(page)) <= 0]).toEqual([name, true]);
        if (isChecked) expect([name, await faults(page)]).toEqual([name, []]);
      }
      expect(complaints).toEqual([]);
    },
  );

  test('the first paint on a phone comes within a second', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    const paints: number[] = [];
    for (const path of Object.values(paths)) {
      await page.goto(address + path, { waitUntil: 'load' });
      await page.waitForFunction(() => performance.getEntriesByType('paint').length === 2);
      paints.push(
        await page.evaluate(
          () => performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
        ),
      );
    }
    // The median: other work of the machine holds up one page or another.
    expect(paints.toSorted((a, b) => a - b)[paints.length >> 1]).toBeLessThan(firstPaintMsMax);
  });

  test('every chart is drawn, and no picture is missing', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${address}/dasbor`);
    const images = page.locator('main img');
    expect(await images.count()).toBeGreaterThan(6);
    for (const image of await images.all()) {
      await image.scrollIntoViewIfNeeded();
      await expect
        .poll(() => image.evaluate((i) => (i as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(200);
    }
  });

  test('the weekly summary is one sheet of A4', async () => {
    await page.goto(`${address}/dasbor`, { waitUntil: 'networkidle' });
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
    for (const [path, count] of [
      [paths.poster, 1],
      [`${paths.poster}&ukuran=a5`, 1],
      [paths.cards, 1],
    ] as const) {
      await page.goto(address + path);
      const sheet = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect([path, sheet.match(/\/Type\s*\/Page\b(?!s)/g)?.length]).toEqual([path, count]);
    }
  });

  test('the keyboard alone reaches every link and field, beginning with the way to the content', async () => {
    for (const path of Object.values(paths)) {
      await page.goto(address + path);
      const wanted = await page
        .locator(
          'a:visible, button:visible, input:visible, select:visible, textarea:visible, summary:visible',
        )
        .count();
      const seen = new Set<string>();
      await page.keyboard.press('Tab');
      // A sheet for the printer has nothing to skip.
      if (path !== paths.poster && path !== paths.cards) {
        expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
      }
      for (let i = 0; i < wanted + 5; i++) {
        const at = await page.evaluate(() => {
          const all = [...document.querySelectorAll('*')];
          const node = document.activeElement;
          if (node === document.body) return '-1';
          const ring = node ? getComputedStyle(node).outlineStyle : '';
          return `${all.indexOf(node!)} ${ring !== 'none'}`;
        });
        seen.add(at);
        await page.keyboard.press('Tab');
      }
      const stops = [...seen].filter((s) => !s.startsWith('-1') && !s.startsWith('0 '));
      expect(stops.filter((s) => s.endsWith('false'))).toEqual([]);
      // Of radio buttons one is reached with Tab, the others with the arrows.
      const radios = await page.locator('input[type=radio]').count();
      expect(stops.length).toBeGreaterThanOrEqual(wanted - radios);
    }
  });

  test('nothing is fetched from anywhere else', () => expect(foreign).toEqual([]));
});
