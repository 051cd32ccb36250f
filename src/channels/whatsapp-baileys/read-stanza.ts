import {
  type BinaryNode,
  isJidGroup,
  isLidUser,
  isPnUser,
  jidNormalizedUser,
  normalizeMessageContent,
  proto,
} from '@whiskeysockets/baileys';
import type { Arrival } from '#domain/mail.ts';
import type { ChatKey, Notice } from '#domain/message.ts';
import { packLetter } from './letter-body.ts';
import { isForPeople, mentioned, textOf } from './message-text.ts';
import type { KeyedHash, Reading } from './ports.ts';

export type StanzaParts = {
  readonly hash: KeyedHash;
  readonly chatKey: (address: string) => ChatKey;
  /** Own addresses without device: number and LID. */
  readonly me: () => readonly string[];
  readonly isUrgent: (text: string) => boolean;
  readonly now: () => number;
  /** Milliseconds that WhatsApp's clock is ahead of ours. */
  readonly clockAheadMs: () => number;
};

/** Who wrote where, as the stanza tells. */
type Origin = { readonly to: string; readonly participant: string | null; readonly id: string };

const nothing: Reading = { arrivals: [], takenBack: [], mustEcho: false };
const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;

/** Reads what is to be answered out of messages, before anybody is told that they arrived. */
export function createStanzaReader(parts: StanzaParts) {
  const { hash, chatKey, isUrgent, now } = parts;

  /** null for what is not ours to answer: status, channels, lists, own messages. */
  function originOf({ attrs }: BinaryNode): Origin | null {
    const { from = '', participant, id = '', category } = attrs;
    const writer = jidNormalizedUser(participant ?? from);
    if (category === 'peer' || parts.me().includes(writer) || attrs['recipient']) return null;
    if (isJidGroup(from)) return { to: from, participant: writer, id };
    return isPnUser(from) || isLidUser(from)
      ? { to: jidNormalizedUser(from), participant: null, id }
      : null;
  }

  const messageKey = ({ to, participant }: Origin, id: string): string =>
    hash('whatsapp-message', [to, participant ?? '', id].join('\0'));

  /** The same person under number and LID is one chat; in a group everybody has their own. */
  function chatOf({ to, participant }: Origin, { attrs }: BinaryNode): ChatKey {
    if (participant) return chatKey(`${to} ${participant}`);
    return chatKey(jidNormalizedUser(isLidUser(to) ? to : (attrs['sender_lid'] ?? to)));
  }

  function arrivalOf(
    stanza: BinaryNode,
    origin: Origin,
    content: { message: proto.IMessage | null; notice: Notice | null },
  ): Arrival {
    const sentAt = Number(stanza.attrs['t'] ?? 0) * 1000 - parts.clockAheadMs();
    const { to, participant, id } = origin;
    return {
      message: messageKey(origin, id),
      chat: chatOf(origin, stanza),
      body: packLetter({ to, participant, id, isGroup: participant !== null, ...content }),
      urgent: content.message !== null && isUrgent(textOf(content.message)),
      sentAtMs: Math.min(sentAt || now(), now()),
    };
  }

  /** A deletion, or an edit: the old message is taken back and the new one is a message. */
  function changeOf(
    stanza: BinaryNode,
    origin: Origin,
    { type, key, editedMessage }: proto.Message.IProtocolMessage,
  ): Reading {
    if (type !== REVOKE && type !== MESSAGE_EDIT) return nothing;
    const takenBack = [messageKey(origin, key?.id ?? '')];
    if (type === REVOKE || !editedMessage) return { ...nothing, takenBack };
    const arrival = arrivalOf(stanza, origin, { message: editedMessage, notice: null });
    return { ...nothing, arrivals: [arrival], takenBack };
  }

  return {
    /** @param plaintext the decrypted message with its padding */
    read(plaintext: Uint8Array, stanza: BinaryNode): Reading {
      const padding = plaintext.at(-1) ?? 0;
      const whole = proto.Message.decode(plaintext.subarray(0, plaintext.length - padding));
      const mustEcho = Boolean(whole.senderKeyDistributionMessage || whole.protocolMessage);
      const origin = originOf(stanza);
      const message = normalizeMessageContent(whole);
      if (!origin || !message) return { ...nothing, mustEcho };
      if (message.protocolMessage) {
        if (origin.participant) return { ...nothing, mustEcho };
        return { ...changeOf(stanza, origin, message.protocolMessage), mustEcho };
      }
      const isAddressed = origin.participant === null || mentioned(message, parts.me());
      if (!isForPeople(message) || !isAddressed) return { ...nothing, mustEcho };
      const arrival = arrivalOf(stanza, origin, { message, notice: null });
      return { arrivals: [arrival], takenBack: [], mustEcho };
    },
    /** A message that a linked device is not shown, such as a picture to be seen once. */
    readUnavailable(stanza: BinaryNode): Arrival | null {
      const parts = Array.isArray(stanza.content) ? stanza.content : [];
      if (parts.some((c) => c.tag === 'enc')) return null;
      if (!parts.some((c) => c.tag === 'unavailable')) return null;
      const origin = originOf(stanza);
      if (!origin || origin.participant) return null;
      return arrivalOf(stanza, origin, { message: null, notice: 'view-once' });
    },
  };
}

/** A call is a message, too: it is answered by a text, once. */
export function readCall(
  { hash, chatKey, now }: Pick<StanzaParts, 'hash' | 'chatKey' | 'now'>,
  call: { readonly id: string; readonly chat: string },
): Arrival {
  const to = jidNormalizedUser(call.chat);
  const about = { to, participant: null, id: call.id, isGroup: false };
  return {
    message: hash('whatsapp-call', `${to}\0${call.id}`),
    chat: chatKey(to),
    body: packLetter({ ...about, message: null, notice: 'call' }),
    urgent: false,
    sentAtMs: now(),
  };
}
