import { proto } from '@whiskeysockets/baileys';
import type { Notice } from '#domain/message.ts';

/** Where an answer goes. */
export type Address = {
  readonly to: string;
  readonly isGroup: boolean;
};

/** What is kept of a message until it is answered; sealed by the store. */
export type LetterBody = Address & {
  readonly id: string;
  readonly participant: string | null;
  readonly message: proto.IMessage | null;
  /** Told by the stanza itself, where there is no message. */
  readonly notice: Notice | null;
};

export function packLetter(body: LetterBody): Uint8Array {
  const message = body.message && proto.Message.encode(body.message).finish();
  const packed = { ...body, message: message && Buffer.from(message).toString('base64') };
  return Buffer.from(JSON.stringify(packed));
}

export function unpackLetter(bytes: Uint8Array): LetterBody {
  const packed = JSON.parse(Buffer.from(bytes).toString());
  const message = packed.message && proto.Message.decode(Buffer.from(packed.message, 'base64'));
  return { ...packed, message: message ?? null };
}

/** One bubble on its way out. */
export type OutgoingBody = Address & { readonly text: string };

export const packOutgoing = (body: OutgoingBody): Uint8Array => Buffer.from(JSON.stringify(body));
export const unpackOutgoing = (bytes: Uint8Array): OutgoingBody =>
  JSON.parse(Buffer.from(bytes).toString());
