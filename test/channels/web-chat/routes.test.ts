import { afterAll, expect, test } from 'vitest';
import { webChat } from '#channels/web-chat/routes.ts';
import { loadWebTexts } from '#channels/web-chat/web-texts.ts';
import { createServer } from '#operations/server.ts';

const chat = 'abcdefghijklmnop1234';
const texts = loadWebTexts('data');
const received: { chat: string; text: string; language?: string }[] = [];

async function serve(messagesPerMinute = 10_000) {
  const server = await createServer({
    log: () => undefined,
    trustProxy: false,
    isReady: async () => undefined,
  });
  await server.register(webChat, {
    texts,
    allowedOrigins: ['https://satgas.example'],
    messagesPerMinute,
    answer: async (message) => {
      received.push(message);
      if (message.text === 'boom') throw new Error('secret text');
      return {
        replies: [
          { text: `kamu bilang ${message.text}` },
          { text: 'Sudah?', choices: [{ id: '1', label: 'Sudah <b>' }] },
        ],
        verdict: { kind: 'offer', risk: 'danger', harm: 'fraud' },
      };
    },
  });
  return server;
}
const server = await serve();
afterAll(() => server.close());
const post = (payload: unknown, headers = {}) =>
  server.inject({ method: 'POST', url: '/api/chat', payload: payload as object, headers });

test('a message gets its replies and verdict', async () => {
  const response = await post({ chat, text: 'halo', language: 'en' });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({
    replies: [{ text: 'kamu bilang halo' }, {}],
    verdict: { risk: 'danger' },
  });
  expect(response.headers['cache-control']).toBe('no-store');
  expect(received.at(-1)).toEqual({ chat, text: 'halo', language: 'en' });
});

test.each([
  ['broken JSON', '{"chat":'],
  ['no text', { chat }],
  ['empty text', { chat, text: '' }],
  ['text that is no text', { chat, text: 5 }],
  ['a short chat id', { chat: 'short', text: 'halo' }],
  ['a chat id with odd characters', { chat: `${chat}<script>`, text: 'halo' }],
  ['an unknown field', { chat, text: 'halo', admin: true }],
  ['an unknown language', { chat, text: 'halo', language: 'xx' }],
  ['a list', []],
])('%s is refused with a sentence, never a stack trace', async (_, payload) => {
  const response = await server.inject({
    method: 'POST',
    url: '/api/chat',
    headers: { 'content-type': 'application/json' },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toEqual({ replies: [{ text: texts.id['bad-request'] }] });
});

test.each([
  ['4,096 characters', 'a'.repeat(4_096), 200],
  ['4,097 characters', 'a'.repeat(4_097), 413],
  ['100,000 characters', 'a'.repeat(100_000), 413],
])('a message of %s', async (_, text, status) => {
  const response = await post({ chat, text });
  expect(response.statusCode).toBe(status);
  if (status === 413) expect(response.json().replies[0].text).toContain('terlalu panjang');
});

test('broken UTF-8 and control characters are carried through unharmed', async () => {
  const payload = Buffer.concat([
    Buffer.from(`{"chat":"${chat}","text":"halo `),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('\\u0007\\u202e"}'),
  ]);
  const response = await server.inject({
    method: 'POST',
    url: '/api/chat',
    headers: { 'content-type': 'application/json' },
    payload,
  });
  expect(response.statusCode).toBe(200);
});

test('an error inside is told to nobody', async () => {
  const response = await post({ chat, text: 'boom' });
  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain('secret');
});

test('too many messages in a minute get a sentence that still holds hotlines', async () => {
  const strict = await serve(2);
  const send = () =>
    strict.inject({ method: 'POST', url: '/api/chat', payload: { chat, text: 'halo' } });
  await send();
  await send();
  const third = await send();
  expect(third.statusCode).toBe(429);
  expect(third.json().replies[0].text).toMatch(/110.*129/);
  await strict.close();
});

test('the page has a strict policy, no inline script and loads only from itself', async () => {
  const response = await server.inject({ url: '/' });
  expect(response.headers['content-security-policy']).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
  );
  expect(response.headers['referrer-policy']).toBe('no-referrer');
  expect(response.body).not.toMatch(/<script(?![^>]*src=)|<style| style=|https?:\/\/(?!wa\.me)/);
});

test('the page and what it loads weigh less than 60 kB', async () => {
  const parts = await Promise.all(
    ['/', '/chat/chat.css', '/chat/chat.js', '/chat/format.js', '/chat/icon.svg'].map((url) =>
      server.inject({ url }),
    ),
  );
  expect(parts.map((p) => p.statusCode)).toEqual([200, 200, 200, 200, 200]);
  expect(parts.reduce((n, p) => n + p.rawPayload.length, 0)).toBeLessThan(60_000);
});

test('without JavaScript the form answers, and what was written is shown as text', async () => {
  const response = await server.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({
      chat,
      language: 'id',
      text: '<img src=x onerror=alert(1)>',
    }).toString(),
  });
  expect(response.statusCode).toBe(200);
  expect(response.body).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(response.body).not.toContain('<img src=x');
  expect(response.body).toContain('data-risk="danger"');
  expect(response.body).toContain('Sudah &lt;b&gt;');
  expect(response.body).toContain(`value="${chat}"`);
});

test('the page speaks Indonesian first, English on request', async () => {
  expect((await server.inject({ url: '/' })).body).toContain('<html lang="id">');
  expect((await server.inject({ url: '/?lang=en' })).body).toContain('<html lang="en">');
  const english = { 'accept-language': 'en-US,en' };
  expect((await server.inject({ url: '/', headers: english })).body).toContain('<html lang="en">');
});

test('the quick exit leads to a page that says nothing', async () => {
  const { body } = await server.inject({ url: '/?leave=1&lang=id' });
  expect(body).not.toMatch(/Tanya Dulu|Bahaya/i);
});

test('only named origins may call from other pages', async () => {
  const from = async (origin: string) =>
    (await post({ chat, text: 'halo' }, { origin })).headers['access-control-allow-origin'];
  expect(await from('https://satgas.example')).toBe('https://satgas.example');
  expect(await from('https://evil.example')).toBeUndefined();
});

test('health and readiness are told', async () => {
  expect((await server.inject({ url: '/healthz' })).json()).toEqual({ ok: true });
  expect((await server.inject({ url: '/readyz' })).json()).toEqual({ ok: true });
  expect((await server.inject({ url: '/nothing' })).statusCode).toBe(404);
});
