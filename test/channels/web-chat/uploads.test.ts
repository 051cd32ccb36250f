import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import type { WebChatOptions } from '#channels/web-chat/answer-request.ts';
import { chat, serve, texts } from './serve.ts';

type Received = Parameters<WebChatOptions['answer']>[0];
const received: Received[] = [];
const server = await serve({
  answer: async (message) => {
    received.push(message);
    return { replies: [{ text: 'dibaca' }] };
  },
});
afterAll(() => server.close());

const boundary = 'batas';
const timeoutMs = 50_000;
type Part = { name: string; value: string | Buffer; file?: string; type?: string };
const bodyOf = (parts: readonly Part[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ name, value, file, type = 'image/jpeg' }) => [
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"\r\nContent-Type: ${type}`}\r\n\r\n`,
      ),
      Buffer.from(value),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
const field = (name: string, value: string): Part => ({ name, value });
const file = (value: string | Buffer, name = 'a.jpg'): Part => ({
  name: 'file',
  value,
  file: name,
});
const post = (parts: readonly Part[], url = '/api/chat', headers = {}) =>
  server.inject({
    method: 'POST',
    url,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers },
    payload: bodyOf(parts),
  });
/** What the bot was given, with sizes in place of bytes. */
const last = () => {
  const { attachments = [], ...rest } = received.at(-1)!;
  return { ...rest, files: attachments.map((a) => [a.name, a.bytes.length]) };
};

test('files come with the words beside them, in order', async () => {
  const response = await post([
    field('chat', chat),
    field('text', 'ini benar?'),
    field('language', 'su'),
    file(Buffer.alloc(1_000), 'satu.jpg'),
    file(Buffer.alloc(200_000), 'dua.pdf'),
  ]);
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({ replies: [{ text: 'dibaca' }] });
  const files = [
    ['satu.jpg', 1_000],
    ['dua.pdf', 200_000],
  ];
  expect(last()).toEqual({ chat, text: 'ini benar?', language: 'su', files });
});

test('a file needs no words', async () => {
  expect((await post([field('chat', chat), file('x')])).statusCode).toBe(200);
  expect(last()).toEqual({ chat, text: '', files: [['a.jpg', 1]] });
});

test.each(['/api/chat', '/'])('%s: an empty form field for files is no file', async (url) => {
  const before = received.length;
  const { statusCode, body } = await post([field('chat', chat), file('', '')], url);
  expect(statusCode).toBe(400);
  expect(body).toContain(texts.id.empty);
  expect(received.length).toBe(before);
});

test('a file of 0 bytes with a name is handed on, so that it is told', async () => {
  expect((await post([field('chat', chat), file('', 'kosong.jpg')])).statusCode).toBe(200);
  expect(last().files).toEqual([['kosong.jpg', 0]]);
});

test('a file above 8 MB is let go and told; the words and the other file are read', async () => {
  await post([
    field('chat', chat),
    field('text', 'halo'),
    file(Buffer.alloc(8_388_609), 'besar.pdf'),
    file(Buffer.alloc(8_388_608), 'pas.pdf'),
  ]);
  const files = [['pas.pdf', 8_388_608]];
  expect(last()).toEqual({ chat, text: 'halo', notices: ['too-large'], files });
});

test('files of one message are at most 16 MB together', async () => {
  await post([field('chat', chat), ...Array.from({ length: 3 }, () => file(Buffer.alloc(7e6)))]);
  expect(last().files.length).toBe(2);
  expect(last().notices).toEqual(['too-large']);
});

test('a sixth file is handed on, so that it is told; twenty do no harm, more are refused', async () => {
  const files = (count: number) => Array.from({ length: count }, (_, i) => file('x', `${i}.jpg`));
  await post([field('chat', chat), ...files(20)]);
  expect(last().files.map(([name]) => name)).toEqual(files(6).map((f) => f.file));
  const { statusCode, body } = await post([field('chat', chat), ...files(21)]);
  expect(statusCode).toBe(413);
  expect(body).toContain(texts.id['bad-request']);
});

