import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { faults, overflow } from './faults.ts';
import { missing, openBrowser } from './open-browser.ts';

const timeoutMs = 60_000;
const pictures = join(import.meta.dirname, 'screenshots');
const poster = 'test/media/posters/16-wa-light.jpg';
const phone = { hasTouch: true, isMobile: true };

describe.skipIf(missing !== '')('files on the chat page', { timeout: timeoutMs }, () => {
  let chromium: Awaited<ReturnType<typeof openBrowser>>;
  let photo: Buffer;
  beforeAll(async () => {
    chromium = await openBrowser();
    photo = await sharp({
      create: { width: 2_100, height: 2_800, channels: 3, background: '#fff' },
    })
      .jpeg()
      .withExif({ IFD3: { GPSLatitude: '6/1 7/1 0/1' } })
      .toBuffer();
  }, timeoutMs);
  beforeEach(() => {
    chromium.repair();
    chromium.received.length = 0;
    chromium.holdBack(0);
  });
  afterAll(() => chromium?.close());

  const chosen = (page: Page) => page.locator('#chosen li');
  const choose = (page: Page, ...files: Parameters<ReturnType<Page['locator']>['setInputFiles']>) =>
    page.locator('#file').setInputFiles(...files);
  const send = (page: Page) => page.getByRole('button', { name: 'Kirim', exact: true }).click();
  const answered = (page: Page) => page.getByText('Bahaya. Jangan').waitFor();
  const file = (name: string, bytes: number) => ({
    name,
    mimeType: 'application/pdf',
    buffer: Buffer.alloc(bytes),
  });
  /** Files that reached the bot with the last message. */
  const arrived = () =>
    (chromium.received.at(-1)?.attachments ?? []).map(({ name, bytes }) => ({ name, bytes }));

  test.each([
    ['a phone', 360, phone],
    ['a computer', 1280, {}],
  ])('on %s a picture is chosen, shown and sent', async (_, width, how) => {
    const page = await chromium.open({ width, height: 740, ...how });
    await choose(page, [poster]);
    await page.locator('#chosen canvas:not([hidden])').waitFor();
    expect(await chosen(page).textContent()).toMatch(/^16-wa-light\.jpg \(34 kB\)/);
    await page.locator('#text').fill('ini benar?');
    await page.screenshot({ path: join(pictures, `${width}-6-file-chosen.png`) });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await faults(page)).toEqual([]);
    await send(page);
    await answered(page);
    expect(arrived().map((f) => [f.name, f.bytes.length])).toEqual([['16-wa-light.jpg', 34_524]]);
    expect(chromium.received.at(-1)?.text).toBe('ini benar?');
    expect(await chosen(page).count()).toBe(0);
    expect(await page.locator('.mine .file').textContent()).toBe('16-wa-light.jpg');
    await page.locator('.mine').scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(pictures, `${width}-7-file-sent.png`) });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  test('on a phone the button offers the camera and the files by name', async () => {
    const page = await chromium.open(phone);
    const attach = page.getByRole('button', { name: 'Lampirkan foto atau file' });
    expect(await attach.getAttribute('aria-expanded')).toBe('false');
    await attach.tap();
    expect(await attach.getAttribute('aria-expanded')).toBe('true');
    await page.screenshot({ path: join(pictures, '360-8-sources.png') });
    expect(await faults(page)).toEqual([]);
    const opened = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Ambil foto' }).tap();
    const field = (await opened).element();
    expect(await field.getAttribute('capture')).toBe('environment');
    expect(await field.getAttribute('accept')).toBe('image/*');
    const again = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Pilih foto atau file' }).tap();
    await (await again).setFiles(poster);
    expect(await field.getAttribute('capture')).toBe(null);
    await chosen(page).waitFor();
    expect(await attach.getAttribute('aria-expanded')).toBe('false');
    await page.context().close();
  });

  test('the keyboard chooses, removes and sends', async () => {
    const page = await chromium.open({ width: 1280 });
    const opened = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Lampirkan foto atau file' }).focus();
    await page.keyboard.press('Enter');
    await (await opened).setFiles([poster, poster]);
    await page.getByRole('button', { name: 'Buang 16-wa-light.jpg' }).first().focus();
    await page.keyboard.press('Enter');
    expect(await chosen(page).count()).toBe(1);
    // The focus is on the next one, and after the last one in the box.
    await page.keyboard.press('Enter');
    expect(await page.locator('#chosen').isHidden()).toBe(true);
    await page.keyboard.type('loker kamboja');
    await page.keyboard.press('Enter');
    await answered(page);
    expect(arrived()).toEqual([]);
    await page.context().close();
  });

  test('a photo is sent at reading size, upright, without the place where it was taken', async () => {
    const page = await chromium.open();
    await choose(page, [{ name: 'foto.jpg', mimeType: 'image/jpeg', buffer: photo }]);
    await send(page);
    await answered(page);
    const [sent] = arrived();
    const about = await sharp(sent!.bytes).metadata();
    expect([about.format, about.width, about.height]).toEqual(['jpeg', 1_500, 2_000]);
    expect(about.exif).toBeUndefined();
    await page.context().close();
  });

  test('files may be dropped on the page or pasted into the box', async () => {
    const page = await chromium.open({ width: 1280 });
    const bring = (type: string, target: string, words = '') =>
      page.evaluate(
        ([kind, selector, text]) => {
          const data = new DataTransfer();
          data.items.add(new File(['%PDF-'], `${kind}.pdf`, { type: 'application/pdf' }));
          if (text) data.setData('text/plain', text);
          const more = { bubbles: true, cancelable: true };
          const event =
            kind === 'paste'
              ? new ClipboardEvent(kind, { clipboardData: data, ...more })
              : new DragEvent(kind!, { dataTransfer: data, ...more });
          document.querySelector(selector!)!.dispatchEvent(event);
        },
        [type, target, words],
      );
    await bring('dragover', 'main');
    expect(await page.locator('body').getAttribute('class')).toBe('dropping');
    await page.screenshot({ path: join(pictures, '1280-8-drop.png') });
    await bring('drop', 'main');
    expect(await page.locator('body').getAttribute('class')).toBe('');
    await bring('paste', '#text');
    // A copied text that brings its picture along stays a text.
    await bring('paste', '#text', 'loker');
    expect(await chosen(page).allTextContents()).toEqual([
      expect.stringMatching(/^drop\.pdf/),
      expect.stringMatching(/^paste\.pdf/),
    ]);
    await page.context().close();
  });

  test('a file that is too large and a sixth one are told before anything is sent', async () => {
    const page = await chromium.open();
    await page.locator('#file').evaluate((field: HTMLInputElement) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(9_000_000)], 'besar.pdf'));
      field.files = data.files;
      field.dispatchEvent(new Event('change'));
    });
    await page.getByText('besar.pdf terlalu besar. Paling besar 8 MB.').waitFor();
    expect(await chosen(page).count()).toBe(0);
    await choose(
      page,
      Array.from({ length: 6 }, (_, i) => file(`${i}.pdf`, 10)),
    );
    await page.getByText('Paling banyak 5 file sekali kirim.').waitFor();
    expect(await chosen(page).count()).toBe(5);
    expect(chromium.received).toEqual([]);
    await page.context().close();
  });

  test('what takes long is said: first how much is sent, then that it is being read', async () => {
    const page = await chromium.open();
    const session = await page.context().newCDPSession(page);
    await choose(page, [file('a.pdf', 400_000)]);
    await session.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1 },
      uploadThroughput: 300_000,
    });
    chromium.holdBack(3_500);
    await send(page);
    await page.locator('.mine progress').waitFor();
    await expect
      .poll(() => page.locator('.mine progress').evaluate((bar: HTMLProgressElement) => bar.value))
      .toBeGreaterThan(0);
    await page.screenshot({ path: join(pictures, '360-9-sending.png') });
    await page.locator('.mine progress').waitFor({ state: 'detached' });
    expect(await page.locator('#reading').textContent()).toBe('');
    await page.getByRole('status').getByText('Sedang kami baca').waitFor();
    await page.screenshot({ path: join(pictures, '360-10-reading.png') });
    await answered(page);
    expect(await page.locator('#reading').textContent()).toBe('');
    await page.context().close();
  });

  test('a file that was not sent stays and can be sent again', async () => {
    const page = await chromium.open();
    await page.context().setOffline(true);
    await choose(page, [poster]);
    await send(page);
    await page.getByText('Belum terkirim').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Kirim lagi' }).click();
    await answered(page);
    expect(arrived().map((f) => f.bytes.length)).toEqual([34_524]);
    expect(await page.locator('.mine').count()).toBe(1);
    await page.context().close();
  });

  test('the quick exit stops a file on its way and leaves none on the page', async () => {
    const page = await chromium.open();
    await page.route('**/info**', (route) => route.abort('aborted'));
    chromium.holdBack(1_500);
    await choose(page, [poster]);
    await send(page);
    await choose(page, [poster]);
    await page.locator('#leave').dispatchEvent('click');
    await page.locator('#typing').waitFor({ state: 'hidden' });
    expect(await page.locator('#log').textContent()).toBe('');
    expect(await chosen(page).count()).toBe(0);
    expect(await page.locator('#reading').textContent()).toBe('');
    await page.context().close();
  });

  test('the buttons speak the language of the page after a switch', async () => {
    const page = await chromium.open(phone);
    await page.getByRole('link', { name: 'Basa Sunda' }).click();
    await page.getByRole('button', { name: 'Lampirkeun foto atawa file' }).tap();
    const opened = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Pilih foto atawa file' }).tap();
    await (await opened).setFiles(poster);
    await page.getByRole('button', { name: 'Piceun 16-wa-light.jpg' }).waitFor();
    await page.context().close();
  });

  test('without JavaScript the browser’s own field sends files', async () => {
    const page = await chromium.open({ javaScriptEnabled: false });
    await page.screenshot({ path: join(pictures, '360-11-without-script.png') });
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await page.locator('#attach').isVisible()).toBe(false);
    await page.getByText('Lampirkan foto atau file').click({ trial: true });
    await choose(page, poster);
    await send(page);
    await answered(page);
    expect(arrived().map((f) => f.bytes.length)).toEqual([34_524]);
    expect(await page.locator('.mine .file').textContent()).toBe('16-wa-light.jpg');
    await page.context().close();
  });

  test('nothing of this breaks the policy of the page', () => {
    expect(chromium.complaints).toEqual([]);
    expect(chromium.foreign).toEqual([]);
  });
});
