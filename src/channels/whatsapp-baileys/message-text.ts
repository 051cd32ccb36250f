import { areJidsSameUser, type proto } from '@whiskeysockets/baileys';

/** What somebody wrote, as text or below a picture; empty where there is none. */
export function textOf(message: proto.IMessage): string {
  return (
    message.conversation ??
    message.extendedTextMessage?.text ??
    message.imageMessage?.caption ??
    message.documentMessage?.caption ??
    message.videoMessage?.caption ??
    message.buttonsResponseMessage?.selectedDisplayText ??
    message.templateButtonReplyMessage?.selectedDisplayText ??
    message.listResponseMessage?.title ??
    ''
  );
}

const silent = [
  'reactionMessage',
  'encReactionMessage',
  'pollUpdateMessage',
  'pinInChatMessage',
  'keepInChatMessage',
  'messageHistoryBundle',
] as const;
const carriers = ['senderKeyDistributionMessage', 'messageContextInfo'];

/** Whether somebody waits for an answer: not for a reaction, a pin or a key of a group. */
export function isForPeople(message: proto.IMessage): boolean {
  if (silent.some((kind) => message[kind as keyof proto.IMessage])) return false;
  return Object.entries(message).some(
    ([kind, value]) => !carriers.includes(kind) && value !== null && value !== undefined,
  );
}

/** WhatsApp shows "forwarded many times" from so many hands on. */
const forwardedOftenMin = 5;

const contextsOf = (message: proto.IMessage): proto.IContextInfo[] =>
  Object.values(message).flatMap(
    (part: { contextInfo?: proto.IContextInfo | null } | null) =>
      (typeof part === 'object' && part?.contextInfo) || [],
  );

export const isForwardedOften = (message: proto.IMessage): boolean =>
  contextsOf(message).some((c) => (c.forwardingScore ?? 0) >= forwardedOftenMin);

/** Whether a message in a group names one of these addresses. */
export function mentioned(message: proto.IMessage, me: readonly string[]): boolean {
  const named = contextsOf(message).flatMap((c) => c.mentionedJid ?? []);
  return named.some((jid) => me.some((own) => areJidsSameUser(jid, own)));
}
