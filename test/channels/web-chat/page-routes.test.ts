import { afterAll, expect, test } from 'vitest';
import { languages } from '#domain/message.ts';
import { chat, postForm, serve, texts } from './serve.ts';

const received: unknown[] = [];
const server = await serve({
  answer: async (message) => {
    received.push(message);
    const kind = message.text === 'tolong' ? 'emergency' : 'offer';
    return {
      replies: [
        { text: '🔴 *Bahaya.*\n• "<b>bayar</b>": jangan.' },
        { text: 'Sudah?', choices: [{ id: '1', label: 'Sudah "<b>"' }] },
      ],
      verdict: { kind, risk: 'danger', harm: 'fraud' },
    };
  },
});
afterAll(() => server.close());
const chatIn = (body: string) => /name="chat" value="([^"]+)"/.exec(body)?.[1];
const postRaw = (payload: string, type = 'application/x-www-form-urlencoded') =>
  server.inject({ method: 'POST', url: '/', headers: { 'content-type': type }, payload });

test.each([
  ['', 'id'],
  ['*', 'id'],
  ['de-DE,fr;q=0.5', 'id'],
  ['en-US,en;q=0.9', 'en'],
  ['su-ID,id;q=0.8,en;q=0.5', 'su'],
  ['jv', 'jv'],
  ['in-ID', 'id'],
  // Many phones here speak English because nobody changed them.
  ['en-US,en;q=0.9,id;q=0.8', 'id'],
  [`${'de,'.repeat(5_000)}su`, 'id'],
] as const)('a browser that asks for %j gets the page in %s', async (accepted, language) => {
  const headers = { 'accept-language': accepted };
  const { body } = await server.inject({ url: '/', headers });
  expect(body).toContain(`<html lang="${language}">`);
  expect(body).toContain(texts[language].tagline);
});

test('a choice on the page counts more than the browser, which never chooses the answer', async () => {
  const headers = { 'accept-language': 'en', 'content-type': 'application/x-www-form-urlencoded' };
  const page = await server.inject({ url: '/', headers });
  expect(page.body).not.toContain('name="language"');
  const sent = { method: 'POST', url: '/', headers, payload: `chat=${chat}&text=halo` } as const;
  expect((await server.inject(sent)).body).toContain('<html lang="en">');
  expect(received.at(-1)).toEqual({ chat, text: 'halo' });
  const chosen = await server.inject({ url: '/?lang=su', headers });
  expect(chosen.body).toContain('name="language" value="su"');
  const choice = await server.inject({ ...sent, payload: `${sent.payload}&language=su` });
  expect(choice.body).toContain('<html lang="su">');
  expect(received.at(-1)).toEqual({ chat, text: 'halo', language: 'su' });
});

test.each(languages)('the page speaks %s on request and names the next language', async (lang) => {
  const { body } = await server.inject({ url: `/?lang=${lang}` });
  expect(body).toContain(`<html lang="${lang}">`);
  expect(body).toContain(texts[lang].tagline);
  const next = languages[(languages.indexOf(lang) + 1) % languages.length];
  expect(body).toContain(`<a id="language" href="/?lang=${next}"`);
  const names = { id: 'Bahasa Indonesia', su: 'Basa Sunda', jv: 'Basa Jawa', en: 'English' };
  expect(texts[lang]['other-language']).toBe(names[next!]);
});

test('every page gets its own random id, which lies in no cookie', async () => {
  const pages = [await server.inject({ url: '/' }), await server.inject({ url: '/' })];
  const ids = pages.map((page) => chatIn(page.body));
  expect(ids[0]).toMatch(/^[A-Za-z0-9_-]{16,128}$/);
  expect(ids[0]).not.toBe(ids[1]);
  expect(pages.map((page) => page.headers['set-cookie'])).toEqual([undefined, undefined]);
});

test.each(['/', '/info'])('the policy of %s lets nothing in from elsewhere', async (url) => {
  const { headers, body } = await server.inject({ url });
  expect(headers['content-security-policy']).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
  );
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['cache-control']).toBe('no-store');
  expect(body).not.toMatch(/<script(?! type="module" src="\/chat\/)|<style| style="| on\w+="/);
  expect(body).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//);
});

test('the page and all that it loads weigh at most 60 kB', async () => {
  const page = await server.inject({ url: '/' });
  const urls = [...page.body.matchAll(/"(\/chat\/[^"]+)"/g)].map((found) => found[1]!);
  const parts = await Promise.all([...new Set(urls)].map((url) => server.inject({ url })));
  expect(parts.length).toBeGreaterThanOrEqual(7);
  expect(parts.map((part) => part.statusCode)).toEqual(parts.map(() => 200));
  const bytes = [page, ...parts].reduce((sum, part) => sum + part.rawPayload.length, 0);
  expect(bytes).toBeLessThanOrEqual(60_000);
});

