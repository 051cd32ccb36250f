import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faults, overflow } from './faults.ts';
import { missing, openBrowser } from './open-browser.ts';

const timeoutMs = 60_000;
const pictures = join(import.meta.dirname, 'screenshots');
/** Waits until bubbles have risen, so that pictures and contrasts are true. */
const settled = (page: Page) =>
  page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((a) => a.effect?.getTiming().iterations === 1)
        .map((a) => a.finished),
    ).then(() => undefined),
  );

describe.skipIf(missing !== '')('the looks of the page', { timeout: timeoutMs }, () => {
  let chromium: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    chromium = await openBrowser();
  }, timeoutMs);
  afterAll(() => chromium?.close());

  async function look(page: Page, name: string): Promise<void> {
    await settled(page);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await faults(page)).toEqual([]);
  }

  test.each([
    [360, 740],
    [768, 1024],
    [1440, 900],
  ])('at %i × %i nothing is cut off and a screen reader finds its way', async (width, height) => {
    const page = await chromium.open({ width, height });
    await look(page, `${width}-1-start`);
    await page.getByRole('button', { name: 'ART ke Arab' }).click();
    await page.getByRole('button', { name: 'Belum' }).waitFor();
    await look(page, `${width}-2-danger`);
    await page.locator('#text').fill('adik saya tidak bisa pulang');
    await page.getByRole('button', { name: 'Kirim', exact: true }).click();
    await page.getByRole('button', { name: 'Tidak bisa' }).waitFor();
    await look(page, `${width}-3-emergency`);
    chromium.breakDown();
    await page.locator('#text').fill('halo');
    await page.getByRole('button', { name: 'Kirim', exact: true }).click();
    await page.getByRole('button', { name: 'Kirim lagi' }).waitFor();
    chromium.repair();
    await page.locator('#text').fill('x'.repeat(5_000));
    await look(page, `${width}-4-failed-and-too-long`);
    await page.locator('#text').fill('');
    await page.locator('.brand').click();
    await look(page, `${width}-5-info`);
    await page.locator('header a[hreflang]').focus();
    await page.goto(new URL('/info', page.url()).href);
    await look(page, `${width}-6-left`);
    await page.context().close();
  });

  test('without JavaScript it looks the same', async () => {
    const page = await chromium.open({ javaScriptEnabled: false });
    await page.locator('#text').fill('loker kamboja');
    await page.getByRole('button', { name: 'Kirim', exact: true }).click();
    await page.getByText('Bahaya. Jangan').waitFor();
    await page.screenshot({ path: join(pictures, 'no-javascript.png') });
    expect(await page.locator('[data-risk="danger"] ol li').count()).toBe(3);
    await page.context().close();
  });

  test('letters are at least 17 px, and buttons large enough for a thumb', async () => {
    const page = await chromium.open();
    await page.getByRole('button', { name: 'ART ke Arab' }).click();
    await page.getByRole('button', { name: 'Belum' }).waitFor();
    const sizes = await page
      .locator('.bubble p, .bubble li, button:visible, #text')
      .evaluateAll((nodes) =>
        nodes.map((node) => Number.parseFloat(getComputedStyle(node).fontSize)),
      );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(17);
    const heights = await page
      .locator('button:visible, header a, #text')
      .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    await page.context().close();
  });

  test('who wants no motion gets none', async () => {
    const page = await chromium.open({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'ART ke Arab' }).click();
    await page.locator('#typing').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.context().close();
  });

  test('with letters of twice the size everything is still there', async () => {
    const large = await openBrowser(['--blink-settings=defaultFontSize=32']);
    const page = await large.open();
    expect(
      await page
        .locator('#text')
        .evaluate((node) => Number.parseFloat(getComputedStyle(node).fontSize)),
    ).toBe(34);
    await page.getByRole('button', { name: 'ART ke Arab' }).click();
    await page.getByRole('button', { name: 'Belum' }).waitFor();
    await settled(page);
    await page.screenshot({ path: join(pictures, '360-twice-the-size.png') });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const sticky = await page
      .locator('#header')
      .evaluate((node) => getComputedStyle(node).position);
    expect(sticky).toBe('static');
    const exit = await page.getByRole('link', { name: 'Tutup cepat' }).boundingBox();
    expect(exit!.y).toBeGreaterThanOrEqual(0);
    expect(exit!.y + exit!.height).toBeLessThan(200);
    await page.getByRole('button', { name: 'Belum' }).click();
    await page.locator('.mine', { hasText: 'Belum' }).waitFor();
    await large.close();
  });
});
