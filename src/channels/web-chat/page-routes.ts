import { randomUUID } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import {
  answerRequest,
  chatId,
  fieldOf,
  languageOf,
  neverStored,
  type Outcome,
  outcomeOfError,
  type WebChatOptions,
} from './answer-request.ts';
import { renderLeft, renderPage } from './page.ts';

/** The page, its form for browsers without JavaScript, and where the quick exit leads. */
export const pageRoutes: FastifyPluginAsync<WebChatOptions> = async (server, options) => {
  const { texts } = options;
  await server.register(formbody);
  server.addHook('onRequest', neverStored);
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const spoken = texts[languageOf(request)];
    return sendTurn(request, reply, outcomeOfError(error, spoken, options.onError));
  });

  server.get('/', (request, reply) => {
    const language = languageOf(request);
    return sendHtml(reply, renderPage({ texts: texts[language], language, chat: randomUUID() }));
  });
  server.get('/info', (request, reply) => {
    const language = languageOf(request);
    return sendHtml(reply, renderLeft(texts[language], language));
  });
  server.post('/', { config: { rateLimit: {} } }, async (request, reply) => {
    const language = languageOf(request);
    // Indonesian is no choice: then the answer follows the language of the message.
    const chosen = language !== 'id' && { language };
    const message = { chat: chatOf(request), text: textOf(request), ...chosen };
    const outcome = await answerRequest(message, texts[language], options.answer);
    return sendTurn(request, reply, outcome, message.chat);
  });

  /** One turn as a page. What was not taken goes back into the box. */
  function sendTurn(
    request: FastifyRequest,
    reply: FastifyReply,
    { status, answer }: Outcome,
    chat = chatOf(request),
  ): FastifyReply {
    const language = languageOf(request);
    const text = textOf(request);
    const taken = status === 200;
    const turn = { text: taken ? text : null, answer };
    const page = { texts: texts[language], language, chat, turn, ...(!taken && { draft: text }) };
    return sendHtml(reply.code(status), renderPage(page));
  }
};

/** The id of the conversation so far; a new one where there is none. */
const chatOf = ({ body }: FastifyRequest): string =>
  chatId.safeParse(fieldOf(body, 'chat')).data ?? randomUUID();

/** Forms send line ends as CR LF. */
function textOf({ body }: FastifyRequest): string {
  const text = fieldOf(body, 'text');
  return typeof text === 'string' ? text.replaceAll('\r\n', '\n') : '';
}

const sendHtml = (reply: FastifyReply, markup: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').send(markup);
