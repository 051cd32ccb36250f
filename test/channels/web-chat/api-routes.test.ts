import { afterAll, expect, test } from 'vitest';
import type { Answer } from '#domain/message.ts';
import { chat, postJson, serve, texts } from './serve.ts';

const received: unknown[] = [];
const answer: Answer = {
  replies: [
    { text: '🔴 *Bahaya.*' },
    { text: 'Sudah bayar?', choices: [{ id: '1', label: 'Sudah' }] },
  ],
  verdict: { kind: 'offer', risk: 'danger', harm: 'fraud' },
};
const server = await serve({
  allowedOrigins: ['https://satgas.example'],
  answer: async (message) => {
    received.push(message);
    return answer;
  },
});
afterAll(() => server.close());
const postRaw = (payload: string | Buffer, type = 'application/json') =>
  server.inject({
    method: 'POST',
    url: '/api/chat',
    headers: { 'content-type': type },
    payload,
  });

test('a message gets its replies and its verdict, and no copy is kept on the way', async () => {
  const response = await postJson(server, { chat, text: 'halo', language: 'en' });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual(answer);
  expect(response.headers['cache-control']).toBe('no-store');
  expect(received.at(-1)).toEqual({ chat, text: 'halo', language: 'en' });
});

test('a language that nobody chose is left out', async () => {
  await postJson(server, { chat, text: 'halo' });
  expect(received.at(-1)).toEqual({ chat, text: 'halo' });
});

test.each([
  ['a missing chat id', { text: 'halo' }, /^chat: /],
  ['a chat id of 15 characters', { chat: 'a'.repeat(15), text: 'halo' }, /^chat: must be 16/],
  ['a chat id of 129 characters', { chat: 'a'.repeat(129), text: 'halo' }, /^chat: must be 16/],
  ['a chat id with other characters', { chat: `${chat}<script>`, text: 'x' }, /^chat: must be 16/],
  ['a chat id that ends its line', { chat: `${chat}\n`, text: 'x' }, /^chat: must be 16/],
  ['a chat id that is a number', { chat: 1234567890123456, text: 'halo' }, /^chat: /],
  ['a missing text', { chat }, /^text: /],
  ['a text that is a number', { chat, text: 5 }, /^text: /],
  ['a text that is nothing', { chat, text: null }, /^text: /],
  ['a language we do not have', { chat, text: 'halo', language: 'xx' }, /^language: /],
  ['an unknown field', { chat, text: 'halo', geheim: true }, /^body: only chat, text and lang/],
  ['a list', [], /^body: /],
])('%s is refused with a sentence and the name of the field', async (_, payload, fault) => {
  const before = received.length;
  const response = await postJson(server, payload);
  expect(response.statusCode).toBe(400);
  expect(response.json().replies).toEqual([{ text: texts.id['bad-request'] }]);
  expect(response.json().error).toMatch(fault);
  expect(response.body).not.toMatch(/geheim|<script>|node:|at .*\.ts/);
  expect(received.length).toBe(before);
});

test.each([
  ['broken JSON', '{"chat":', 'application/json', 400],
  ['an empty body', '', 'application/json', 400],
  ['a forged prototype', '{"__proto__":{"chat":"x"}}', 'application/json', 400],
  ['plain text', 'halo', 'text/plain', 400],
  ['a form', `chat=${chat}&text=halo`, 'application/x-www-form-urlencoded', 415],
  ['XML', '<chat/>', 'application/xml', 415],
])('%s is refused with a sentence, never a stack trace', async (_, payload, type, status) => {
  const before = received.length;
  const response = await postRaw(payload, type);
  expect(response.statusCode).toBe(status);
  expect(response.json().replies).toEqual([{ text: texts.id['bad-request'] }]);
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.body).not.toMatch(/node:|at .*\.(ts|js)/);
  expect(received.length).toBe(before);
});

test.each(['', ' ', '\n\t \u00a0'])('an empty message %j is told so', async (text) => {
  const response = await postJson(server, { chat, text, language: 'en' });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toEqual({ replies: [{ text: texts.en.empty }] });
});

test.each([
  ['4,096 characters', 'a'.repeat(4_096), 200],
  ['4,096 characters of emoji', '🙏'.repeat(2_048), 200],
  ['4,097 characters', 'a'.repeat(4_097), 413],
  ['100,000 characters, more than the server reads', 'a'.repeat(100_000), 413],
])('a message of %s', async (_, text, status) => {
  const response = await postJson(server, { chat, text });
  expect(response.statusCode).toBe(status);
  if (status === 413) expect(response.json().replies[0].text).toMatch(/terlalu panjang.*4096/);
});

