import type {
  AuthenticationCreds,
  BinaryNode,
  ConnectionState,
  WASocket,
} from '@whiskeysockets/baileys';
import type { ChannelState } from '#domain/log.ts';
import type { Arrival } from '#domain/mail.ts';
import { tellAbout } from './about.ts';
import type { ChannelParts } from './channel-parts.ts';
import { createChatMarks } from './chat-marks.ts';
import { connect, createCaches } from './connect.ts';
import { createCourier, mediaAgainTimeoutMs } from './courier.ts';
import { isLinked, loadCredentials, saveCredentials } from './credentials.ts';
import { durableSignal } from './durable-signal.ts';
import { guardListeners } from './guard-listeners.ts';
import { createKeyStore } from './key-store.ts';
import { createStanzaReader, readCall } from './read-stanza.ts';
import { afterClose, codeOf, type Stop } from './reconnect.ts';
import { silenceConsole } from './silence.ts';

/** A connection that held so long starts the waiting times anew. */
const steadyMs = 60_000;
/** WhatsApp tells its time in seconds; below this the clocks agree. */
const clockToleranceMs = 5_000;

/** One WhatsApp account: linked, connected, kept connected; what comes in is written down. */
export class WhatsappChannel {
  readonly #parts: ChannelParts;
  readonly #caches = createCaches();
  readonly #keys: ReturnType<typeof createKeyStore>;
  readonly #reader: ReturnType<typeof createStanzaReader>;
  readonly #durable: ReturnType<typeof durableSignal>;
  readonly courier: ReturnType<typeof createCourier>;
  #creds: AuthenticationCreds | null = null;
  #socket: WASocket | null = null;
  #unlock: (() => void) | null = null;
  #state: ChannelState = 'unlinked';
  #why = '';
  #changedAt = 0;
  #isOnline = false;
  #onlineSince = 0;
  #tries = 0;
  #clockAheadMs = 0;
  #askedForCode = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ChannelParts) {
    this.#parts = parts;
    const { vault, hash, now } = parts;
    this.#keys = createKeyStore({
      vault,
      now,
      onLetters: parts.onLetters,
      onDiskError: (error) => this.#diskFailed(error),
    });
    this.#reader = createStanzaReader({
      hash,
      now,
      chatKey: parts.chatKey,
      isUrgent: parts.isUrgent,
      me: () => this.#ownAddresses(),
      clockAheadMs: () => this.#clockAheadMs,
    });
    this.#durable = durableSignal({
      vault,
      store: this.#keys,
      hash,
      me: () => this.#creds?.me?.id ?? '',
      read: (plaintext, stanza) => this.#reader.read(plaintext, stanza),
    });
    this.courier = createCourier({
      hash,
      socket: () => (this.#isOnline ? this.#socket : null),
      mediaAgainTimeoutMs: parts.mediaAgainTimeoutMs ?? mediaAgainTimeoutMs,
      isLoopback: new URL(parts.options.url).hostname === '127.0.0.1',
      marks: createChatMarks({ keys: this.#keys, vault, now }),
      onRefused: (code) => this.#refused(code),
    });
  }

  state(): { state: ChannelState; why: string; changedAt: number } {
    return { state: this.#state, why: this.#why, changedAt: this.#changedAt };
  }

  /** Leaves the connection and starts anew, also where it had stopped. */
  async restart(): Promise<void> {
    await this.#leave();
    this.#tries = 0;
    this.#setState('unlinked', '');
    this.start();
  }

  /** Takes this device off the account; linking again needs the phone. */
  async unlink(): Promise<void> {
    if (this.#isOnline) await this.#socket?.logout();
    await this.#leave();
    if (this.#unlock) this.#parts.vault.forgetAccount();
    this.#stopped('logged-out');
  }

  async #leave(): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    this.#isOnline = false;
    clearTimeout(this.#timer);
    this.courier.hangUp();
    await socket?.end(undefined);
  }

  start(): void {
    silenceConsole(globalThis.console);
    this.#unlock ??= this.#parts.lock();
    if (!this.#unlock) {
      this.#stopped('in-use');
      return;
    }
    this.#creds = loadCredentials(this.#parts.vault);
    if (this.#creds) this.#open();
    else this.#stopped('credentials-damaged');
  }

  /** Closes the connection; the account stays linked. */
  async stop(): Promise<void> {
    this.#stopped('stopped');
    await this.#leave();
    this.#unlock?.();
    this.#unlock = null;
  }

  #open(): void {
    const creds = this.#creds;
    if (!creds || this.#state === 'stopped') return;
    this.#askedForCode = false;
    this.#setState(isLinked(creds) ? 'connecting' : 'linking', this.#why);
    const socket = connect({
      options: this.#parts.options,
      creds,
      keys: this.#keys,
      caches: this.#caches,
      makeSignalRepository: this.#durable.makeSignalRepository,
      sentBody: this.#parts.sentBody,
    });
    this.#socket = socket;
    this.#listen(socket, creds);
  }

  #listen(socket: WASocket, creds: AuthenticationCreds): void {
    guardListeners(socket.ws);
    // Before the library's own listener: it must find the stanza noted.
    socket.ws.prependListener('CB:message', (stanza: BinaryNode) => this.#noted(stanza));
    socket.ws.on('CB:success', ({ attrs }: BinaryNode) => this.#compareClocks(attrs['t']));
    // Unknown stanzas are not confirmed by the library, and unconfirmed ones end the stream.
    socket.ws.on('CB:status', ({ attrs: { id, from } }: BinaryNode) => {
      const attrs = { class: 'status', id: id ?? '', to: from ?? '' };
      socket.sendNode({ tag: 'ack', attrs }).catch(() => {});
    });
    socket.ev.on('creds.update', () => this.#saved(creds));
    socket.ev.on('connection.update', (update) => this.#updated(socket, update));
    socket.ev.on('message-capping.update', () => this.#setState('restricted', 'capped'));
    socket.ev.on('call', (calls) => {
      for (const { id, chatId, status, isGroup } of calls)
        if (status === 'offer' && !isGroup) this.#called(id, chatId);
    });
  }

  #updated(socket: WASocket, update: Partial<ConnectionState>): void {
    if (socket !== this.#socket) return;
    if (update.qr) this.#offerCode(socket, update.qr);
    if (update.reachoutTimeLock?.isActive) this.#setState('restricted', 'reachout-time-lock');
    if (update.connection === 'open') {
      this.#isOnline = true;
      this.#onlineSince = this.#parts.now();
      this.#setState('online', '');
      this.#parts.onOnline();
      void tellAbout(socket, this.#parts.about, this.#parts);
    }
    if (update.connection === 'close') this.#closed(codeOf(update.lastDisconnect?.error));
  }

  #offerCode(socket: WASocket, qr: string): void {
    const { link, onLinkCode } = this.#parts;
    this.#setState('linking', '');
    if (link.by === 'qr') {
      onLinkCode({ qr });
      return;
    }
    // One code per connection: each new one makes the one before useless.
    if (this.#askedForCode) return;
    this.#askedForCode = true;
    socket.requestPairingCode(link.number).then(
      (code) => onLinkCode({ typed: `${code.slice(0, 4)}-${code.slice(4)}` }),
      // The connection closed meanwhile; that event decides what happens.
      () => {},
    );
  }

  #closed(code: number): void {
    const { now, random, vault } = this.#parts;
    const wasOnline = this.#isOnline;
    this.#isOnline = false;
    this.#socket = null;
    if (this.#state === 'stopped' || !this.#creds) return;
    if (wasOnline && now() - this.#onlineSince >= steadyMs) this.#tries = 0;
    const isLinking = !isLinked(this.#creds);
    const next = afterClose(code, { tries: this.#tries, isLinking, random: random() });
    if (next.do === 'stop') {
      // The phone removed this device: its keys are worth nothing any more, the mail is kept.
      if (next.why === 'logged-out') {
        this.#creds = null;
        vault.forgetAccount();
      }
      this.#stopped(next.why);
      return;
    }
    if (next.waitMs > 0) {
      this.#tries++;
      this.#setState(isLinking ? 'linking' : 'connecting', `closed ${code}`);
    }
    this.#timer = setTimeout(() => this.#open(), next.waitMs);
  }

  #stopped(why: Stop): void {
    clearTimeout(this.#timer);
    this.#isOnline = false;
    this.#setState('stopped', why);
  }

  #setState(state: ChannelState, why: string): void {
    if (state === this.#state && why === this.#why) return;
    this.#state = state;
    this.#why = why;
    this.#changedAt = this.#parts.now();
    this.#parts.log({ event: 'whatsapp', state, ...(why && { why }) });
  }

  #noted(stanza: BinaryNode): void {
    this.#durable.note(stanza);
    const arrival = this.#reader.readUnavailable(stanza);
    if (arrival) this.#receive(arrival);
  }

  #called(id: string, chat: string): void {
    const { hash, chatKey, now } = this.#parts;
    this.#receive(readCall({ hash, chatKey, now }, { id, chat }));
  }

  #receive(arrival: Arrival): void {
    const { vault, now, onLetters } = this.#parts;
    this.#write(() => onLetters(vault.commit({ keys: [], arrivals: [arrival] }, now())));
  }

  #saved(creds: AuthenticationCreds): void {
    this.#write(() => saveCredentials(this.#parts.vault, creds));
  }

  #write(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#diskFailed(error);
    }
  }

  /** Nothing is confirmed that is not on disk: leave, and come back when there may be room. */
  #diskFailed(error: unknown): void {
    const { code = 'disk' } = error as { code?: unknown };
    const socket = this.#socket;
    this.#socket = null;
    this.#isOnline = false;
    this.courier.hangUp();
    if (this.#state === 'stopped') return;
    this.#setState('connecting', String(code));
    clearTimeout(this.#timer);
    this.#tries++;
    const next = afterClose(0, { tries: this.#tries, isLinking: false, random: 1 });
    this.#timer = setTimeout(() => this.#open(), next.do === 'reconnect' ? next.waitMs : 0);
    void socket?.end(undefined);
  }

  #refused(code: string): void {
    if (code === '463') this.#setState('restricted', 'refused 463');
    else this.#parts.log({ event: 'whatsapp', state: this.#state, why: `refused ${code}` });
  }

  #compareClocks(t: string | undefined): void {
    const ahead = Number(t ?? 0) * 1000 - this.#parts.now();
    this.#clockAheadMs = t && Math.abs(ahead) > clockToleranceMs ? ahead : 0;
  }

  #ownAddresses(): string[] {
    const { id = '', lid = '' } = this.#creds?.me ?? {};
    return [id, lid].filter(Boolean).map((jid) => jid.replace(/:\d+@/, '@'));
  }
}
