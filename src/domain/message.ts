import type { Form } from './outcome.ts';
import type { Harm, Risk } from './verdict.ts';

/** Languages the bot answers in: Indonesian, Sundanese, Javanese (Serang first), English. */
export const languages = ['id', 'su', 'jv', 'en'] as const;
export type Language = (typeof languages)[number];

/** What a message is. `emergency` wins over everything else. */
export const kinds = ['offer', 'question', 'emergency', 'agency-check', 'other'] as const;
export type Kind = (typeof kinds)[number];

/** A keyed hash that stands for one conversation. It never holds a number or a name. */
export type ChatKey = string & { readonly brand: 'ChatKey' };

/** Who the message is about, as told in it. */
export const relations = [
  'self',
  'child',
  'spouse',
  'sibling',
  'parent',
  'friend',
  'other',
] as const;
export type Relation = (typeof relations)[number];

/** How far the person is on the way. */
export const stages = ['not-left', 'on-the-way', 'left', 'trapped'] as const;
export type Stage = (typeof stages)[number];

/** What may come beside the words of a message. */
export const attachmentKinds = [
  'image',
  'document',
  'voice',
  'video',
  'sticker',
  'contact',
  'location',
] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

/** A file as the channel got it, checked for size; nobody has looked inside yet. */
export type Attachment = {
  readonly kind: AttachmentKind;
  readonly bytes: Uint8Array;
  /** As the sender's program named it, such as `image/jpeg`; never to be trusted. */
  readonly mime: string;
  /** File name where there was one. */
  readonly name: string | null;
};

/** What a channel could not hand over; each has a sentence in data/replies. */
export const notices = ['too-large', 'gone', 'damaged', 'view-once', 'call', 'unknown'] as const;
export type Notice = (typeof notices)[number];

/** What a person sends. `language` is the language chosen on the page, when one was. */
export type Inbound = {
  readonly chat: ChatKey;
  readonly text: string;
  readonly language?: Language;
  /** What the text was read from; a plain message where it is not told. */
  readonly form?: Form;
  /** WhatsApp's own mark of a message that went through many hands. */
  readonly isForwardedOften?: boolean;
  readonly attachments?: readonly Attachment[];
  readonly notices?: readonly Notice[];
  /**
   * Keyed hash of the message in its channel. The same one again, after a crash, gives the same
   * answer and is not counted twice.
   */
  readonly turn?: string;
};

/** A quick reply: the person may tap it or write its `id` or its `label`. */
export type Choice = { readonly id: string; readonly label: string };

/** One bubble of the answer. */
export type Reply = { readonly text: string; readonly choices?: readonly Choice[] };

/** What a channel gets back for one message. `verdict` is for programs; people read the replies. */
export type Answer = {
  readonly replies: readonly Reply[];
  /** The person wanted to be forgotten: the channel erases what it holds of them, too. */
  readonly isForgotten?: boolean;
  readonly verdict?: {
    readonly kind: Kind;
    readonly risk: Risk | null;
    readonly harm: Harm | null;
  };
};
