import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { languages } from '#domain/message.ts';
import {
  answerRequest,
  chatId,
  languageOf,
  neverStored,
  outcomeOfError,
  refuse,
  type WebChatOptions,
} from './answer-request.ts';

const preflightAgeMaxS = 600;
const messageSchema = z.strictObject({
  chat: chatId,
  text: z.string(),
  language: z.enum(languages).optional(),
});

/** `POST /api/chat`: JSON or, with files, `multipart/form-data` in, JSON out, whatever goes wrong. */
export const apiRoutes: FastifyPluginAsync<WebChatOptions> = async (server, options) => {
  const { texts, allowedOrigins = [] } = options;
  server.addHook('onRequest', neverStored);
  server.addHook('onRequest', (request, reply, done) => {
    allowOrigin(request, reply, allowedOrigins);
    done();
  });
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const { status, answer } = outcomeOfError(error, texts[languageOf(request)], options.onError);
    return reply.code(status).send(answer);
  });

  server.options('/api/chat', (_, reply) => reply.code(204).send());
  server.post('/api/chat', { config: { rateLimit: {} } }, async (request, reply) => {
    const spoken = texts[languageOf(request)];
    // Beside files words may be missing.
    const body = request.upload ? { text: '', ...(request.body as object) } : request.body;
    const checked = messageSchema.safeParse(body);
    if (!checked.success) {
      const { status, answer } = refuse(400, spoken['bad-request']);
      return reply.code(status).send({ ...answer, error: faultOf(checked.error) });
    }
    const { chat, text, language } = checked.data;
    const message = { chat, text, ...(language && { language }), ...request.upload };
    const { status, answer } = await answerRequest(message, spoken, options.answer);
    return reply.code(status).send(answer);
  });
};

/** For the programmer of another page: the field and what is wrong with it, never its value. */
function faultOf({ issues: [issue] }: z.ZodError): string {
  if (issue?.code === 'unrecognized_keys') return 'body: only chat, text and language are known';
  return `${issue?.path.join('.') || 'body'}: ${issue?.message}`;
}

function allowOrigin(
  { headers: { origin } }: FastifyRequest,
  reply: FastifyReply,
  allowed: readonly string[],
): void {
  if (allowed.length === 0) return;
  void reply.header('vary', 'origin');
  if (origin === undefined || !allowed.includes(origin)) return;
  void reply
    .header('access-control-allow-origin', origin)
    .header('access-control-allow-headers', 'content-type')
    .header('access-control-allow-methods', 'POST')
    .header('access-control-max-age', preflightAgeMaxS);
}
