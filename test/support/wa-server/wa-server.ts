import type { AddressInfo } from 'node:net';
import type { BinaryNode } from '@whiskeysockets/baileys';
import { WebSocketServer } from 'ws';
import { bundleIn, type Companion } from './companion.ts';
import { Connection, type Login } from './connection.ts';
import type { Contact } from './contact.ts';
import { type Faults, noFaults } from './faults.ts';
import { bootstrapFrom } from './history.ts';
import { answerIq, type Directory } from './iq.ts';
import { accountLid, Linking } from './linking.ts';
import { makeAuthority } from './noise.ts';
import { Phone } from './phone.ts';
import type { Bundle } from './signal-device.ts';
import { bare, child, children, node } from './stanza.ts';
import { Watch } from './watch.ts';

const stanzasKeptMax = 20_000;

/**
 * A WhatsApp server on a loopback port that knows one account and as many contacts as a test
 * makes. It takes the unmodified Baileys client through linking, messages, faults and crashes.
 */
export class WaServer {
  readonly phone = new Phone();
  readonly contacts = new Map<string, Contact>();
  readonly groups = new Map<string, { lid: string; pn: string }[]>();
  readonly faults: Faults = noFaults();
  /** Ids of messages the client gave up, with the error it told. */
  readonly refused: { id: string; error: string }[] = [];
  readonly stanzas: BinaryNode[] = [];
  readonly errors: unknown[] = [];
  logins = 0;
  mediaHost = '127.0.0.1:1';
  companion: Companion | null = null;
  readonly #authority = makeAuthority();
  readonly #server: WebSocketServer;
  readonly #watch = new Watch(() => this.errors.map(String).join());
  readonly #retrying = new Map<string, () => void>();
  #connection: Connection | null = null;
  #isActive = false;
  #hasHistory = false;
  readonly #linking: Linking;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    this.#linking = new Linking({
      phone: this.phone,
      send: (stanza) => this.#send(stanza),
      until: (holds) => this.until(holds),
      onPaired: (companion) => {
        this.companion = companion;
      },
      onDone: () => this.streamError('515'),
    });
    server.on('connection', (socket) =>
      this.#accept(new Connection(socket, this.#authority, this.faults.delayMs)),
    );
  }

  static async start(port = 0): Promise<WaServer> {
    const server = new WebSocketServer({ host: '127.0.0.1', port });
    await new Promise((resolve) => server.once('listening', resolve));
    return new WaServer(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/ws/chat`;
  }

  get rootKey(): Buffer {
    return this.#authority.root.public;
  }

  /** The account's own address, without device. */
  get lid(): string {
    return `${accountLid}@lid`;
  }

  get isOnline(): boolean {
    return this.#isActive && this.#connection?.isOpen === true;
  }

  async stop(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Resolves when the condition holds; looked at after each stanza. */
  until(holds: () => boolean, timeoutMs = 20_000): Promise<void> {
    return this.#watch.until(holds, timeoutMs);
  }

  /** A person with the phone scans the code. */
  scan(qr: string): void {
    this.#linking.scan(qr);
  }

  /** A person with the phone types the code. */
  typeCode(code: string): Promise<void> {
    return this.#linking.typeCode(code);
  }

  /** Puts a message on the way; while the client is away it waits. */
  deliver(stanza: BinaryNode): void {
    this.companion?.pending.set(stanza.attrs['id'] ?? '', stanza);
    if (this.#isActive) this.#send(stanza);
  }

  /** Sends everything not yet confirmed once more, as WhatsApp does after a lost receipt. */
  redeliver(stanzas: readonly BinaryNode[]): void {
    for (const stanza of stanzas) this.deliver(stanza);
  }

  send(stanza: BinaryNode): void {
    this.#send(stanza);
  }

  cut(): void {
    this.#connection?.cut();
  }

  streamError(code: string): void {
    this.#send(node('stream:error', { code }));
    this.#connection?.close();
  }

  /** A second client took over. */
  conflict(): void {
    this.#send(node('stream:error', {}, [node('conflict', { type: 'replaced' })]));
    this.#connection?.close();
  }

  bundleOfClient(): Bundle {
    if (!this.companion) throw new Error('nobody is linked');
    return this.companion.bundle();
  }

  #send(stanza: BinaryNode): void {
    this.#connection?.send(stanza);
  }

  #accept(connection: Connection): void {
    connection.onLogin = (login) => this.#login(connection, login);
    connection.onError = (error) => this.errors.push(error);
    connection.onClose = () => {
      if (this.#connection !== connection) return;
      this.#connection = null;
      this.#isActive = false;
      for (const resend of this.#retrying.values()) resend();
      this.#retrying.clear();
    };
    connection.onStanza = (stanza) => {
      try {
        this.#handle(stanza);
      } catch (error) {
        this.errors.push(error);
      }
      this.#watch.look();
    };
  }

  #login(connection: Connection, { clientStatic, payload }: Login): void {
    this.#connection = connection;
    this.#isActive = false;
    this.logins++;
    const refuse = (reason: string) => {
      connection.send(node('failure', { reason }));
      connection.close();
    };
    if (this.faults.failure) refuse(this.faults.failure);
    else if (payload.devicePairingData)
      this.#linking.offerCodes(payload.devicePairingData, clientStatic);
    else if (!this.companion?.noise.equals(clientStatic)) refuse('401');
    else {
      const t = String(Math.floor(Date.now() / 1000));
      connection.send(node('success', { t, lid: this.companion.lid, props: '1' }));
    }
  }

  #handle(stanza: BinaryNode): void {
    this.stanzas.push(stanza);
    if (this.stanzas.length > stanzasKeptMax) this.stanzas.splice(0, stanzasKeptMax / 2);
    if (stanza.tag === 'iq') this.#handleIq(stanza);
    if (stanza.tag === 'receipt') this.#handleReceipt(stanza);
    if (stanza.tag === 'ack') this.#handleAck(stanza);
    if (stanza.tag === 'message') this.#handleMessage(stanza);
  }

  #handleIq(iq: BinaryNode): void {
    if (this.#linking.takes(iq)) return;
    const answer = answerIq(iq, this.#directory());
    if (answer) this.#send(answer);
    if (child(iq, 'active')) this.#goActive();
  }

  #goActive(): void {
    const pending = [...(this.companion?.pending.values() ?? [])];
    this.#isActive = true;
    const count = String(pending.length);
    this.#send(node('ib', {}, [node('offline_preview', { count, message: count })]));
    for (const stanza of pending) {
      this.#send({ ...stanza, attrs: { ...stanza.attrs, offline: '1' } });
    }
    this.#send(node('ib', {}, [node('offline', { count })]));
    void this.#sendHistory();
  }

  async #sendHistory(): Promise<void> {
    if (this.#hasHistory || !this.companion) return;
    this.#hasHistory = true;
    this.deliver(await bootstrapFrom(this.phone, this.companion));
  }

  #handleReceipt(receipt: BinaryNode): void {
    const { id = '', to, type, participant } = receipt.attrs;
    this.#send(node('ack', { class: 'receipt', id, from: to, type, participant }));
    const pending = this.companion?.pending;
    if (type === 'retry') {
      const contact = this.contacts.get(bare(participant ?? to ?? ''));
      const resend = () => void contact?.resend(id, bundleIn(receipt));
      pending?.delete(id);
      this.#retrying.set(id, resend);
      return;
    }
    for (const item of [id, ...children(child(receipt, 'list')).map((i) => i.attrs['id'] ?? '')])
      pending?.delete(item);
    if (this.faults.cutAfterReceipts !== null && --this.faults.cutAfterReceipts <= 0) {
      this.faults.cutAfterReceipts = null;
      this.cut();
    }
  }

  #handleAck({ attrs }: BinaryNode): void {
    const { id = '', error } = attrs;
    if (attrs['class'] !== 'message') return;
    const resend = this.#retrying.get(id);
    if (resend) {
      this.#retrying.delete(id);
      resend();
      return;
    }
    this.companion?.pending.delete(id);
    if (error) this.refused.push({ id, error });
  }

  #handleMessage(message: BinaryNode): void {
    const { id, to = '' } = message.attrs;
    const { ackError, swallowAcks } = this.faults;
    if (!ackError) this.#route(message, to);
    if (swallowAcks) return;
    const t = String(Math.floor(Date.now() / 1000));
    const error = ackError ?? undefined;
    this.#send(node('ack', { class: 'message', id, from: to, t, error }));
  }

  #route(message: BinaryNode, to: string): void {
    const direct = children(message).filter((c) => c.tag === 'enc');
    const { id = '' } = message.attrs;
    const members = this.groups.get(to);
    if (members) {
      for (const { lid } of members) this.contacts.get(lid)?.receiveInGroup(to, message);
      return;
    }
    for (const enc of direct) void this.contacts.get(bare(to))?.receive(id, enc);
    for (const target of children(child(message, 'participants'))) {
      const [enc] = children(target);
      const contact = this.contacts.get(bare(target.attrs['jid'] ?? ''));
      if (enc) void contact?.receive(id, enc);
    }
  }

  #directory(): Directory {
    return {
      companion: () => {
        if (!this.companion) throw new Error('nobody is linked');
        return this.companion;
      },
      bundleOf: (jid) => {
        const { pn, lid } = this.companion ?? { pn: '', lid: '' };
        if (bare(jid) === bare(pn) || bare(jid) === bare(lid)) return this.phone.device.bundle();
        return this.contacts.get(bare(jid))?.device.bundle() ?? null;
      },
      groupMembers: (jid) => this.groups.get(jid) ?? null,
      mediaHost: () => this.mediaHost,
    };
  }
}