test.each([
  ['only emoji', '🙏🙏'],
  ['only digits', '081234567890 15000000'],
  ['control characters', 'halo\u0000\u0007'],
  ['zero-width characters and right-to-left marks', 'ha\u200blo \u202e081\u2066'],
  ['half a surrogate pair', 'halo \ud83d'],
  ['markup', '<script>alert(1)</script>'],
])('%s are handed on unharmed', async (_, text) => {
  expect((await postJson(server, { chat, text })).statusCode).toBe(200);
  expect(received.at(-1)).toEqual({ chat, text });
});

test('broken UTF-8 is read as far as it goes', async () => {
  const start = Buffer.from(`{"chat":"${chat}","text":"halo `);
  const body = Buffer.concat([start, Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
  expect((await postRaw(body)).statusCode).toBe(200);
  expect(received.at(-1)).toEqual({ chat, text: 'halo \ufffd\ufffd' });
});

test('an error inside gets a sentence with hotlines, and only the caller learns of it', async () => {
  const errors: unknown[] = [];
  const failing = await serve({
    answer: () => Promise.reject(new Error('geheim')),
    onError: (error) => errors.push(error),
  });
  const response = await postJson(failing, { chat, text: 'halo' });
  expect(response.statusCode).toBe(500);
  expect(response.json()).toEqual({ replies: [{ text: texts.id.broken }] });
  expect(texts.id.broken).toMatch(/110.*129/);
  expect(errors.map(String)).toEqual(['Error: geheim']);
  await failing.close();
});

test('where nobody listens for errors the server’s own handler gets them', async () => {
  const failing = await serve({ answer: () => Promise.reject(new Error('geheim')) });
  const response = await postJson(failing, { chat, text: 'halo' });
  expect(response.statusCode).toBe(500);
  expect(response.json()).toEqual({ error: 'internal error' });
  await failing.close();
});

test('one message too many in a minute gets a sentence that still holds the hotlines', async () => {
  const strict = await serve({ messagesPerMinute: 2, allowedOrigins: ['https://satgas.example'] });
  const send = (language: string) =>
    postJson(strict, { chat, text: 'halo', language }, { origin: 'https://satgas.example' });
  expect((await send('id')).statusCode).toBe(200);
  expect((await send('id')).statusCode).toBe(200);
  const third = await send('en');
  expect(third.statusCode).toBe(429);
  expect(third.json()).toEqual({ replies: [{ text: texts.en['too-many'] }] });
  expect(texts.en['too-many']).toMatch(/110.*129/);
  expect(third.headers['access-control-allow-origin']).toBe('https://satgas.example');
  // Looking at the page is not limited: its hotlines must stay in reach.
  expect((await strict.inject({ url: '/' })).statusCode).toBe(200);
  await strict.close();
});

test('each address has its own limit', async () => {
  const strict = await serve({ messagesPerMinute: 1 });
  const from = async (remoteAddress: string) => {
    const payload = { chat, text: 'halo' };
    const sent = { method: 'POST', url: '/api/chat', remoteAddress, payload } as const;
    return (await strict.inject(sent)).statusCode;
  };
  expect(await from('10.0.0.1')).toBe(200);
  expect(await from('10.0.0.2')).toBe(200);
  expect(await from('10.0.0.1')).toBe(429);
  await strict.close();
});

test('other pages may call only from named origins', async () => {
  const headersFor = async (origin: string) =>
    (await postJson(server, { chat, text: 'halo' }, { origin })).headers;
  const named = await headersFor('https://satgas.example');
  expect(named['access-control-allow-origin']).toBe('https://satgas.example');
  const other = await headersFor('https://other.example');
  expect(other['access-control-allow-origin']).toBeUndefined();
  expect(other['vary']).toBe('origin');
  const preflight = await server.inject({
    method: 'OPTIONS',
    url: '/api/chat',
    headers: { origin: 'https://satgas.example', 'access-control-request-method': 'POST' },
  });
  expect(preflight.statusCode).toBe(204);
  expect(preflight.headers['access-control-allow-headers']).toBe('content-type');
});

test('where no origin is named nothing is opened', async () => {
  const closed = await serve();
  const origin = 'https://satgas.example';
  const response = await postJson(closed, { chat, text: 'halo' }, { origin });
  expect(response.headers['access-control-allow-origin']).toBeUndefined();
  await closed.close();
});
