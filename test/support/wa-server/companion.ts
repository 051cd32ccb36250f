import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import type { Bundle } from './signal-device.ts';
import { bytesOf, child, children, numberOf } from './stanza.ts';

type PreKey = { readonly id: number; readonly value: Buffer };

/** What the server knows of the linked device: who it is, its prekeys, what it has not confirmed. */
export class Companion {
  readonly noise: Buffer;
  readonly identity: Buffer;
  readonly pn: string;
  readonly lid: string;
  /** Stanzas not yet confirmed by a receipt, by message id; sent again at each connection. */
  readonly pending = new Map<string, BinaryNode>();
  readonly #preKeys = new Map<number, PreKey>();
  #registrationId: number;
  #signedPreKey: Bundle['signedPreKey'];

  constructor(
    data: proto.ClientPayload.IDevicePairingRegistrationData,
    of: {
      noise: Buffer;
      pn: string;
      lid: string;
    },
  ) {
    const bytes = (value: Uint8Array | null | undefined) => Buffer.from(value ?? []);
    this.noise = of.noise;
    this.pn = of.pn;
    this.lid = of.lid;
    this.identity = bytes(data.eIdent);
    this.#registrationId = bytes(data.eRegid).readUInt32BE();
    this.#signedPreKey = {
      id: bytes(data.eSkeyId).readUIntBE(0, 3),
      value: bytes(data.eSkeyVal),
      signature: bytes(data.eSkeySig),
    };
  }

  get preKeyCount(): number {
    return this.#preKeys.size;
  }

  /** `<iq xmlns=encrypt type=set>` */
  takePreKeys(iq: BinaryNode): void {
    for (const key of children(child(iq, 'list'))) {
      const id = numberOf(child(key, 'id'));
      this.#preKeys.set(id, { id, value: bytesOf(child(key, 'value')) });
    }
    const skey = child(iq, 'skey');
    this.#signedPreKey = {
      id: numberOf(child(skey, 'id')),
      value: bytesOf(child(skey, 'value')),
      signature: bytesOf(child(skey, 'signature')),
    };
    this.#registrationId = numberOf(child(iq, 'registration'));
  }

  /** Each prekey is given away once. */
  bundle(): Bundle {
    const [preKey = null] = this.#preKeys.values();
    if (preKey) this.#preKeys.delete(preKey.id);
    return {
      registrationId: this.#registrationId,
      identity: this.identity,
      signedPreKey: this.#signedPreKey,
      preKey,
    };
  }
}

/** The bundle that a retry receipt brings, or null. */
export function bundleIn(receipt: BinaryNode): Bundle | null {
  const keys = child(receipt, 'keys');
  if (!keys) return null;
  const [skey, key] = [child(keys, 'skey'), child(keys, 'key')];
  return {
    registrationId: numberOf(child(receipt, 'registration')),
    identity: bytesOf(child(keys, 'identity')),
    signedPreKey: {
      id: numberOf(child(skey, 'id')),
      value: bytesOf(child(skey, 'value')),
      signature: bytesOf(child(skey, 'signature')),
    },
    preKey: key ? { id: numberOf(child(key, 'id')), value: bytesOf(child(key, 'value')) } : null,
  };
}
