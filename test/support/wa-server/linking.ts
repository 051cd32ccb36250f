import { randomBytes } from 'node:crypto';
import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import { Companion } from './companion.ts';
import { Phone } from './phone.ts';
import { bytesOf, child, node } from './stanza.ts';

const accountNumber = '6281110009999';
export const accountLid = '100000000000001';
const codeRef = Buffer.from('coderef');

export type LinkingParts = {
  readonly phone: Phone;
  readonly send: (stanza: BinaryNode) => void;
  readonly until: (holds: () => boolean) => Promise<void>;
  readonly onPaired: (companion: Companion) => void;
  /** The client has proved who it is and must start anew. */
  readonly onDone: () => void;
};

/** How a new client becomes a device of the account: by a picture that is scanned, or a code. */
export class Linking {
  readonly #parts: LinkingParts;
  #registration: {
    data: proto.ClientPayload.IDevicePairingRegistrationData;
    noise: Buffer;
  } | null = null;
  #wrapped: Buffer | null = null;

  constructor(parts: LinkingParts) {
    this.#parts = parts;
  }

  offerCodes(data: proto.ClientPayload.IDevicePairingRegistrationData, noise: Buffer): void {
    this.#registration = { data, noise };
    const refs = Array.from({ length: 6 }, () =>
      node('ref', {}, Buffer.from(randomBytes(16).toString('base64'))),
    );
    this.#ask('pair', node('pair-device', {}, refs));
  }

  /** A person with the phone scans the code. */
  scan(qr: string): void {
    const { identity, secret, noise } = Phone.readQr(qr);
    if (!this.#registration?.noise.equals(noise)) throw new Error('this code is of another client');
    this.#pair(identity, secret);
  }

  /** A person with the phone types the code. */
  async typeCode(code: string): Promise<void> {
    await this.#parts.until(() => this.#wrapped !== null);
    if (!this.#wrapped) return;
    const { wrapped, identity } = this.#parts.phone.typeCode(code.replace('-', ''), this.#wrapped);
    const attrs = { id: 'link', type: 'link_code_companion_reg', from: 's.whatsapp.net' };
    const hello = node('link_code_companion_reg', { stage: 'primary_hello' }, [
      node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
      node('primary_identity_pub', {}, identity),
      node('link_code_pairing_ref', {}, codeRef),
    ]);
    this.#parts.send(node('notification', attrs, [hello]));
  }

  /** Whether this question of the client was about linking; then it is answered. */
  takes(iq: BinaryNode): boolean {
    const link = child(iq, 'link_code_companion_reg');
    if (iq.attrs['id'] === 'paired') this.#finish(iq);
    else if (link) this.#handleCode(iq, link);
    else return false;
    return true;
  }

  #pair(identity: Buffer, secret: Buffer): void {
    if (!this.#registration) throw new Error('no client waits to be linked');
    const { data, noise } = this.#registration;
    const [pn, lid] = [`${accountNumber}:1@s.whatsapp.net`, `${accountLid}:1@lid`];
    this.#parts.onPaired(new Companion(data, { noise, pn, lid }));
    const signed = this.#parts.phone.signCompanion(identity, secret);
    const success = node('pair-success', {}, [
      node('device-identity', {}, signed),
      node('biz', { name: 'Info Kerja' }),
      node('device', { jid: pn, lid }),
      node('platform', { name: 'android' }),
    ]);
    this.#ask('paired', success);
  }

  #finish(iq: BinaryNode): void {
    const identity = child(child(iq, 'pair-device-sign'), 'device-identity');
    if (!this.#parts.phone.acceptsCompanion(bytesOf(identity)))
      throw new Error('bad device signature');
    this.#parts.onDone();
  }

  #handleCode(iq: BinaryNode, link: BinaryNode): void {
    const result = (content?: BinaryNode[]) =>
      this.#parts.send(
        node('iq', { from: 's.whatsapp.net', type: 'result', id: iq.attrs['id'] }, content),
      );
    if (link.attrs['stage'] === 'companion_hello') {
      this.#wrapped = bytesOf(child(link, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
      const ref = node('link_code_pairing_ref', {}, codeRef);
      result([node('link_code_companion_reg', {}, [ref])]);
      return;
    }
    result();
    const bundle = bytesOf(child(link, 'link_code_pairing_wrapped_key_bundle'));
    const { companion, secret } = this.#parts.phone.finishCode(bundle);
    this.#pair(companion, secret);
  }

  #ask(id: string, content: BinaryNode): void {
    const attrs = { from: 's.whatsapp.net', type: 'set', id, t: '1' };
    this.#parts.send(node('iq', attrs, [content]));
  }
}
