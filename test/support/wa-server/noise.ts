import { proto } from '@whiskeysockets/baileys';
import {
  agree,
  hkdf,
  isSignedBy,
  type KeyPair,
  makeKeyPair,
  open,
  seal,
  sha256,
  sign,
} from './crypto.ts';

export const prologue = Buffer.from([0x57, 0x41, 6, 3]);
const noiseName = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
const none = Buffer.alloc(0);

const ivOf = (counter: number): Buffer => {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(counter, 8);
  return iv;
};

/** The server's certificate chain: its own root, an intermediate, a leaf over the static key. */
export type Authority = {
  readonly root: KeyPair;
  readonly statics: KeyPair;
  readonly chain: Buffer;
};

export function makeAuthority(): Authority {
  const [root, intermediate, statics] = [makeKeyPair(), makeKeyPair(), makeKeyPair()];
  const details = proto.CertChain.NoiseCertificate.Details;
  const middle = details.encode({ serial: 1, issuerSerial: 0, key: intermediate.public }).finish();
  const leaf = details.encode({ serial: 2, issuerSerial: 1, key: statics.public }).finish();
  const middleSignature = sign(root.private, middle);
  const leafSignature = sign(intermediate.private, leaf);
  if (!isSignedBy(root.public, middle, middleSignature)) throw new Error('bad certificate');
  if (!isSignedBy(intermediate.public, leaf, leafSignature)) throw new Error('bad certificate');
  const chain = proto.CertChain.encode({
    intermediate: { details: middle, signature: middleSignature },
    leaf: { details: leaf, signature: leafSignature },
  }).finish();
  return { root, statics, chain: Buffer.from(chain) };
}

/** The answering side of Noise XX, then the transport; one per connection. */
export class NoiseResponder {
  readonly #authority: Authority;
  readonly #ephemeral = makeKeyPair();
  #hash: Buffer = sha256(Buffer.concat([noiseName, prologue]));
  #chainKey: Buffer = noiseName;
  #key: Buffer = noiseName;
  #counter = 0;
  #transport: { send: Buffer; receive: Buffer; sent: number; received: number } | null = null;

  constructor(authority: Authority) {
    this.#authority = authority;
  }

  get isReady(): boolean {
    return this.#transport !== null;
  }

  /** First frame of the client in, second frame of the handshake out. */
  answerHello(frame: Buffer): Buffer {
    const { clientHello } = proto.HandshakeMessage.decode(frame);
    const ephemeral = clientHello?.ephemeral;
    if (!ephemeral) throw new Error('the client sent no hello');
    this.#mixHash(ephemeral);
    this.#mixHash(this.#ephemeral.public);
    this.#mixKey(agree(this.#ephemeral.private, ephemeral));
    const statics = this.#encryptAndHash(this.#authority.statics.public);
    this.#mixKey(agree(this.#authority.statics.private, ephemeral));
    const payload = this.#encryptAndHash(this.#authority.chain);
    const serverHello = { ephemeral: this.#ephemeral.public, static: statics, payload };
    return Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish());
  }

  /** Last frame of the handshake: who the client is and what it asks for. */
  finish(frame: Buffer): { clientStatic: Buffer; payload: proto.ClientPayload } {
    const { clientFinish } = proto.HandshakeMessage.decode(frame);
    if (!clientFinish?.static || !clientFinish.payload) throw new Error('no client finish');
    const clientStatic = this.#decryptAndHash(clientFinish.static);
    this.#mixKey(agree(this.#ephemeral.private, clientStatic));
    const payload = proto.ClientPayload.decode(this.#decryptAndHash(clientFinish.payload));
    const keys = hkdf(none, 64, this.#chainKey, '');
    this.#transport = {
      receive: keys.subarray(0, 32),
      send: keys.subarray(32),
      sent: 0,
      received: 0,
    };
    return { clientStatic, payload };
  }

  encrypt(bytes: Uint8Array): Buffer {
    const transport = this.#ready();
    return seal(transport.send, ivOf(transport.sent++), bytes, none);
  }

  decrypt(bytes: Uint8Array): Buffer {
    const transport = this.#ready();
    return open(transport.receive, ivOf(transport.received++), bytes, none);
  }

  #ready() {
    if (!this.#transport) throw new Error('the handshake is not done');
    return this.#transport;
  }

  #mixHash(bytes: Uint8Array): void {
    this.#hash = sha256(Buffer.concat([this.#hash, bytes]));
  }

  #mixKey(secret: Uint8Array): void {
    const keys = hkdf(secret, 64, this.#chainKey, '');
    this.#chainKey = keys.subarray(0, 32);
    this.#key = keys.subarray(32);
    this.#counter = 0;
  }

  #encryptAndHash(bytes: Uint8Array): Buffer {
    const sealed = seal(this.#key, ivOf(this.#counter++), bytes, this.#hash);
    this.#mixHash(sealed);
    return sealed;
  }

  #decryptAndHash(sealed: Uint8Array): Buffer {
    const bytes = open(this.#key, ivOf(this.#counter++), sealed, this.#hash);
    this.#mixHash(sealed);
    return bytes;
  }
}
