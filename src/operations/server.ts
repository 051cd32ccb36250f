import helmet from '@fastify/helmet';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { errorName, type Log } from '#domain/log.ts';

const bodyBytesMax = 65_536;
/** To arrive whole: a photo over a slow network takes its time. */
const requestTimeoutMs = 120_000;

export type ServerOptions = {
  readonly log: Log;
  readonly trustProxy: boolean;
  /** Resolves where the database answers. */
  readonly isReady: () => Promise<void>;
};

/** The web server with its limits, headers, health checks and error boundary; no routes yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    // Fastify's own log would print addresses and paths; ours is a closed list.
    logger: false,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    trustProxy: options.trustProxy,
  });
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // The program itself speaks plain HTTP; a proxy in front adds HTTPS and says so.
    strictTransportSecurity: false,
  });
  closeWhenStopping(server);
  server.get('/healthz', () => ({ ok: true }));
  server.get('/readyz', async (_, reply) => {
    try {
      await options.isReady();
      return { ok: true };
    } catch {
      return reply.code(503).send({ ok: false });
    }
  });
  server.setErrorHandler((error: FastifyError, _, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) options.log({ event: 'failed', stage: 'request', error: errorName(error) });
    void reply.code(status).send({ error: status >= 500 ? 'internal error' : error.message });
  });
  return server;
}

/** A stop waits for answers, not for connections that callers keep open after them. */
function closeWhenStopping(server: FastifyInstance): void {
  let isStopping = false;
  server.addHook('preClose', async () => {
    isStopping = true;
  });
  server.addHook('onSend', async (_, reply) => {
    if (isStopping) void reply.header('connection', 'close');
  });
}
