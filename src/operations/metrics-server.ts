import { createServer, type ServerResponse } from 'node:http';
import { errorName, type Log } from '#domain/log.ts';
import { contentType, expose, type Family } from './exposition.ts';
import { measureProcess } from './metrics.ts';

const requestTimeoutMs = 5_000;
const connectionsMax = 16;

export type MetricsServerParts = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly families: () => Promise<readonly Family[]>;
  readonly log: Log;
};

/**
 * Serves `/metrics` on an address of its own: what is not on the public port cannot be left open
 * by a proxy that hands everything on.
 * @throws where the address is taken or not of this machine
 */
export async function openMetricsServer({ host, port, families, log }: MetricsServerParts) {
  const process = measureProcess();
  const answer = async (response: ServerResponse): Promise<void> => {
    try {
      const text = expose([...(await families()), ...process.families()]);
      response.writeHead(200, { 'content-type': contentType }).end(text);
    } catch (error) {
      log({ event: 'failed', stage: 'request', error: errorName(error) });
      response.writeHead(500).end();
    }
  };
  const server = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
    if (request.method === 'GET' && request.url === '/metrics') void answer(response);
    else response.writeHead(404).end();
  });
  server.maxConnections = connectionsMax;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    stop: async (): Promise<void> => {
      process.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
