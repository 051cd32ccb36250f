import { type proto, toNumber } from '@whiskeysockets/baileys';
import type { Attachment, Notice } from '#domain/message.ts';
import { type FileKind, mediaBytesMax } from '../fetch-capped.ts';
import type { MediaPointer } from './media-download.ts';
import { isForPeople, textOf } from './message-text.ts';

/** Contact cards of one message that are read. */
const cardsMax = 5;
/** Of a degree: a kilometre is near enough to tell the country. */
const degreeDigits = 2;

type Media = {
  readonly url?: string | null;
  readonly directPath?: string | null;
  readonly mediaKey?: Uint8Array | null;
  readonly fileSha256?: Uint8Array | null;
  readonly fileLength?: unknown;
  readonly mimetype?: string | null;
  readonly fileName?: string | null;
};

/** A file that is still to be fetched. */
export type Remote = {
  readonly pointer: MediaPointer;
  readonly mime: string;
  readonly name: string | null;
};

/** The file of a message, or null. */
export function remoteOf(message: proto.IMessage): Remote | null {
  const found: readonly (readonly [FileKind, Media | null | undefined])[] = [
    ['image', message.imageMessage],
    ['document', message.documentMessage],
    ['voice', message.audioMessage],
    ['video', message.videoMessage ?? message.ptvMessage],
    ['sticker', message.stickerMessage],
  ];
  const [kind, media] = found.find(([, m]) => m) ?? [];
  if (!kind || !media) return null;
  const { url, directPath, mediaKey, fileSha256, fileLength, mimetype, fileName } = media;
  return {
    pointer: {
      kind,
      url: url || null,
      directPath: directPath || null,
      mediaKey: mediaKey ?? new Uint8Array(),
      sha256: fileSha256 ?? new Uint8Array(),
      length:
        fileLength === null || fileLength === undefined ? null : toNumber(fileLength as never),
    },
    mime: mimetype ?? 'application/octet-stream',
    name: fileName ?? null,
  };
}

/** Contact cards come inside the message itself. */
export function cardsOf(message: proto.IMessage): Attachment[] {
  const cards = message.contactsArrayMessage?.contacts ?? [message.contactMessage];
  return cards.slice(0, cardsMax).flatMap((card) => {
    const bytes = Buffer.from(card?.vcard ?? '');
    if (bytes.length === 0 || bytes.length > mediaBytesMax.contact) return [];
    return [
      { kind: 'contact' as const, bytes, mime: 'text/vcard', name: card?.displayName ?? null },
    ];
  });
}

/** A location as RFC 5870 writes it; only its country is read. */
export function locationOf(message: proto.IMessage): Attachment[] {
  const place = message.locationMessage ?? message.liveLocationMessage;
  if (!place) return [];
  const degrees = [place.degreesLatitude, place.degreesLongitude].map((d) =>
    (d ?? Number.NaN).toFixed(degreeDigits),
  );
  const bytes = Buffer.from(`geo:${degrees.join(',')}`);
  return [{ kind: 'location', bytes, mime: 'text/plain', name: null }];
}

/** What is told of a message that brings neither words nor anything we take. */
export function noticeOf(message: proto.IMessage): Notice | null {
  const brings = [remoteOf(message) ?? [], cardsOf(message), locationOf(message)].flat();
  const isRead = textOf(message) !== '' || brings.length > 0;
  return isRead || !isForPeople(message) ? null : 'unknown';
}
