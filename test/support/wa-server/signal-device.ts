import { randomInt } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { ProtocolAddress, SessionBuilder, SessionCipher, SessionRecord } from 'libsignal';
import { type KeyPair, makeKeyPair, sign, typed } from './crypto.ts';
import { partsOf } from './stanza.ts';

/** What a device publishes so that others can write to it. */
export type Bundle = {
  readonly registrationId: number;
  readonly identity: Buffer;
  readonly signedPreKey: {
    readonly id: number;
    readonly value: Buffer;
    readonly signature: Buffer;
  };
  readonly preKey: { readonly id: number; readonly value: Buffer } | null;
};
export type Sealed = { readonly type: 'pkmsg' | 'msg'; readonly bytes: Buffer };

/** The Signal half of a phone: keys and sessions in memory. */
export class SignalDevice {
  readonly identity: KeyPair;
  readonly #registrationId = randomInt(1, 16_380);
  readonly #signedPreKey = makeKeyPair();
  readonly #preKeys = new Map<number, KeyPair>();
  /** Serialised, so that a failed decryption leaves no trace. */
  readonly #sessions = new Map<string, Uint8Array>();
  #nextPreKey = 1;

  constructor(identity: KeyPair = makeKeyPair()) {
    this.identity = identity;
  }

  bundle(): Bundle {
    const id = this.#nextPreKey++;
    const pair = makeKeyPair();
    this.#preKeys.set(id, pair);
    return {
      registrationId: this.#registrationId,
      identity: this.identity.public,
      signedPreKey: {
        id: 1,
        value: this.#signedPreKey.public,
        signature: sign(this.identity.private, typed(this.#signedPreKey.public)),
      },
      preKey: { id, value: pair.public },
    };
  }

  hasSession = (jid: string): boolean => this.#sessions.has(this.#address(jid).toString());

  async startSession(jid: string, bundle: Bundle): Promise<void> {
    const { registrationId, identity, signedPreKey, preKey } = bundle;
    const session = {
      registrationId,
      identityKey: typed(identity),
      signedPreKey: {
        keyId: signedPreKey.id,
        publicKey: typed(signedPreKey.value),
        signature: signedPreKey.signature,
      },
      ...(preKey && { preKey: { keyId: preKey.id, publicKey: typed(preKey.value) } }),
    };
    // The types want a prekey, the library does not.
    await new SessionBuilder(this.#storage(), this.#address(jid)).initOutgoing(session as never);
  }

  async encrypt(jid: string, message: proto.IMessage): Promise<Sealed> {
    const plain = Buffer.from(proto.Message.encode(message).finish());
    const padding = randomInt(1, 17);
    const padded = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
    const { type, body } = await new SessionCipher(this.#storage(), this.#address(jid)).encrypt(
      padded,
    );
    return { type: type === 3 ? 'pkmsg' : 'msg', bytes: Buffer.from(body, 'binary') };
  }

  /** @throws where the message is not for this session */
  async decrypt(jid: string, type: string, bytes: Buffer): Promise<proto.Message> {
    const cipher = new SessionCipher(this.#storage(), this.#address(jid));
    const padded =
      type === 'pkmsg'
        ? await cipher.decryptPreKeyWhisperMessage(bytes)
        : await cipher.decryptWhisperMessage(bytes);
    return proto.Message.decode(padded.subarray(0, padded.length - (padded.at(-1) ?? 0)));
  }

  #address(jid: string): ProtocolAddress {
    const { user, device, server } = partsOf(jid);
    return new ProtocolAddress(server === 'lid' ? `${user}_1` : user, device);
  }

  #storage() {
    const pairOf = (pair: KeyPair) => ({ privKey: pair.private, pubKey: typed(pair.public) });
    return {
      loadSession: async (id: string) => {
        const serialised = this.#sessions.get(id);
        return serialised && SessionRecord.deserialize(structuredClone(serialised));
      },
      storeSession: async (id: string, record: SessionRecord) =>
        void this.#sessions.set(id, structuredClone(record.serialize())),
      isTrustedIdentity: () => true,
      loadPreKey: async (id: number | string) => {
        const pair = this.#preKeys.get(Number(id));
        return pair && pairOf(pair);
      },
      removePreKey: (id: number) => void this.#preKeys.delete(id),
      loadSignedPreKey: () => pairOf(this.#signedPreKey),
      getOurRegistrationId: () => this.#registrationId,
      getOurIdentity: () => pairOf(this.identity),
    };
  }
}
