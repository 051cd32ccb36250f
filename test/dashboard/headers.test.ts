import { expect, test } from 'vitest';
import { serve } from '../channels/web-chat/serve.ts';
import { madeReleases } from '../support/made-releases.ts';
import { openDashboard } from '../support/open-dashboard.ts';

/*
 * Every header of one answer of each kind: a change here is a change of what protects people.
 * Look at it, then let `vitest run test/dashboard/headers.test.ts -u` write it down.
 */
const releases = madeReleases(30, new Date('2026-11-24T03:00:00Z'));
const server = await serve();
const { get, signedIn } = await openDashboard({ releases: async () => releases }, server);
const { cookie } = await signedIn('sari', 'viewer');

/** They differ from one run to the next. */
const changing = new Set(['content-length', 'date', 'etag', 'last-modified', 'connection']);

async function headersOf(url: string, cookieGiven = ''): Promise<string[]> {
  const { statusCode, headers } = await get(url, cookieGiven);
  const lines = Object.entries(headers).filter(([name]) => !changing.has(name));
  return [`status: ${statusCode}`, ...lines.map(([name, value]) => `${name}: ${value}`).sort()];
}

const everywhere = (await headersOf('/healthz')).filter((h) => !/^(status|content-type)/.test(h));

test('every answer carries the same protection', () => {
  expect(everywhere).toMatchInlineSnapshot(`
    [
      "content-security-policy: default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
      "cross-origin-opener-policy: same-origin",
      "cross-origin-resource-policy: same-origin",
      "origin-agent-cluster: ?1",
      "referrer-policy: no-referrer",
      "x-content-type-options: nosniff",
      "x-dns-prefetch-control: off",
      "x-download-options: noopen",
      "x-frame-options: DENY",
      "x-permitted-cross-domain-policies: none",
      "x-xss-protection: 0",
    ]
  `);
});

test('pages, pictures, downloads and refusals add what is theirs', async () => {
  const answers = {
    chat: await headersOf('/'),
    'script of the chat': await headersOf('/chat/chat.js'),
    'no such page': await headersOf('/none'),
    'sign-in': await headersOf('/dasbor/masuk'),
    'page without sign-in': await headersOf('/dasbor'),
    page: await headersOf('/dasbor', cookie),
    'no such page of the dashboard': await headersOf('/dasbor/none', cookie),
    style: await headersOf('/dasbor/gaya/dashboard.css'),
    chart: await headersOf('/dasbor/gambar/terbaru/trend/lebar.svg', cookie),
    picture: await headersOf('/dasbor/gambar/terbaru/trend/unduh.png', cookie),
    download: await headersOf('/dasbor/rilis/1.csv', cookie),
  };
  const policies = new Set(everywhere.filter((h) => !h.startsWith('referrer-policy')));
  for (const headers of Object.values(answers)) {
    for (const policy of policies) expect(headers).toContain(policy);
  }
  const own = Object.entries(answers).map(([name, headers]) => [
    name,
    headers.filter((h) => !everywhere.includes(h)),
  ]);
  expect(Object.fromEntries(own)).toMatchInlineSnapshot(`
    {
      "chart": [
        "status: 200",
        "cache-control: no-store",
        "content-type: image/svg+xml",
        "referrer-policy: same-origin",
      ],
      "chat": [
        "status: 200",
        "cache-control: no-store",
        "content-type: text/html; charset=utf-8",
      ],
      "download": [
        "status: 200",
        "cache-control: no-store",
        "content-disposition: attachment; filename="rilis-1.csv"",
        "content-type: text/csv; charset=utf-8",
        "referrer-policy: same-origin",
      ],
      "no such page": [
        "status: 404",
        "cache-control: no-store",
        "content-type: application/json; charset=utf-8",
      ],
      "no such page of the dashboard": [
        "status: 404",
        "cache-control: no-store",
        "content-type: application/json; charset=utf-8",
      ],
      "page": [
        "status: 200",
        "cache-control: no-store",
        "content-type: text/html; charset=utf-8",
        "referrer-policy: same-origin",
        "set-cookie: bahasa=id; Path=/dasbor; HttpOnly; SameSite=Strict",
      ],
      "page without sign-in": [
        "status: 303",
        "cache-control: no-store",
        "location: /dasbor/masuk",
        "referrer-policy: same-origin",
      ],
      "picture": [
        "status: 200",
        "cache-control: no-store",
        "content-disposition: attachment; filename="terbaru-trend.png"",
        "content-type: image/png",
        "referrer-policy: same-origin",
      ],
      "script of the chat": [
        "status: 200",
        "accept-ranges: bytes",
        "cache-control: public, max-age=0",
        "content-type: application/javascript; charset=utf-8",
      ],
      "sign-in": [
        "status: 200",
        "cache-control: no-store",
        "content-type: text/html; charset=utf-8",
        "referrer-policy: same-origin",
        "set-cookie: bahasa=id; Path=/dasbor; HttpOnly; SameSite=Strict",
      ],
      "style": [
        "status: 200",
        "accept-ranges: bytes",
        "cache-control: public, max-age=0",
        "content-type: text/css; charset=utf-8",
      ],
    }
  `);
});
