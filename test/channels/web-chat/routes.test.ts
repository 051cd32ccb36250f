import { Writable } from 'node:stream';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { webChat } from '#channels/web-chat/routes.ts';
import { chat, serve, texts } from './serve.ts';

/** A host that wants to know everything: what the plugin itself gives away shows here. */
async function serveWithLog() {
  let written = '';
  const stream = new Writable({
    write(chunk, _, done) {
      written += chunk;
      done();
    },
  });
  const server = Fastify({ logger: { level: 'trace', stream } });
  await server.register(webChat, {
    texts,
    messagesPerMinute: 3,
    answer: async ({ text }) => ({ replies: [{ text }] }),
  });
  return { server, log: () => written };
}

test('no message and no chat id reaches even a talkative log, whatever goes wrong', async () => {
  const { server, log } = await serveWithLog();
  const text = 'kalimat rahasia 081299887766';
  const send = (url: string, type: string, payload: string) =>
    server.inject({ method: 'POST', url, headers: { 'content-type': type }, payload });
  const json = JSON.stringify({ chat, text });
  const form = new URLSearchParams({ chat, text }).toString();
  const statuses = [];
  for (const payload of [json, json.slice(0, -4), json.replace('}', ',"a":1}'), json, json, json])
    statuses.push((await send('/api/chat', 'application/json', payload)).statusCode);
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/xml'])
    statuses.push((await send('/', type, form)).statusCode);
  expect(new Set(statuses)).toEqual(new Set([200, 400, 429, 415]));
  expect(log()).toContain('incoming request');
  for (const canary of ['rahasia', '081299887766', chat]) expect(log()).not.toContain(canary);
  await server.close();
});

test('only files of the page are served, and nothing beside them', async () => {
  const { server } = await serveWithLog();
  const status = async (url: string) => (await server.inject({ url })).statusCode;
  expect(await status('/chat/chat.js')).toBe(200);
  for (const url of ['/chat/', '/chat/../routes.ts', '/chat/%2e%2e/routes.ts', '/chat/none.js'])
    expect([403, 404]).toContain(await status(url));
  await server.close();
});

test('the health checks of the server stand beside the page', async () => {
  const server = await serve();
  expect((await server.inject({ url: '/healthz' })).json()).toEqual({ ok: true });
  expect((await server.inject({ url: '/readyz' })).json()).toEqual({ ok: true });
  expect((await server.inject({ url: '/nothing' })).statusCode).toBe(404);
  await server.close();
});
