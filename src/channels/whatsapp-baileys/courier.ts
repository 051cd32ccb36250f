import { normalizeMessageContent, type proto, type WASocket } from '@whiskeysockets/baileys';
import type { Attachment, Notice, Reply } from '#domain/message.ts';
import type { Download } from '../fetch-capped.ts';
import type { ChatMarks } from './chat-marks.ts';
import { type LetterBody, packOutgoing, unpackLetter, unpackOutgoing } from './letter-body.ts';
import { cardsOf, locationOf, noticeOf, remoteOf } from './letter-media.ts';
import { downloadMedia, type MediaPointer } from './media-download.ts';
import { isForwardedOften, textOf } from './message-text.ts';
import type { KeyedHash } from './ports.ts';

/** Messages vanish from the phone after a day. */
export const disappearAfterS = 86_400;
const ackTimeoutMs = 10_000;
/** How long a phone may take to put a file up again. */
export const mediaAgainTimeoutMs = 10_000;
const composeTimeoutMs = 2_000;
/** Answers of the server after which sending again makes it worse. */
const refusals = new Set(['463', '479']);

export type CourierParts = {
  readonly hash: KeyedHash;
  /** The socket while it is online; else null. */
  readonly socket: () => WASocket | null;
  /** A server of tests on this machine is used in WhatsApp's place. */
  readonly isLoopback: boolean;
  readonly mediaAgainTimeoutMs: number;
  readonly marks: ChatMarks;
  readonly onRefused: (code: string) => void;
};

type Content = {
  readonly text: string;
  readonly isForwardedOften: boolean;
  readonly attachments: readonly Attachment[];
  readonly notices: readonly Notice[];
};
type Sent = { ok: true } | { ok: false; reason: 'offline' | 'refused' | 'failed' };

/** Reads letters (and fetches what belongs to them) and sends answers. */
export function createCourier(parts: CourierParts) {
  const onTheWay = new Set<() => void>();
  return {
    async read(bodies: readonly Uint8Array[], urgent: boolean): Promise<Content> {
      const letters = bodies.map(unpackLetter);
      const read = await Promise.all(letters.map((l) => readLetter(parts, l, urgent)));
      return {
        text: read.flatMap((r) => r.text || []).join('\n\n'),
        isForwardedOften: read.some((r) => r.isForwardedOften),
        attachments: read.flatMap((r) => r.attachments),
        notices: [...new Set(read.flatMap((r) => r.notices))],
      };
    },
    address(bodies: readonly Uint8Array[], { text }: Reply): Uint8Array {
      const last = bodies.at(-1);
      if (!last) throw new RangeError('an answer to no letter');
      const { to, isGroup } = unpackLetter(last);
      return packOutgoing({ to, isGroup, text });
    },
    async forget(bodies: readonly Uint8Array[]): Promise<void> {
      const addresses = bodies.map(unpackLetter).map((l) => l.participant ?? l.to);
      for (const address of new Set(addresses)) await parts.marks.forget(address);
    },
    idOf: (message: string, place: number): string => {
      const bytes = Buffer.from(parts.hash('whatsapp-answer', `${message}\0${place}`), 'base64url');
      return `3EB0${bytes.subarray(0, 9).toString('hex').toUpperCase()}`;
    },
    async compose(body: Uint8Array): Promise<void> {
      const socket = parts.socket();
      if (!socket?.user?.name) return;
      const sign = socket.sendPresenceUpdate('composing', unpackOutgoing(body).to);
      // Only a courtesy: where it fails or hangs, the answer goes out all the same.
      await Promise.race([sign.catch(() => {}), wait(composeTimeoutMs)]);
    },
    /** An answer that is on its way when we hang up is not waited for; it goes out again. */
    async send(id: string, body: Uint8Array): Promise<Sent> {
      const hungUp = Promise.withResolvers<Sent>();
      const resolve = () => hungUp.resolve({ ok: false, reason: 'offline' });
      onTheWay.add(resolve);
      const sent = await Promise.race([send(parts, id, body), hungUp.promise]);
      onTheWay.delete(resolve);
      return sent;
    },
    /** We closed the connection ourselves: the library would let sends wait for their time. */
    hangUp(): void {
      for (const resolve of onTheWay) resolve();
    },
  };
}