test.each<[string, Part[], RegExp]>([
  ['no chat id', [file('x')], /^chat: /],
  ['a field we do not know', [field('chat', chat), field('x', '1'), file('x')], /^body: only/],
  ['a forged prototype', [field('__proto__', 'x'), field('chat', chat)], /./],
  ['a file in place of the text', [field('chat', chat), { ...file('x'), name: 'text' }], /^$/],
])('with %s nothing but files and known fields comes through', async (_, parts, fault) => {
  const response = await post(parts);
  if (fault.source === '^$') expect(last()).toMatchObject({ text: '', files: [['a.jpg', 1]] });
  else {
    expect(response.statusCode).toBe(400);
    expect(response.json().replies).toEqual([{ text: texts.id['bad-request'] }]);
    expect(response.json().error ?? 'x').toMatch(fault);
  }
});

test.each([
  ['without an end', bodyOf([field('chat', chat), file('x')]).subarray(0, -20)],
  ['that is empty', Buffer.alloc(0)],
  ['of noise', Buffer.from('halo halo halo')],
])('a form %s is refused with a sentence', async (_, payload) => {
  const type = `multipart/form-data; boundary=${boundary}`;
  const headers = { 'content-type': type, 'accept-language': 'su' };
  const response = await server.inject({ method: 'POST', url: '/api/chat', headers, payload });
  expect(response.statusCode).toBe(400);
  expect(response.json().replies).toEqual([{ text: texts.su['bad-request'] }]);
});

test('a form without a boundary is refused with a sentence', async () => {
  const headers = { 'content-type': 'multipart/form-data' };
  const payload = bodyOf([field('chat', chat)]);
  const response = await server.inject({ method: 'POST', url: '/api/chat', headers, payload });
  expect(response.statusCode).toBeGreaterThanOrEqual(400);
  expect(response.statusCode).toBeLessThan(500);
  expect(response.json().replies).toEqual([{ text: texts.id['bad-request'] }]);
});

test('a text beside a file keeps its limit', async () => {
  const tooLong = await post([field('chat', chat), field('text', 'x'.repeat(4_097)), file('x')]);
  expect(tooLong.statusCode).toBe(413);
  expect(tooLong.json().replies[0].text).toMatch(/terlalu panjang/);
});

test('without JavaScript the page names the files, as text', async () => {
  const { body } = await post(
    [field('chat', chat), field('text', ''), file('x', `<img src=x>${'n'.repeat(99)}.jpg`)],
    '/',
  );
  expect(body).toContain('<p class="file" dir="auto">&lt;img src=x&gt;nnn');
  expect(body).toContain('dibaca');
  expect(body).not.toContain('n'.repeat(60));
  expect(body).not.toContain('<p class="plain" dir="auto"></p>');
});

test('of all uploads together only so much is held; after the answers there is room again', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  const slow = await serve({
    answer: async () => {
      asked++;
      await held;
      return { replies: [{ text: 'dibaca' }] };
    },
  });
  await slow.listen({ host: '127.0.0.1', port: 0 });
  const { port } = slow.server.address() as AddressInfo;
  const payload = bodyOf([field('chat', chat), file(Buffer.alloc(8e6)), file(Buffer.alloc(8e6))]);
  const send = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
      const to = { port, method: 'POST', path: '/api/chat', headers };
      const sent = httpRequest(to, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      });
      sent.on('error', reject);
      sent.end(payload);
    });
  const waiting = Array.from({ length: 5 }, send);
  // The fifth crosses the limit; the sixth is asked to wait.
  await expect.poll(() => asked, { timeout: timeoutMs }).toBe(5);
  expect(await send()).toBe(429);
  release();
  expect(await Promise.all(waiting)).toEqual([200, 200, 200, 200, 200]);
  expect(await send()).toBe(200);
  await slow.close();
}, 60_000);
