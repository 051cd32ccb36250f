import { createHash, createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const appSecret = 'a1'.repeat(16);
export const verifyToken = 'a-word-of-our-own';
export const token = 'EAAG-token-of-a-system-user';
const version = '/v26.0';

/** A bubble as the Graph API got it. */
export type SentMessage = {
  readonly numberId: string;
  readonly to: string;
  readonly opaqueId: string;
  readonly wamid: string;
  readonly at: number;
  readonly body: {
    readonly type: string;
    readonly text?: { body: string };
    // biome-ignore lint/suspicious/noExplicitAny: as the other side writes it
    readonly interactive?: any;
  };
};

/** What the server does with the next message instead of taking it. */
export type Fault =
  | { readonly status: number; readonly code?: number }
  /** The cable is cut, before the message is taken or after. */
  | 'cut'
  | 'taken-then-cut';

type StoredFile = {
  readonly bytes: Uint8Array;
  readonly mime: string;
  readonly told?: { size?: number; url?: string };
};

/** Meta's side on this machine: takes what the bot sends, keeps files, brings signed webhooks. */
export class GraphServer {
  readonly sent: SentMessage[] = [];
  readonly receipts: { messageId: string; isTyping: boolean }[] = [];
  readonly faults: Fault[] = [];
  /** Requests that came without the right token. */
  strangers = 0;
  delayMs = 0;
  /** Whether a status follows each message, as with Meta. */
  tellsStatuses = true;
  webhookUrls: string[] = [];
  onSent: (message: SentMessage) => void = () => {};
  readonly #files = new Map<string, StoredFile>();
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  readonly #server = createServer((req, res) => void this.#answer(req, res));
  #nextHook = 0;
  #isStopped = false;

  static async start(): Promise<GraphServer> {
    const graph = new GraphServer();
    graph.#server.listen(0, '127.0.0.1');
    await once(graph.#server, 'listening');
    return graph;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For WHATSAPP_CLOUD_URL. */
  get url(): string {
    return `${this.origin}${version}`;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#agent.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Cuts all cables to the bot at once. */
  cutAll(): void {
    this.#server.closeAllConnections();
  }

  /** @param told what is told of it instead of the truth */
  keep(bytes: Uint8Array, mime: string, told?: StoredFile['told']) {
    const id = String(this.#files.size + 1_000_001);
    this.#files.set(id, { bytes, mime, ...(told && { told }) });
    const sha256 = createHash('sha256').update(bytes).digest('base64');
    return { id, mime_type: mime, sha256 };
  }

  async until(holds: () => boolean, timeoutMs = 20_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!holds()) {
      if (Date.now() > end) throw new Error(`not reached: ${holds}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** One call of the webhook; its status, or null where nobody answered. */
  post(payload: unknown, headers?: Readonly<Record<string, string>>): Promise<number | null> {
    const raw = Buffer.from(JSON.stringify(payload));
    const url = this.webhookUrls[this.#nextHook++ % this.webhookUrls.length];
    if (!url) throw new Error('no webhook is known');
    const { promise, resolve } = Promise.withResolvers<number | null>();
    const call = request(url, {
      method: 'POST',
      agent: this.#agent,
      headers: {
        'content-type': 'application/json',
        'content-length': raw.length,
        'x-hub-signature-256': signatureOf(raw),
        ...headers,
      },
    });
    call.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? null));
      response.on('error', () => resolve(null));
    });
    call.on('error', () => resolve(null));
    call.end(raw);
    return promise;
  }

  /** Brings a call again and again until it is taken, as Meta does. */
  async deliver(payload: unknown): Promise<number> {
    for (let tries = 1; ; tries++) {
      if ((await this.post(payload)) === 200) return tries;
      if (this.#isStopped) throw new Error('stopped');
      await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** tries, 1_000)));
    }
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of req) chunks.push(chunk as Buffer);
    } catch {
      // Its cable was cut.
      return;
    }
    if (req.headers.authorization !== `Bearer ${token}`) {
      this.strangers++;
      json(res, 401, { error: { message: 'secret detail', code: 190 } });
      return;
    }
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    const path = new URL(req.url ?? '/', this.origin).pathname;
    if (req.method === 'GET') this.#answerFile(path, res);
    else this.#answerMessage(path, JSON.parse(Buffer.concat(chunks).toString()), res);
  }

  #answerFile(path: string, res: ServerResponse): void {
    const isStepTwo = path.startsWith('/files/');
    const id = path.slice(path.lastIndexOf('/') + 1);
    const file = this.#files.get(id);
    if (!file) {
      json(res, 404, { error: { message: 'unknown', code: 100 } });
      return;
    }
    if (isStepTwo) {
      res.writeHead(200, { 'content-type': file.mime });
      res.end(file.bytes);
      return;
    }
    json(res, 200, {
      id,
      messaging_product: 'whatsapp',
      url: file.told?.url ?? `${this.origin}/files/${id}`,
      mime_type: file.mime,
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
      file_size: String(file.told?.size ?? file.bytes.length),
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: as the other side writes it
  #answerMessage(path: string, body: any, res: ServerResponse): void {
    const numberId = path.split('/').at(-2) ?? '';
    if (body.status === 'read') {
      this.receipts.push({ messageId: body.message_id, isTyping: Boolean(body.typing_indicator) });
      json(res, 200, { success: true });
      return;
    }
    const fault = this.faults.shift();
    if (fault === 'cut') {
      res.destroy();
      return;
    }
    if (fault && fault !== 'taken-then-cut') {
      const { status, code } = fault;
      json(res, status, { error: { message: 'secret detail', ...(code && { code }) } });
      return;
    }
    const to = body.to ?? body.recipient ?? '';
    const wamid = `wamid.${randomBytes(12).toString('hex')}`;
    const opaqueId = body.biz_opaque_callback_data ?? '';
    const message = { numberId, to, opaqueId, wamid, at: Date.now(), body };
    this.sent.push(message);
    this.onSent(message);
    if (this.tellsStatuses && this.webhookUrls.length > 0)
      // A bot that is gone for good is not told.
      void this.deliver(statusCall(numberId, opaqueId, 'sent')).catch(() => {});
    if (fault) res.destroy();
    else json(res, 200, { messaging_product: 'whatsapp', messages: [{ id: wamid }] });
  }
}

export const signatureOf = (raw: Uint8Array, secret = appSecret): string =>
  `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;

/** A call with such messages and people, as Meta writes it. */
export function messageCall(
  numberId: string,
  messages: readonly object[],
  contacts: readonly object[] = [],
): object {
  const metadata = { display_phone_number: '62211234567', phone_number_id: numberId };
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages };
  return wrapped([value]);
}

export function statusCall(numberId: string, opaqueId: string, status: string): object {
  const metadata = { display_phone_number: '62211234567', phone_number_id: numberId };
  const one = { id: 'wamid.x', status, timestamp: '1', biz_opaque_callback_data: opaqueId };
  return wrapped([{ messaging_product: 'whatsapp', metadata, statuses: [one] }]);
}

export const wrapped = (values: readonly object[]): object => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: values.map((value) => ({ field: 'messages', value })) }],
});

function json(res: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  res.end(text);
}
