import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { type BinaryNode, proto } from '@whiskeysockets/baileys';
import { cbc, hkdf, hmac, seal, sha256 } from './crypto.ts';
import { node } from './stanza.ts';
import { makeCertificate } from './tls-certificate.ts';

export type Uploaded = {
  readonly url: string;
  readonly directPath: string;
  readonly mediaKey: Buffer;
  readonly fileSha256: Buffer;
  readonly fileLength: number;
};
export type UploadOptions = {
  /** What the key is derived with; pictures by default. */
  readonly keys?: string;
  /** Changes the encrypted file on its way. */
  readonly spoil?: (file: Buffer) => Buffer;
  readonly status?: number;
  /** The key of an earlier upload of the same file. */
  readonly mediaKey?: Buffer;
};

/** Where the files of a loopback WhatsApp lie, over HTTPS. */
export class MediaHost {
  readonly certificate: string;
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #files = new Map<string, { file: Buffer; status: number }>();

  private constructor(server: Server, certificate: string) {
    this.#server = server;
    this.certificate = certificate;
    server.on('request', (request, response) => {
      this.requests.push(request.url ?? '');
      const found = this.#files.get(request.url ?? '');
      response.writeHead(found?.status ?? 404).end(found?.status === 200 ? found.file : '');
    });
  }

  /** Trusted by this process from now on. */
  static async start(): Promise<MediaHost> {
    const { key, certificate } = makeCertificate();
    const server = createServer({ key, cert: certificate }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    tls.setDefaultCACertificates([...tls.getCACertificates(), certificate]);
    return new MediaHost(server, certificate);
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Encrypts and puts up a file, as a phone does. */
  upload(bytes: Uint8Array, options: UploadOptions = {}): Uploaded {
    const { keys = 'WhatsApp Image Keys', spoil = (file) => file, status = 200 } = options;
    const mediaKey = options.mediaKey ?? randomBytes(32);
    const derived = hkdf(mediaKey, 112, Buffer.alloc(0), keys);
    const [iv, cipherKey, macKey] = [
      derived.subarray(0, 16),
      derived.subarray(16, 48),
      derived.subarray(48, 80),
    ];
    const sealed = cbc(cipherKey, iv, bytes);
    const mac = hmac(macKey, Buffer.concat([iv, sealed])).subarray(0, 10);
    const directPath = `/v/${randomBytes(8).toString('hex')}.enc`;
    this.#files.set(directPath, { file: spoil(Buffer.concat([sealed, mac])), status });
    return {
      url: `https://${this.host}${directPath}`,
      directPath,
      mediaKey,
      fileSha256: sha256(bytes),
      fileLength: bytes.length,
    };
  }

  /** What a phone tells that was asked to put the file of a message up again. */
  uploadedAgain(id: string, from: string, again: Uploaded | null): BinaryNode {
    const rmr = node('rmr', { jid: from, from_me: 'false' });
    const attrs = { id, type: 'mediaretry', from };
    const { SUCCESS, NOT_FOUND } = proto.MediaRetryNotification.ResultType;
    if (!again)
      return node('notification', attrs, [node('error', { code: String(NOT_FOUND) }), rmr]);
    const { mediaKey, directPath } = again;
    const told = { stanzaId: id, directPath, result: SUCCESS };
    const key = hkdf(mediaKey, 32, Buffer.alloc(0), 'WhatsApp Media Retry Notification');
    const iv = randomBytes(12);
    const sealed = seal(
      key,
      iv,
      proto.MediaRetryNotification.encode(told).finish(),
      Buffer.from(id),
    );
    const parts = [node('enc_p', {}, sealed), node('enc_iv', {}, iv)];
    return node('notification', attrs, [node('encrypt', {}, parts), rmr]);
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
