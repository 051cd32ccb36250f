import { fileURLToPath } from 'node:url';
import rateLimit from '@fastify/rate-limit';
import serveStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';
import type { WebChatOptions } from './answer-request.ts';
import { apiRoutes } from './api-routes.ts';
import { pageRoutes } from './page-routes.ts';
import { takeUploads } from './uploads.ts';

const publicFolder = fileURLToPath(new URL('public/', import.meta.url));
/** Per address; an IPv6 network of /64 counts as one. */
const messagesPerMinuteMax = 30;

/** The chat page at `/` and the call `POST /api/chat` that it and other pages use. */
export const webChat: FastifyPluginAsync<WebChatOptions> = async (server, options) => {
  await server.register(serveStatic, { root: publicFolder, prefix: '/chat/', index: false });
  await server.register(rateLimit, {
    global: false,
    // After the body is read: it tells the language, and a form gets its text back.
    hook: 'preHandler',
    max: options.messagesPerMinute ?? messagesPerMinuteMax,
    timeWindow: '1 minute',
    errorResponseBuilder: () => Object.assign(new Error('too many messages'), { statusCode: 429 }),
  });
  await takeUploads(server);
  await server.register(apiRoutes, options);
  await server.register(pageRoutes, options);
};
