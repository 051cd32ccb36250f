import { randomBytes } from 'node:crypto';
import { type BinaryNode, proto } from '@whiskeysockets/baileys';
import { makeSenderKey, type SenderKey } from './sender-key.ts';
import type { Bundle, Sealed } from './signal-device.ts';
import { SignalDevice } from './signal-device.ts';
import { bytesOf, children, node } from './stanza.ts';
import type { WaServer } from './wa-server.ts';

export type Received = {
  readonly id: string;
  readonly message: proto.Message;
  readonly at: number;
  readonly isGroup: boolean;
};
export type SendOptions = { readonly id?: string; readonly sentAt?: Date };

/** Somebody who writes to the account, with a phone of their own. */
export class Contact {
  readonly device = new SignalDevice();
  readonly lid: string;
  readonly pn: string;
  /** Answers, each id once: a phone shows a message it already has no second time. */
  readonly received: Received[] = [];
  /** Ids that came again. */
  readonly repeated: string[] = [];
  readonly unreadable: { id: string; error: string }[] = [];
  readonly sent = new Map<string, BinaryNode>();
  readonly #server: WaServer;
  readonly #messages = new Map<string, { message: proto.IMessage; sentAt: Date }>();
  readonly #groupKeys = new Map<string, SenderKey>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(server: WaServer, number: string) {
    this.#server = server;
    this.pn = `${number}@s.whatsapp.net`;
    this.lid = `9${number}@lid`;
    server.contacts.set(this.lid, this);
    server.contacts.set(this.pn, this);
  }

  get texts(): string[] {
    return this.received.flatMap(({ message }) => textOf(message) ?? []);
  }

  say(text: string, options: SendOptions = {}): Promise<string> {
    return this.send({ conversation: text }, options);
  }

  /** Sends a message to the account; returns its id. */
  send(message: proto.IMessage, { id, sentAt = new Date() }: SendOptions = {}): Promise<string> {
    const made = id ?? `3A${randomBytes(9).toString('hex').toUpperCase()}`;
    this.#messages.set(made, { message, sentAt });
    return this.#inTurn(async () => {
      await this.#ensureSession(null);
      const sealed = await this.device.encrypt(this.#clientJid, message);
      const attrs = { from: this.lid, sender_pn: this.pn, addressing_mode: 'lid' };
      this.#deliver(made, sentAt, attrs, [encOf(sealed)]);
      return made;
    });
  }

  /** Writes into a group that the account is in, too. */
  sendToGroup(group: string, message: proto.IMessage): Promise<string> {
    const id = `3A${randomBytes(9).toString('hex').toUpperCase()}`;
    return this.#inTurn(async () => {
      await this.#ensureSession(null);
      const known = this.#groupKeys.get(group);
      const key = known ?? makeSenderKey();
      this.#groupKeys.set(group, key);
      const encs: BinaryNode[] = [];
      if (!known) {
        const skdm = { groupId: group, axolotlSenderKeyDistributionMessage: key.distribution() };
        const told = await this.device.encrypt(this.#clientJid, {
          senderKeyDistributionMessage: skdm,
        });
        encs.push(encOf(told));
      }
      const padding = Buffer.alloc(1, 1);
      const plain = Buffer.concat([proto.Message.encode(message).finish(), padding]);
      encs.push(node('enc', { v: '2', type: 'skmsg' }, key.encrypt(plain)));
      const attrs = {
        from: group,
        participant: this.lid,
        participant_pn: this.pn,
        addressing_mode: 'lid',
      };
      this.#deliver(id, new Date(), attrs, encs);
      return id;
    });
  }

  /** The client could not read a message: encrypt it anew under the same id. */
  resend(id: string, bundle: Bundle | null): Promise<void> {
    return this.#inTurn(async () => {
      const kept = this.#messages.get(id);
      if (!kept) return;
      await this.#ensureSession(bundle);
      const sealed = await this.device.encrypt(this.#clientJid, kept.message);
      const attrs = { from: this.lid, sender_pn: this.pn, addressing_mode: 'lid' };
      this.#deliver(id, kept.sentAt, attrs, [encOf(sealed)]);
    });
  }

  /** Tells the client that an answer could not be read. */
  askAgain(id: string, count = 1): void {
    const retry = node('retry', { count: String(count), id, t: '1', v: '1' });
    const registration = node('registration', {}, Buffer.from([0, 0, 0, 1]));
    const attrs = { id, from: this.lid, type: 'retry', t: '1' };
    this.#server.send(node('receipt', attrs, [retry, registration]));
  }

  receive(id: string, enc: BinaryNode): Promise<void> {
    return this.#inTurn(async () => {
      try {
        const type = enc.attrs['type'] ?? '';
        const whole = await this.device.decrypt(this.#clientJid, type, bytesOf(enc));
        const message = proto.Message.create(whole.ephemeralMessage?.message ?? whole);
        if (this.received.some((r) => r.id === id)) this.repeated.push(id);
        else this.received.push({ id, message, at: performance.now(), isGroup: false });
      } catch (error) {
        this.unreadable.push({ id, error: String(error) });
      }
    });
  }

  receiveInGroup(_group: string, message: BinaryNode): void {
    const { id = '' } = message.attrs;
    const encs = children(message).filter((c) => c.tag === 'enc');
    if (encs.length > 0)
      this.received.push({
        id,
        message: proto.Message.create({}),
        at: performance.now(),
        isGroup: true,
      });
  }

  get #clientJid(): string {
    return this.#server.companion?.lid ?? this.#server.lid;
  }

  async #ensureSession(bundle: Bundle | null): Promise<void> {
    if (!bundle && this.device.hasSession(this.#clientJid)) return;
    await this.device.startSession(this.#clientJid, bundle ?? this.#server.bundleOfClient());
  }

  #deliver(id: string, sentAt: Date, attrs: Record<string, string>, content: BinaryNode[]): void {
    const t = String(Math.floor(sentAt.getTime() / 1000));
    const stanza = node(
      'message',
      { id, type: 'text', notify: 'Canarywati', t, ...attrs },
      content,
    );
    this.sent.set(id, stanza);
    this.#server.deliver(stanza);
  }

  /** One thing at a time: a ratchet step depends on the one before. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work);
    this.#turn = next.catch(() => {});
    return next;
  }
}

const encOf = ({ type, bytes }: Sealed): BinaryNode => node('enc', { v: '2', type }, bytes);

/** The text of an answer; null for settings and such. */
export function textOf(message: proto.IMessage): string | null {
  return message.conversation ?? message.extendedTextMessage?.text ?? null;
}
