import { join } from 'node:path';
import type { WebChatOptions } from '#channels/web-chat/answer-request.ts';
import { webChat } from '#channels/web-chat/routes.ts';
import { loadWebTexts } from '#channels/web-chat/web-texts.ts';
import { createServer } from '#operations/server.ts';

export const dataDir = join(import.meta.dirname, '../../../data');
export const texts = loadWebTexts(dataDir);
export const chat = 'abcdefghijklmnop1234';

/** A server with the web chat and a made-up answer; nothing listens until asked. */
export async function serve(options: Partial<WebChatOptions> = {}) {
  const server = await createServer({
    log: () => undefined,
    trustProxy: false,
    isReady: async () => undefined,
  });
  await server.register(webChat, {
    texts,
    messagesPerMinute: 10_000,
    answer: async ({ text }) => ({ replies: [{ text: `dibaca: ${text}` }] }),
    ...options,
  });
  return server;
}

export type Server = Awaited<ReturnType<typeof serve>>;

export const postJson = (server: Server, payload: object, headers = {}) =>
  server.inject({ method: 'POST', url: '/api/chat', payload, headers });

export const postForm = (server: Server, fields: Record<string, string>) =>
  server.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
