import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { missing, openBrowser } from './open-browser.ts';

const timeoutMs = 60_000;

describe.skipIf(missing !== '')('the chat page', { timeout: timeoutMs }, () => {
  let chromium: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    chromium = await openBrowser();
  }, timeoutMs);
  beforeEach(() => {
    chromium.repair();
    chromium.received.length = 0;
  });
  afterAll(() => chromium?.close());

  const bubbles = (page: Page) => page.locator('.theirs .bubble');
  const isFocused = (page: Page, selector: string) =>
    page.locator(selector).evaluate((node) => node === document.activeElement);
  async function sendText(page: Page, text: string): Promise<void> {
    await page.locator('#text').fill(text);
    await page.getByRole('button', { name: 'Kirim', exact: true }).click();
  }

  test('an example is tried with one tap and its question answered with another', async () => {
    const page = await chromium.open({ hasTouch: true, isMobile: true });
    await page.getByRole('button', { name: 'ART ke Arab' }).tap();
    await page.getByText('Bahaya. Jangan bayar').waitFor();
    expect(await page.locator('#examples').count()).toBe(0);
    expect(await page.locator('.mine').last().textContent()).toMatch(/Riyadh[\s\S]*✓/);
    await page.getByRole('button', { name: 'Sudah' }).tap();
    await page.getByText('Hubungi bank Anda sekarang').waitFor();
    // The bot gets the id; the person sees what was tapped; a choice is made once.
    expect(chromium.received.map((m) => m.text).at(-1)).toBe('1');
    expect(await page.locator('.mine .plain').last().textContent()).toBe('Sudah');
    expect(await page.locator('.choices').count()).toBe(0);
    // On a phone the keyboard does not jump up over the answer.
    expect(await isFocused(page, '#text')).toBe(false);
    await page.context().close();
  });

  test('the verdict has its colour, an emergency has none', async () => {
    const page = await chromium.open();
    await sendText(page, 'loker kamboja');
    await page.locator('[data-risk="danger"]').waitFor();
    await sendText(page, 'adik disekap di Myanmar');
    await page.getByText('KBRI Yangon').waitFor();
    expect(await page.locator('[data-risk]').count()).toBe(1);
    await page.context().close();
  });

  test('numbers in an answer can be called, numbers in the own message cannot', async () => {
    const page = await chromium.open();
    await sendText(page, 'hubungi 081299887766 wa.me/6281299887766');
    await page.getByText('Bahaya. Jangan').waitFor();
    const links = await page
      .locator('.log a')
      .evaluateAll((nodes) => nodes.map((a) => a.getAttribute('href')));
    expect(links).toEqual(['tel:08001000']);
    await page.context().close();
  });

  test('the keyboard alone is enough, in a sensible order', async () => {
    const page = await chromium.open({ width: 1280, height: 800 });
    await page.keyboard.press('Tab');
    expect(await isFocused(page, '#skip')).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.type('Loker Kamboja');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('gaji 15 juta');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Belum' }).waitFor();
    expect(chromium.received.map((m) => m.text)).toEqual(['Loker Kamboja\ngaji 15 juta']);
    expect(await page.locator('.mine .plain').textContent()).toBe('Loker Kamboja\ngaji 15 juta');
    expect(await isFocused(page, '#text')).toBe(true);
    // Backwards from the box: the button for files, the last choice, then the one before.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Hubungi bank Anda sekarang').waitFor();
    expect(await isFocused(page, '#text')).toBe(true);
    await page.context().close();
  });

  test('on a phone Enter makes a new line', async () => {
    const page = await chromium.open({ hasTouch: true, isMobile: true });
    const [before] = [await page.locator('#text').evaluate((node) => node.clientHeight)];
    await page.locator('#text').tap();
    await page.keyboard.type('satu');
    await page.keyboard.press('Enter');
    await page.keyboard.type('dua');
    expect(await page.locator('#text').inputValue()).toBe('satu\ndua');
    expect(await page.locator('#text').evaluate((node) => node.clientHeight)).toBeGreaterThan(
      before,
    );
    expect(chromium.received).toEqual([]);
    await page.context().close();
  });

  test('an answer longer than the screen is shown from its beginning', async () => {
    const page = await chromium.open({ height: 560 });
    await sendText(page, 'loker kamboja');
    await page.getByText('Bahaya. Jangan').waitFor();
    const [top, header] = await Promise.all([
      page.locator('[data-risk]').evaluate((node) => node.getBoundingClientRect().top),
      page.locator('#header').evaluate((node) => node.getBoundingClientRect().bottom),
    ]);
    expect(top).toBeGreaterThanOrEqual(header);
    expect(top).toBeLessThan(header + 100);
    await page.context().close();
  });

  test.each([
    ['the server has a fault', async () => chromium.breakDown(), /ada gangguan/],
    ['there is no network', (page: Page) => page.context().setOffline(true), /Belum terkirim/],
  ])('where %s the text is kept and can be sent again', async (_, breakIt, says) => {
    const page = await chromium.open();
    await breakIt(page);
    await sendText(page, 'loker kamboja');
    await page.getByText(says).waitFor();
    expect(await page.locator('.mine .plain').textContent()).toBe('loker kamboja');
    expect(await page.locator('.mine .tick').textContent()).toBe('');
    chromium.repair();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Kirim lagi' }).click();
    await page.getByText('Bahaya. Jangan').waitFor();
    expect(await page.locator('.mine').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Kirim lagi' }).count()).toBe(0);
    expect(await page.locator('.mine .tick').textContent()).toContain('✓');
    await page.context().close();
  });

  test('a text that is too long is told so while it is written, and nothing of it is lost', async () => {
    const page = await chromium.open();
    const text = 'x'.repeat(4_097);
    await sendText(page, text);
    await page.getByText('Pesannya terlalu panjang').waitFor();
    expect(await page.locator('#text').inputValue()).toBe(text);
    expect(chromium.received).toEqual([]);
    await page.locator('#text').fill(text.slice(1));
    expect(await page.locator('#note').isHidden()).toBe(true);
    await page.getByRole('button', { name: 'Kirim', exact: true }).click();
    await page.getByText('Bahaya. Jangan').waitFor();
    await page.context().close();
  });

  test.each([true, false])('markup stays text, with JavaScript: %s', async (javaScriptEnabled) => {
    const page = await chromium.open({ javaScriptEnabled });
    let alerted = false;
    page.on('dialog', () => {
      alerted = true;
    });
    await sendText(page, '"><img src=x onerror=alert(1)><script>alert(2)</script><b>tebal</b>');
    await page.getByText('Bahaya. Jangan').waitFor();
    expect(await page.locator('.log img, .log script, .log b').count()).toBe(0);
    expect(await page.locator('.mine .plain').textContent()).toContain('<script>alert(2)</script>');
    expect(await bubbles(page).nth(1).textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(alerted).toBe(false);
    await page.context().close();
  });

  test('without JavaScript the form answers, its choices work and the answer is in sight', async () => {
    const page = await chromium.open({ javaScriptEnabled: false });
    await sendText(page, 'loker kamboja');
    await page.getByText('Bahaya. Jangan').waitFor();
    const top = await page.locator('[data-risk]').boundingBox();
    expect(top!.y).toBeGreaterThan(0);
    expect(top!.y).toBeLessThan(400);
    await page.getByRole('button', { name: 'Belum' }).click();
    await page.locator('.mine', { hasText: 'Belum' }).waitFor();
    const chats = chromium.received.map((m) => (m as unknown as { chat: string }).chat);
    expect(new Set(chats).size).toBe(1);
    expect(chromium.received.map((m) => m.text)).toEqual(['loker kamboja', 'Belum']);
    await page.context().close();
  });

  test('the language is switched and the conversation stays', async () => {
    const page = await chromium.open();
    await sendText(page, 'loker kamboja');
    await page.getByText('Bahaya. Jangan').waitFor();
    await page.locator('#text').fill('belum selesai');
    await page.getByRole('link', { name: 'Basa Sunda' }).click();
    await page.getByRole('link', { name: 'Basa Jawa' }).click();
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByText('Were you offered a job').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.getByText('Bahaya. Jangan').count()).toBe(1);
    expect(await page.locator('#text').inputValue()).toBe('belum selesai');
    expect(await isFocused(page, '#language')).toBe(true);
    await page.locator('#text').fill('hello');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Bahaya. Jangan').nth(1).waitFor();
    expect(chromium.received.map((m) => m.language)).toEqual([undefined, 'en']);
    await page.getByRole('link', { name: 'Bahasa Indonesia' }).click();
    await page.getByText('Dapat tawaran kerja').waitFor();
    await page.context().close();
  });

  test('the quick exit leaves nothing: not on the page, not behind the back button', async () => {
    const page = await chromium.open();
    await sendText(page, 'rahasia loker kamboja');
    await page.getByText('Bahaya. Jangan').waitFor();
    await page.getByRole('link', { name: 'Tutup cepat' }).click();
    await page.getByText('Cara menulis surat lamaran kerja').first().waitFor();
    expect(await page.title()).toBe('Cara menulis surat lamaran kerja');
    const kept = await page.evaluate(() => [
      document.body.textContent,
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      document.cookie,
    ]);
    expect(kept.join()).not.toMatch(/rahasia|Bahaya/);
    expect(kept.slice(1)).toEqual(['{}', '{}', '']);
    await page.goBack();
    expect(await page.locator('body').textContent()).not.toMatch(/rahasia|Bahaya/);
    await page.context().close();
  });

  test('a message on its way does not come back after the quick exit', async () => {
    const page = await chromium.open();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/chat', async (route) => {
      await held;
      await route.continue();
    });
    // As if the next page did not come: the old one stays, and the answer arrives on it.
    await page.route('**/info**', (route) => route.abort('aborted'));
    await sendText(page, 'rahasia loker kamboja');
    await page.locator('#typing').waitFor();
    await page.locator('#leave').dispatchEvent('click');
    release();
    await page.locator('#typing').waitFor({ state: 'hidden' });
    expect(await page.locator('#log').textContent()).toBe('');
    await page.context().close();
  });

  test('on a phone the hotlines and the privacy are one tap away, without JavaScript, too', async () => {
    const page = await chromium.open({ javaScriptEnabled: false });
    expect(await page.locator('#info').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Ketuk untuk info' }).click();
    await page.getByRole('link', { name: '+62 812-9007-0027' }).waitFor();
    expect(await page.getByText('diingat 24 jam').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Kembali ke percakapan' }).click();
    expect(await page.locator('#info').isVisible()).toBe(false);
    await page.context().close();
  });

  test('nothing is fetched from anywhere else', () => {
    expect(chromium.foreign).toEqual([]);
  });
});
