import { randomUUID } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import {
  answerRequest,
  chatId,
  chosenLanguage,
  fieldOf,
  languageOf,
  neverStored,
  type Outcome,
  outcomeOfError,
  type WebChatOptions,
} from './answer-request.ts';
import { type Page, renderLeft, renderMissing, renderPage } from './page.ts';

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
    return sendHtml(reply, renderPage({ ...spokenBy(request), chat: randomUUID() }));
  });
  server.get('/info', (request, reply) => {
    const language = languageOf(request);
    return sendHtml(reply, renderLeft(texts[language], language));
  });
  // Of the whole server: whoever mistypes an address gets a sentence and the way to the chat.
  server.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
    if (!isPage) return reply.code(404).send({ error: 'not found' });
    const language = languageOf(request);
    return sendHtml(reply.code(404), renderMissing(texts[language], language));
  });
  server.post('/', { config: { rateLimit: {} } }, async (request, reply) => {
    const language = chosenLanguage(request);
    // Indonesian is no choice: then the answer follows the language of the message.
    const chosen = language !== undefined && language !== 'id' && { language };
    const message = { chat: chatOf(request), text: textOf(request), ...chosen, ...request.upload };
    const outcome = await answerRequest(message, texts[languageOf(request)], options.answer);
    return sendTurn(request, reply, outcome, message.chat);
  });

  /** One turn as a page. A text that was not taken goes back into the box; files cannot. */
  function sendTurn(
    request: FastifyRequest,
    reply: FastifyReply,
    { status, answer }: Outcome,
    chat = chatOf(request),
  ): FastifyReply {
    const text = textOf(request);
    const taken = status === 200;
    const files = (request.upload?.attachments ?? []).map((a) => a.name ?? '');
    const turn = { mine: taken ? { text, files } : null, answer };
    const page = { ...spokenBy(request), chat, turn, ...(!taken && { draft: text }) };
    return sendHtml(reply.code(status), renderPage(page));
  }

  function spokenBy(request: FastifyRequest): Pick<Page, 'texts' | 'language' | 'isChosen'> {
    const language = languageOf(request);
    const isChosen = chosenLanguage(request) !== undefined;
    return { texts: texts[language], language, isChosen };
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