export type Courier = ReturnType<typeof createCourier>;

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

async function send(parts: CourierParts, id: string, body: Uint8Array): Promise<Sent> {
  const socket = parts.socket();
  if (!socket) return { ok: false, reason: 'offline' };
  const { to, isGroup, text } = unpackOutgoing(body);
  const options = { messageId: id, ...(!isGroup && { ephemeralExpiration: disappearAfterS }) };
  let ack: { attrs?: Record<string, string> } | undefined;
  try {
    [ack] = await Promise.all([
      socket.waitForMessage(id, ackTimeoutMs) as Promise<typeof ack>,
      socket.sendMessage(to, { text, linkPreview: null }, options),
    ]);
  } catch {
    // Whatever is thrown here (Baileys rejects with bare numbers, too) the connection tells why;
    // the row stays in the outbox and goes out under the same id.
    return { ok: false, reason: parts.socket() === socket ? 'failed' : 'offline' };
  }
  const code = ack?.attrs?.['error'];
  if (code) parts.onRefused(code);
  if (code && refusals.has(code)) return { ok: false, reason: 'refused' };
  if (!ack || code) return { ok: false, reason: 'failed' };
  // Not waited for: the answer has arrived, and this may fail.
  if (!isGroup) void afterAnswer(parts, socket, to);
  return { ok: true };
}

/** Switches on disappearing messages; somebody else may look into this phone. */
async function afterAnswer({ marks }: CourierParts, socket: WASocket, to: string): Promise<void> {
  try {
    if (!(await marks.answered(socket, to))) return;
    await socket.sendMessage(to, { disappearingMessagesInChat: disappearAfterS });
  } catch {
    // Each answer carries its own expiry already; a closed connection is told elsewhere.
  }
}

async function readLetter(
  parts: CourierParts,
  letter: LetterBody,
  urgent: boolean,
): Promise<Content> {
  const told = letter.notice ? [letter.notice] : [];
  const message = normalizeMessageContent(letter.message);
  if (!message) return { text: '', isForwardedOften: false, attachments: [], notices: told };
  const notice = noticeOf(message);
  const fetched = urgent ? null : await fetchFile(parts, letter, message);
  const missing = typeof fetched === 'string' ? [fetched] : [];
  const file = fetched && typeof fetched !== 'string' ? [fetched] : [];
  return {
    text: textOf(message),
    isForwardedOften: isForwardedOften(message),
    attachments: [...cardsOf(message), ...locationOf(message), ...file],
    notices: [...told, ...(notice ? [notice] : []), ...missing],
  };
}

/** The file of a letter, a notice why there is none, or null where it brings none. */
async function fetchFile(
  parts: CourierParts,
  letter: LetterBody,
  message: proto.IMessage,
): Promise<Attachment | Notice | null> {
  const remote = remoteOf(message);
  if (!remote) return null;
  let download = await downloadMedia(remote.pointer, parts.isLoopback);
  if (!download.ok && download.reason === 'gone')
    download = await fetchAgain(parts, letter, message, remote.pointer);
  if (!download.ok) return download.reason === 'unreachable' ? 'gone' : download.reason;
  const { pointer, mime, name } = remote;
  return { kind: pointer.kind, bytes: download.bytes, mime, name };
}

/** Asks the sender's phone to put the file up once more. */
async function fetchAgain(
  { socket: online, isLoopback, mediaAgainTimeoutMs }: CourierParts,
  { to, id, participant }: LetterBody,
  message: proto.IMessage,
  pointer: MediaPointer,
): Promise<Download> {
  const gone: Download = { ok: false, reason: 'gone' };
  const socket = online();
  if (!socket) return gone;
  const key = { remoteJid: to, id, fromMe: false, ...(participant && { participant }) };
  const again = socket.updateMediaMessage({ key, message }).then(
    (updated) => updated.message,
    () => null,
  );
  const updated = await Promise.race([again, wait(mediaAgainTimeoutMs)]);
  const fresh = updated ? remoteOf(normalizeMessageContent(updated) ?? {}) : null;
  if (!fresh || fresh.pointer.directPath === pointer.directPath) return gone;
  // The library names WhatsApp's host in the address; where to ask is ours to say.
  return downloadMedia({ ...fresh.pointer, url: pointer.url }, isLoopback);
}
