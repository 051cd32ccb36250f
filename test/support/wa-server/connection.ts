import {
  type BinaryNode,
  decodeBinaryNode,
  encodeBinaryNode,
  type proto,
} from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import { type Authority, NoiseResponder, prologue } from './noise.ts';

export type Login = { readonly clientStatic: Buffer; readonly payload: proto.ClientPayload };

/** One client on the wire: frames, handshake, then stanzas in the order they were sent. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #noise: NoiseResponder;
  readonly #delayMs: number;
  #buffer = Buffer.alloc(0);
  #sawPrologue = false;
  #saidHello = false;
  #reading: Promise<void> = Promise.resolve();
  onLogin: (login: Login) => void = () => {};
  onStanza: (stanza: BinaryNode) => void = () => {};
  onClose: () => void = () => {};
  onError: (error: unknown) => void = () => {};

  constructor(socket: WebSocket, authority: Authority, delayMs = 0) {
    this.#socket = socket;
    this.#noise = new NoiseResponder(authority);
    this.#delayMs = delayMs;
    socket.on('message', (data: Buffer) => {
      this.#reading = this.#reading
        .then(() => this.#read(Buffer.from(data)))
        .catch((error: unknown) => {
          this.onError(error);
          this.cut();
        });
    });
    socket.on('close', () => this.onClose());
    socket.on('error', () => this.cut());
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && this.#noise.isReady;
  }

  send(stanza: BinaryNode): void {
    const act = () => {
      if (!this.isOpen) return;
      const bytes = Buffer.from(encodeBinaryNode(stanza));
      this.#sendFrame(this.#noise.encrypt(bytes));
    };
    if (this.#delayMs > 0) setTimeout(act, this.#delayMs);
    else act();
  }

  close(): void {
    this.#socket.close();
  }

  /** As if somebody pulled the cable. */
  cut(): void {
    this.#socket.terminate();
  }

  #sendFrame(bytes: Buffer): void {
    const length = Buffer.alloc(3);
    length.writeUIntBE(bytes.length, 0, 3);
    this.#socket.send(Buffer.concat([length, bytes]));
  }

  async #read(data: Buffer): Promise<void> {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    if (!this.#sawPrologue && !this.#skipIntro()) return;
    while (this.#buffer.length >= 3) {
      const length = this.#buffer.readUIntBE(0, 3);
      if (this.#buffer.length < length + 3) return;
      const frame = this.#buffer.subarray(3, length + 3);
      this.#buffer = this.#buffer.subarray(length + 3);
      await this.#frame(frame);
    }
  }

  /** Routing information may come before the prologue. */
  #skipIntro(): boolean {
    const hasRouting = this.#buffer.subarray(0, 2).toString() === 'ED';
    const skip = hasRouting ? 7 + this.#buffer.readUIntBE(4, 3) : 0;
    if (this.#buffer.length < skip + prologue.length) return false;
    const found = this.#buffer.subarray(skip, skip + prologue.length);
    if (!found.equals(prologue)) throw new Error('this is no WhatsApp client');
    this.#buffer = this.#buffer.subarray(skip + prologue.length);
    this.#sawPrologue = true;
    return true;
  }

  async #frame(frame: Buffer): Promise<void> {
    if (this.#noise.isReady) {
      this.onStanza(await decodeBinaryNode(this.#noise.decrypt(frame)));
      return;
    }
    if (!this.#saidHello) {
      this.#saidHello = true;
      this.#sendFrame(this.#noise.answerHello(frame));
      return;
    }
    this.onLogin(this.#noise.finish(frame));
  }
}
