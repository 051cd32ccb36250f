import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { exampleConfig, readDemoMessages, replay } from '#commands/replay.ts';
import { createDice } from '#statistics/noise.ts';
import { wire } from '#wire.ts';
import { chromiumArgs, chromiumPath, missing } from './open-browser.ts';

/*
 * `npm run pictures`: draws the pictures of the README anew, from made-up weeks as `npm run demo`
 * shows them and from an invented offer. Needs Chromium.
 */
const weeks = 26;
const folder = join(import.meta.dirname, 'pictures');
const offer =
  'Butuh ART untuk Riyadh, visa umroh dulu nanti diurus di sana. Gaji 9 juta bersih, berangkat minggu ini. Jangan bilang tetangga ya.';

async function drawChat(browser: Browser, address: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 360, height: 1000 },
    deviceScaleFactor: 2,
    locale: 'id-ID',
  });
  await page.goto(address);
  await page.locator('#text').fill(offer);
  await page.getByRole('button', { name: 'Kirim', exact: true }).click();
  await page.locator('[data-risk="danger"]').waitFor();
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(folder, 'chat.png') });
}

async function drawDashboard(browser: Browser, address: string, link: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(address + link);
  await page.locator('#password').fill(randomBytes(12).toString('hex'));
  await page.locator('main button').first().click();
  await page.waitForURL(`${address}/dasbor`);
  for (const [name, path] of [
    ['overview', '/dasbor'],
    ['lure', '/dasbor/modus/upfront-fee'],
  ] as const) {
    await page.goto(address + path, { waitUntil: 'networkidle' });
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

async function draw(): Promise<void> {
  if (missing) throw new Error(missing);
  mkdirSync(folder, { recursive: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'pictures-'));
  await replay({
    folder: dataDir,
    messages: readDemoMessages(readFileSync('test/corpus/dev.jsonl', 'utf8')),
    weeks,
    until: new Date(),
    dice: createDice(randomBytes),
    onWeek: (week) => process.stderr.write(`\rweek ${week} of ${weeks}`),
  });
  const app = await wire(exampleConfig(dataDir, 0));
  const address = await app.listen();
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
  await drawChat(browser, address);
  await drawDashboard(browser, address, (await app.firstLink())!);
  await browser.close();
  await app.stop();
  rmSync(dataDir, { recursive: true });
  process.stderr.write(`\ndrawn into ${folder}\n`);
}

await draw();
