import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webChat } from '#channels/web-chat/routes.ts';
import { loadWebTexts } from '#channels/web-chat/web-texts.ts';
import { createServer } from '#operations/server.ts';
import { bot, someDay } from '../support/bot.ts';

const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const missing = !existsSync(chromiumPath);
if (missing) console.log(`browser tests skipped: there is no Chromium at ${chromiumPath}`);
const shots = 'test/browser/screenshots';
const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

describe.skipIf(missing)('the chat page in a browser', () => {
  let browser: Browser;
  let address = '';
  let fails = false;
  const sessions = new Map<string, ReturnType<typeof bot.converse>['session']>();
  const server = createServer({
    log: () => undefined,
    trustProxy: false,
    isReady: async () => undefined,
  });

  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    const app = await server;
    await app.register(webChat, {
      texts: loadWebTexts('data'),
      messagesPerMinute: 10_000,
      answer: async ({ chat, ...message }) => {
        if (fails) throw new Error('no network');
        const turn = bot.converse(sessions.get(chat) ?? null, message, someDay);
        sessions.set(chat, turn.session);
        return turn.answer;
      },
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [
        '--no-sandbox',
        '--headless',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await (await server).close();
  });

  async function open(
    width = 360,
    height = 740,
    path = '/?lang=id',
    javaScriptEnabled = true,
  ): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(address + path);
    return page;
  }
  const lastBubble = (page: Page) => page.locator('.theirs .bubble').last();

  test('an example is tried with one tap, its question answered with another', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'ART ke Arab' }).click();
    await page.getByText('Bahaya. Jangan bayar dan jangan berangkat dulu.').waitFor();
    await page.getByRole('button', { name: 'Sudah', exact: true }).click();
    await page.getByText('Hubungi bank Anda sekarang juga').waitFor();
    expect(await page.locator('.bubble[data-risk="danger"]').count()).toBeGreaterThan(0);
    expect(await page.getByRole('link', { name: '0800-1000' }).first().getAttribute('href')).toBe(
      'tel:08001000',
    );
    await page.context().close();
  });

  test('the keyboard alone is enough, and the answer stays in sight', async () => {
    const page = await open(1280, 800);
    await page.locator('#text').focus();
    await page.keyboard.type('Loker Kamboja');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('gaji 15 juta');
    await page.keyboard.press('Enter');
    await page.getByText('"Kamboja"').first().waitFor();
    expect(await page.locator('.mine .bubble').innerText()).toBe('Loker Kamboja\ngaji 15 juta');
    expect(await page.locator('#text').evaluate((node) => node === document.activeElement)).toBe(
      true,
    );
    expect(await lastBubble(page).isVisible()).toBe(true);
    await page.context().close();
  });

  test('a message that could not be sent is kept and can be sent again', async () => {
    const page = await open();
    fails = true;
    await page.locator('#text').fill('halo');
    await page.getByRole('button', { name: 'Kirim', exact: true }).click();
    await page.getByText('Pesan belum terkirim').waitFor();
    fails = false;
    await page.getByRole('button', { name: 'Kirim lagi' }).click();
    await page.getByText('Kami membantu mengecek').waitFor();
    await page.context().close();
  });

  test('markup in a message stays text', async () => {
    const page = await open();
    let alerted = false;
    page.on('dialog', () => {
      alerted = true;
    });
    await page
      .locator('#text')
      .fill('<img src=x onerror=alert(1)><script>alert(2)</script> loker kamboja');
    await page.keyboard.press('Enter');
    await page.getByText('Bahaya').first().waitFor();
    expect(await page.locator('.log img, .log script').count()).toBe(0);
    expect(alerted).toBe(false);
    await page.context().close();
  });

  test('without JavaScript the form answers, and its choices work', async () => {
    const page = await open(360, 740, '/?lang=id', false);
    await page.locator('#text').fill('Loker pabrik Malaysia gaji RM1700, hubungi 081234567890');
    await page.getByRole('button', { name: 'Kirim', exact: true }).click();
    await page.getByText('Hati-hati. Cek dulu').waitFor();
    await page.getByRole('button', { name: 'Turis, umrah, atau ziarah' }).click();
    await page.getByText('Sekarang: bahaya').waitFor();
    await page.context().close();
  });

  test('the language is switched, and the quick exit leaves nothing behind', async () => {
    const page = await open();
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByText('Paste a job offer here').waitFor();
    await page.getByRole('button', { name: 'Work in Cambodia' }).click();
    await page.getByText('Danger. Do not pay').waitFor();
    await page.getByRole('link', { name: 'Quick exit' }).click();
    await page.getByText('Job information page').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Danger');
    await page.context().close();
  });

  test.each([
    [360, 740],
    [768, 1024],
    [1440, 900],
  ])('at %i × %i nothing is cut off and a screen reader finds its way', async (width, height) => {
    const page = await open(width, height);
    await page.screenshot({ path: `${shots}/empty-${width}.png` });
    await page.getByRole('button', { name: 'Adik tidak bisa pulang' }).click();
    await page.getByText('KBRI Yangon').waitFor();
    await page.getByRole('button', { name: 'Tidak aman' }).waitFor();
    await page.screenshot({ path: `${shots}/emergency-${width}.png` });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    // The page's own policy forbids foreign scripts; the checker is let in by the debugger.
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setBypassCSP', { enabled: true });
    await session.send('Runtime.evaluate', { expression: axeSource });
    const faults = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; impact: string }[] }> };
      };
      return (await axe.run()).violations.map((v) => `${v.impact} ${v.id}`);
    });
    expect(faults.filter((f) => /^(serious|critical)/.test(f))).toEqual([]);
    await page.context().close();
  });
});
