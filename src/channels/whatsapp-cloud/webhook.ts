import type { FastifyPluginAsync } from 'fastify';
import type { CloudCall } from './payload.ts';
import { readCall } from './payload.ts';
import { isSameSecret, isSigned } from './signature.ts';

export const webhookPath = '/whatsapp/webhook';
const bodyBytesMax = 1_048_576;
const challengeForm = /^[\w-]{1,256}$/;

export type WebhookOptions = {
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Our numbers, as Meta calls them. */
  readonly numberIds: ReadonlySet<string>;
  /** Writes down what a call brings; resolves when it is on disk. @throws where that fails */
  readonly take: (call: CloudCall) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/**
 * Where Meta brings messages. It is told that they arrived only when they are on disk; else it
 * brings them again, for up to seven days.
 */
export const cloudWebhook: FastifyPluginAsync<WebhookOptions> = async (server, options) => {
  const { appSecret, verifyToken, numberIds, take, onError } = options;
  // The signature is over the bytes as they came.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: bodyBytesMax },
    (_, body, done) => done(null, body),
  );

  server.get<{ Querystring: Record<string, unknown> }>(webhookPath, (request, reply) => {
    const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': echo } = request.query;
    const isMeta = isSameSecret(token, verifyToken) && mode === 'subscribe';
    if (!isMeta || typeof echo !== 'string' || !challengeForm.test(echo))
      return reply.code(403).send({ error: 'forbidden' });
    return reply.type('text/plain').send(echo);
  });

  server.post(webhookPath, { bodyLimit: bodyBytesMax }, async (request, reply) => {
    const raw = request.body;
    const signature = request.headers['x-hub-signature-256'];
    if (!(raw instanceof Uint8Array) || !isSigned(appSecret, raw, signature))
      return reply.code(401).send({ error: 'not signed' });
    const call = readCall(parsed(raw), numberIds);
    if (!call) return reply.code(400).send({ error: 'no call of WhatsApp' });
    if (call.strange > 0) onError(new StrangeCallError());
    try {
      await take(call);
    } catch (error) {
      onError(error);
      return reply.code(503).send({ error: 'not written down' });
    }
    return reply.code(200).send();
  });
};

/** A part of a call that we cannot read; its name alone is logged. */
class StrangeCallError extends Error {
  override name = 'StrangeCallError';
}

function parsed(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString());
  } catch {
    // Signed and yet no JSON: told with 400, like anything else that is no call.
    return null;
  }
}
