import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Answer, Inbound } from '#domain/message.ts';
import { serve } from '../channels/web-chat/serve.ts';

export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** Why the browser tests do not run; empty where they do. */
export const missing = existsSync(chromiumPath) ? '' : `there is no Chromium at ${chromiumPath}`;
if (missing) process.stdout.write(`browser tests skipped: ${missing}\n`);

export const chromiumArgs = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The answers of a made-up bot: what a page must be able to show, not what ours would say. */
export function madeUpAnswer(text: string): Answer {
  if (/disekap|tidak bisa pulang|cannot go home/.test(text))
    return {
      replies: [
        {
          text: 'Kami di sini. Anda bisa menghubungi ini sekarang:\n• KBRI Yangon: *+95 9 503 7055*\n• Kemlu, Pelindungan WNI (24 jam, WA): *+62 812-9007-0027*\n\nCatat nama lengkap, tempat terakhir, dan nomor HP.',
        },
        {
          text: 'Bisa membalas sekarang? Balas *1* bisa, *2* tidak bisa.',
          choices: [
            { id: '1', label: 'Bisa' },
            { id: '2', label: 'Tidak bisa' },
          ],
        },
      ],
      verdict: { kind: 'emergency', risk: 'danger', harm: 'trafficking' },
    };
  if (text === '1') return { replies: [{ text: 'Hubungi bank Anda sekarang, lalu *110*.' }] };
  if (text.includes('pabrik'))
    return {
      replies: [{ text: '⚪ *Kami tidak menemukan tanda yang kami kenal.*\nCek dulu alamatnya.' }],
      verdict: { kind: 'offer', risk: 'low', harm: null },
    };
  return {
    replies: [
      {
        text: `🔴 *Bahaya. Jangan bayar dan jangan berangkat dulu.*\n\nYang kami lihat di pesan ini:\n• "${text.slice(0, 60)}": visa itu tidak boleh dipakai untuk bekerja.\n• "jangan bilang tetangga": pemberi kerja yang jujur tidak meminta dirahasiakan.\n\nSekarang:\n1. Jangan serahkan KTP, KK, atau paspor asli.\n2. Simpan pesan ini dan nomor perekrut.\n3. Tanya KP2MI *0800-1000* atau Disnaker.`,
      },
      {
        text: 'Sudah ada yang dibayar atau diserahkan? Balas *1* sudah, *2* belum.',
        choices: [
          { id: '1', label: 'Sudah' },
          { id: '2', label: 'Belum' },
        ],
      },
    ],
    verdict: { kind: 'offer', risk: 'danger', harm: 'trafficking' },
  };
}

export type Visit = BrowserContextOptions & {
  readonly width?: number;
  readonly height?: number;
  readonly path?: string;
};

/** Chromium and a server that listens on a free port; close it at the end. */
export async function openBrowser(extraArgs: readonly string[] = []) {
  const received: Pick<Inbound, 'text' | 'language' | 'attachments'>[] = [];
  const state = { fails: false, holdMs: 0 };
  const server = await serve({
    onError: () => undefined,
    answer: async (message) => {
      if (state.fails) throw new Error('made up');
      received.push(message);
      await new Promise((resolve) => setTimeout(resolve, state.holdMs));
      return madeUpAnswer(message.text);
    },
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [...chromiumArgs, ...extraArgs],
  });
  /** Requests that went anywhere but to the page's own server. */
  const foreign: string[] = [];

  /** What the browser refused because of the page's policy. */
  const complaints: string[] = [];

  return {
    received,
    foreign,
    complaints,
    /** Each answer takes so long. */
    holdBack(ms: number): void {
      state.holdMs = ms;
    },
    breakDown(): void {
      state.fails = true;
    },
    repair(): void {
      state.fails = false;
    },
    async open({ width = 360, height = 740, path = '/', ...more }: Visit = {}): Promise<Page> {
      // Chromium alone would ask for English.
      const spoken = { locale: 'id-ID', viewport: { width, height } };
      const context = await browser.newContext({ ...spoken, ...more });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      page.on('request', (request) => {
        if (!request.url().startsWith(address)) foreign.push(request.url());
      });
      page.on('console', (message) => {
        if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
      });
      await page.goto(address + path);
      return page;
    },
    async close(): Promise<void> {
      await browser.close();
      await server.close();
    },
  };
}
