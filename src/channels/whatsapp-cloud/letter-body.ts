import type { Notice, Reply } from '#domain/message.ts';
import type { FileKind } from '../fetch-capped.ts';

/** Where an answer goes: from which number of ours to whom. */
export type Address = {
  readonly numberId: string;
  /** Digits of a number, or a business-scoped id where the number is hidden. */
  readonly to: { readonly number: string } | { readonly userId: string };
};

/** A file that is still to be fetched. */
export type RemoteFile = {
  readonly kind: FileKind;
  readonly id: string;
  readonly mime: string;
  /** As the webhook tells it, in base64 or hex; null where it told none. */
  readonly sha256: string | null;
  readonly name: string | null;
};

/** What is kept of a message until it is answered; sealed by the store. */
export type LetterBody = Address & {
  /** Meta's id of the message. */
  readonly id: string;
  readonly text: string;
  readonly isForwardedOften: boolean;
  readonly file: RemoteFile | null;
  /** Contact cards as vCard. */
  readonly cards: readonly string[];
  /** As RFC 5870 writes it. */
  readonly location: string | null;
  readonly notice: Notice | null;
};

/** One bubble on its way out. */
export type OutgoingBody = Address & { readonly reply: Reply };

const pack = (body: unknown): Uint8Array => Buffer.from(JSON.stringify(body));
const unpack = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString());

export const packLetter = (body: LetterBody): Uint8Array => pack(body);
export const unpackLetter = (bytes: Uint8Array): LetterBody => unpack(bytes);
export const packOutgoing = (body: OutgoingBody): Uint8Array => pack(body);
export const unpackOutgoing = (bytes: Uint8Array): OutgoingBody => unpack(bytes);