test('without JavaScript the form answers, and the conversation goes on', async () => {
  const { statusCode, body } = await postForm(server, { chat, language: 'id', text: 'a\r\nb' });
  expect(statusCode).toBe(200);
  // Indonesian is no choice: the answer follows the language of the message.
  expect(received.at(-1)).toEqual({ chat, text: 'a\nb' });
  expect(body).toContain('<p class="plain" dir="auto">a\nb</p>');
  expect(body).toContain('data-risk="danger"');
  expect(body).toContain('<strong>Bahaya.</strong>');
  expect(chatIn(body)).toBe(chat);
  const choice =
    '<button name="text" value="Sudah &quot;&lt;b&gt;&quot;" data-id="1" form="quick">';
  expect(body).toContain(choice);
  await postForm(server, { chat, language: 'en', text: 'hello' });
  expect(received.at(-1)).toEqual({ chat, text: 'hello', language: 'en' });
});

test('markup in the message and in the reply stays text', async () => {
  const hostile = '"><img src=x onerror=alert(1)><script>alert(2)</script>\'';
  const { body } = await postForm(server, { chat, text: hostile });
  expect(body).not.toMatch(/<img src=x|<script>|<b>/);
  expect(body).toContain('&lt;script&gt;');
  expect(body).toContain('&lt;b&gt;bayar&lt;/b&gt;');
  const tooLong = await postForm(server, { chat, text: `</textarea>${hostile.repeat(100)}` });
  expect(tooLong.statusCode).toBe(413);
  expect(tooLong.body).not.toMatch(/<\/textarea>"|<img src=x|<script>/);
});

test('a forged chat id is replaced, not repeated', async () => {
  const { body } = await postForm(server, { chat: '"><script>', text: 'halo' });
  expect(chatIn(body)).toMatch(/^[0-9a-f-]{36}$/);
});

test('no alarming colour is shown in an emergency', async () => {
  const { body } = await postForm(server, { chat, text: 'tolong' });
  expect(body).toContain('<strong>Bahaya.</strong>');
  expect(body).not.toContain('data-risk');
});

test.each([
  ['empty', '  ', 400, texts.id.empty],
  ['too long', 'z'.repeat(4_097), 413, 'terlalu panjang'],
])(
  'a text that is %s is refused on a page and goes back into the box',
  async (_, text, ...rest) => {
    const [status, says] = rest;
    const { statusCode, body, headers } = await postForm(server, { chat, text });
    expect(statusCode).toBe(status);
    expect(headers['content-type']).toContain('text/html');
    expect(body).toContain(says);
    expect(body).toContain(`\n${text}</textarea>`);
    expect(chatIn(body)).toBe(chat);
  },
);

test.each([
  ['nothing', ''],
  ['two texts', `chat=${chat}&text=a&text=b`],
  ['fields of an object', 'chat[x]=1&__proto__=2&toString=3'],
])('a form with %s gets a page with a sentence', async (_, payload) => {
  const response = await postRaw(payload);
  expect(response.statusCode).toBe(400);
  expect(response.body).toContain(texts.id.empty);
});

test('a body beyond all limits and a body of another kind get a page, too', async () => {
  const huge = await postForm(server, { chat, text: 'z'.repeat(100_000) });
  expect(huge.statusCode).toBe(413);
  expect(huge.body).toContain('terlalu panjang');
  const other = await postRaw('<x/>', 'application/xml');
  expect(other.statusCode).toBe(415);
  expect(other.body).toContain(texts.id['bad-request']);
});

test('too many forms in a minute get a page with the hotlines, and keep their text', async () => {
  const strict = await serve({ messagesPerMinute: 1 });
  await postForm(strict, { chat, text: 'halo' });
  const { statusCode, body } = await postForm(strict, { chat, text: 'satu lagi' });
  expect(statusCode).toBe(429);
  expect(body).toMatch(/Terlalu banyak pesan.*tel:110.*tel:129/);
  expect(body).toContain('satu lagi</textarea>');
  await strict.close();
});

test('an error inside gives a page with a sentence and the hotlines', async () => {
  const failing = await serve({
    answer: () => Promise.reject(new Error('geheim')),
    onError: () => undefined,
  });
  const { statusCode, body } = await postForm(failing, { chat, text: 'halo' });
  expect(statusCode).toBe(500);
  expect(body).toMatch(/ada gangguan di tempat kami.*tel:110.*tel:129/);
  expect(body).not.toContain('geheim');
  await failing.close();
});

test.each(['/info', '/info?lang=su', '/info?lang=jv', '/info?lang=en'])(
  'the quick exit to %s shows something else',
  async (url) => {
    const { body } = await server.inject({ url });
    expect(body).not.toMatch(/Tanya|Dulu|bahaya|danger|migran|\/chat\/icon|href="\/"/i);
    expect(body.length).toBeGreaterThan(500);
  },
);

test('an address that leads nowhere shows the way to the chat, in the language of the browser', async () => {
  const see = (headers: Record<string, string>) =>
    server.inject({ url: '/tidak-ada', headers: { accept: 'text/html', ...headers } });
  for (const language of languages) {
    const { statusCode, body } = await see({ 'accept-language': language });
    expect(statusCode).toBe(404);
    expect(body).toContain(texts[language]['missing-title']);
    expect(body).toContain(`href="/?lang=${language}"`);
    expect(body).not.toContain('tidak-ada');
  }
  const call = await see({ accept: 'application/json' });
  expect(call.json()).toEqual({ error: 'not found' });
});
