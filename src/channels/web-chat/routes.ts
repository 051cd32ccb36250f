import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import serveStatic from '@fastify/static';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Answer, type Language, languages } from '#domain/message.ts';
import { messageLengthMax, renderLeft, renderPage } from './page.ts';
import type { PageLanguage, WebTexts } from './web-texts.ts';

const publicFolder = fileURLToPath(new URL('public/', import.meta.url));
const messagesPerMinuteMax = 30;
/** Characters that a page may use for its random id. */
const chatId = z.string().regex(/^[A-Za-z0-9_-]{16,128}$/);

const messageSchema = z.strictObject({
  chat: chatId,
  text: z.string().min(1),
  language: z.enum(languages).optional(),
});

export type WebChatOptions = {
  readonly answer: (message: {
    chat: string;
    text: string;
    language?: Language;
  }) => Promise<Answer>;
  readonly texts: WebTexts;
  /** Other web pages that may call POST /api/chat. */
  readonly allowedOrigins?: readonly string[];
  readonly messagesPerMinute?: number;
};

/** The chat page at `/` and the call `POST /api/chat` that it and other pages use. */
export const webChat: FastifyPluginAsync<WebChatOptions> = async (server, options) => {
  const { texts } = options;
  await server.register(formbody);
  await server.register(serveStatic, { root: publicFolder, prefix: '/chat/', index: false });
  await server.register(rateLimit, {
    global: false,
    max: options.messagesPerMinute ?? messagesPerMinuteMax,
    timeWindow: '1 minute',
    errorResponseBuilder: (request) => tooMany(texts[languageOf(request)]['too-many']),
  });
  server.setErrorHandler(answerError(texts));
  const limited = { config: { rateLimit: {} } };

  server.get('/', (request, reply) => {
    const language = languageOf(request);
    const leave = (request.query as Record<string, unknown>)['leave'] !== undefined;
    if (leave) return sendPage(reply, renderLeft(texts[language], language));
    const page = { texts: texts[language], language, chat: randomUUID(), turn: null };
    return sendPage(reply, renderPage(page));
  });

  server.options('/api/chat', (request, reply) => {
    allowOrigin(request, reply, options.allowedOrigins);
    return reply.code(204).send();
  });

  server.post('/api/chat', limited, async (request, reply) => {
    allowOrigin(request, reply, options.allowedOrigins);
    void reply.header('cache-control', 'no-store');
    const spoken = texts[languageOf(request)];
    const checked = messageSchema.safeParse(request.body);
    if (!checked.success) return reply.code(400).send(said(spoken['bad-request']));
    const { chat, text, language } = checked.data;
    if (text.length > messageLengthMax)
      return reply.code(413).send(said(tooLong(spoken['too-long'])));
    return options.answer({ chat, text, ...(language && { language }) });
  });

  server.post('/', limited, async (request, reply) => {
    const form = (request.body ?? {}) as Record<string, unknown>;
    const language: PageLanguage = form['language'] === 'en' ? 'en' : 'id';
    const chat = chatId.safeParse(form['chat']);
    const text = typeof form['text'] === 'string' ? form['text'].replaceAll('\r\n', '\n') : '';
    const page = { texts: texts[language], language, chat: chat.data ?? randomUUID() };
    const answer =
      text.length > messageLengthMax
        ? said(tooLong(texts[language]['too-long']))
        : await options.answer({ chat: page.chat, text, language });
    return sendPage(reply, renderPage({ ...page, turn: { text, answer } }));
  });
};

const said = (text: string): Answer => ({ replies: [{ text }] });
const tooLong = (template: string): string => template.replace('{max}', String(messageLengthMax));

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
}

/** From the query, the body, or what the browser prefers; Indonesian first. */
function languageOf(request: FastifyRequest): PageLanguage {
  const { lang } = request.query as Record<string, unknown>;
  if (lang === 'en' || lang === 'id') return lang;
  const body = request.body as Record<string, unknown> | null | undefined;
  if (body && typeof body === 'object' && 'language' in body)
    return body['language'] === 'en' ? 'en' : 'id';
  return /^en\b/.test(request.headers['accept-language'] ?? '') ? 'en' : 'id';
}

function allowOrigin(
  request: FastifyRequest,
  reply: FastifyReply,
  allowed: readonly string[] = [],
): void {
  const { origin } = request.headers;
  if (origin === undefined || !allowed.includes(origin)) return;
  void reply
    .header('access-control-allow-origin', origin)
    .header('access-control-allow-headers', 'content-type')
    .header('access-control-allow-methods', 'POST')
    .header('vary', 'origin')
    .header('cross-origin-resource-policy', 'cross-origin');
}

/** A refusal that still speaks to a person; carries its status for the error handler. */
function tooMany(text: string) {
  return Object.assign(new Error(text), { statusCode: 429, forPeople: true });
}

type Refusal = { statusCode?: number; forPeople?: boolean; message: string };

/** Whatever a request does wrong, the person reads a sentence; unforeseen errors go on. */
function answerError(texts: WebTexts) {
  return (error: Refusal, request: FastifyRequest, reply: FastifyReply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) throw error;
    const spoken = texts[languageOf(request)];
    const bodyTooLarge = status === 413 ? tooLong(spoken['too-long']) : spoken['bad-request'];
    const text = error.forPeople ? error.message : bodyTooLarge;
    return reply.code(status).header('cache-control', 'no-store').send(said(text));
  };
}
