import type { Arrival } from '#domain/mail.ts';
import type { ChatKey, Notice } from '#domain/message.ts';
import { type FileKind, mediaBytesMax } from '../fetch-capped.ts';
import { type Address, packLetter, type RemoteFile } from './letter-body.ts';
import type { CloudCall, CloudContent, CloudMessage } from './payload.ts';

/** Of a degree: a kilometre is near enough to tell the country. */
const degreeDigits = 2;
const numberForm = /^\d{5,20}$/;
const userIdForm = /^[A-Z]{2}\.[\w.]{1,140}$/;
/** Nobody waits for an answer to these. */
const silentTypes = new Set(['reaction', 'system', 'ephemeral', 'request_welcome']);
const arrivedStatuses = new Set(['sent', 'delivered', 'read', 'played']);

export type MessageParts = {
  /** Keyed hash; nobody finds the value again without the key. */
  readonly hash: (label: string, value: string) => string;
  readonly chatKey: (address: string) => ChatKey;
  readonly isUrgent: (text: string) => boolean;
  readonly now: () => number;
};

export type Reading = {
  readonly arrivals: readonly Arrival[];
  /** Messages that the sender deleted or replaced, known or still to come. */
  readonly takenBack: readonly Pick<Arrival, 'message' | 'chat'>[];
  /** Ids of bubbles of ours that Meta has. */
  readonly arrived: readonly string[];
  /** Bubbles of ours that Meta took and could not bring. */
  readonly undelivered: number;
};

/** What is to be written down of a call before Meta is told that it arrived. */
export function createMessageReader(parts: MessageParts) {
  const messageKey = (id: string): string => parts.hash('whatsapp-message', id);

  function arrivalOf(message: CloudMessage, content: CloudContent): Arrival | null {
    const address = addressOf(message);
    if (!address || message.group_id || silentTypes.has(content.type)) return null;
    const text = textOf(content);
    const sentAtMs = Number(message.timestamp) * 1000;
    return {
      message: messageKey(message.id),
      chat: chatOf(message, address),
      body: packLetter({
        ...address,
        id: message.id,
        text,
        isForwardedOften: content.context?.frequently_forwarded === true,
        file: fileOf(content),
        cards: cardsOf(content),
        location: locationOf(content),
        notice: noticeOf(content),
      }),
      urgent: text !== '' && parts.isUrgent(text),
      sentAtMs: Math.min(sentAtMs, parts.now()),
    };
  }

  /**
   * The business-scoped id wherever it is told, which since April 2026 is always: it stays when
   * the number is hidden. A number alone is a chat of its own. The same person is one chat at all
   * our numbers, so that nobody is counted twice.
   */
  const chatOf = ({ userId }: CloudMessage, { to }: Address): ChatKey =>
    parts.chatKey(userId ?? ('number' in to ? to.number : to.userId));

  function readMessage(message: CloudMessage): Pick<Reading, 'arrivals' | 'takenBack'> {
    const change = message.revoke ?? message.edit;
    const content = message.edit ? message.edit.message : message;
    const arrival = message.revoke || !content ? null : arrivalOf(message, content);
    const address = addressOf(message);
    const takenBack =
      change && address
        ? [{ message: messageKey(change.original_message_id), chat: chatOf(message, address) }]
        : [];
    return { arrivals: arrival ? [arrival] : [], takenBack };
  }

  return {
    read({ messages, statuses }: CloudCall): Reading {
      const read = messages.map(readMessage);
      const takenBack = read.flatMap((r) => r.takenBack);
      const gone = new Set(takenBack.map((t) => t.message));
      const arrivals = read.flatMap((r) => r.arrivals).filter((a) => !gone.has(a.message));
      return {
        // Within one second in Meta's order.
        arrivals: arrivals.sort((a, b) => a.sentAtMs - b.sentAtMs),
        takenBack,
        arrived: statuses.flatMap((s) =>
          arrivedStatuses.has(s.status) ? (s.biz_opaque_callback_data ?? []) : [],
        ),
        undelivered: statuses.filter((s) => s.status === 'failed').length,
      };
    },
  };
}

/** null where nobody can be answered. The number where it is told: it works everywhere. */
function addressOf({ numberId, from, userId }: CloudMessage): Address | null {
  if (from && numberForm.test(from)) return { numberId, to: { number: from } };
  const id = userId ?? from;
  return id && userIdForm.test(id) ? { numberId, to: { userId: id } } : null;
}

/** Words, or what a tapped button or row stands for: the number that may be typed as well. */
const textOf = (content: CloudContent): string =>
  content.text?.body ??
  content.image?.caption ??
  content.document?.caption ??
  content.video?.caption ??
  content.interactive?.button_reply?.id ??
  content.interactive?.list_reply?.id ??
  content.button?.text ??
  '';

function fileOf(content: CloudContent): RemoteFile | null {
  const found: readonly (readonly [FileKind, CloudContent['image']])[] = [
    ['image', content.image],
    ['document', content.document],
    ['voice', content.audio],
    ['video', content.video],
    ['sticker', content.sticker],
  ];
  const [kind, media] = found.find(([, m]) => m) ?? [];
  if (!kind || !media) return null;
  const { id, mime_type, sha256, filename } = media;
  const mime = mime_type ?? 'application/octet-stream';
  return { kind, id, mime, sha256: sha256 ?? null, name: filename ?? null };
}

/** Cards come taken apart; they are put together for the one that reads cards. */
function cardsOf({ contacts = [] }: CloudContent): string[] {
  const cards = contacts.map(({ name, org, phones = [], emails = [], urls = [] }) =>
    [
      'BEGIN:VCARD',
      'VERSION:3.0',
      ...fieldOf('FN', name?.formatted_name),
      ...fieldOf('ORG', org?.company),
      ...fieldOf('TITLE', org?.title),
      ...phones.flatMap((p) => fieldOf('TEL', p.phone ?? p.wa_id)),
      ...emails.flatMap((e) => fieldOf('EMAIL', e.email)),
      ...urls.flatMap((u) => fieldOf('URL', u.url)),
      'END:VCARD',
    ].join('\r\n'),
  );
  return cards.filter((card) => Buffer.byteLength(card) <= mediaBytesMax.contact);
}

const fieldOf = (name: string, value: string | undefined): string[] =>
  value ? [`${name}:${value.replace(/[\\;,]/g, '\\$&').replace(/\s+/g, ' ')}`] : [];

function locationOf({ location }: CloudContent): string | null {
  if (!location) return null;
  const { latitude, longitude } = location;
  return `geo:${latitude.toFixed(degreeDigits)},${longitude.toFixed(degreeDigits)}`;
}

/** What is told of a message that brings neither words nor anything we take. */
function noticeOf(content: CloudContent): Notice | null {
  const brings = [fileOf(content), locationOf(content), ...cardsOf(content)].filter(Boolean);
  return textOf(content) !== '' || brings.length > 0 ? null : 'unknown';
}
