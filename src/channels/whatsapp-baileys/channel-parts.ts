import type { Log } from '#domain/log.ts';
import type { Letter } from '#domain/mail.ts';
import type { ChatKey } from '#domain/message.ts';
import type { WhatsappOptions } from './connect.ts';
import type { KeyedHash, Vault } from './ports.ts';

export type Link = { readonly by: 'qr' } | { readonly by: 'code'; readonly number: string };

export type ChannelParts = {
  readonly vault: Vault;
  readonly sentBody: (id: string) => Uint8Array | null;
  readonly hash: KeyedHash;
  readonly chatKey: (address: string) => ChatKey;
  readonly options: WhatsappOptions;
  readonly link: Link;
  /** Line below the account's name; empty leaves it as it is. */
  readonly about: string;
  readonly isUrgent: (text: string) => boolean;
  readonly onLetters: (letters: readonly Letter[]) => void;
  readonly onOnline: () => void;
  /** Something to scan or type; shown to the operator and nowhere else. */
  readonly onLinkCode: (code: { readonly qr: string } | { readonly typed: string }) => void;
  /** How long a phone may take to put a file up again; 10 seconds. */
  readonly mediaAgainTimeoutMs?: number;
  /** null where another process runs the account. */
  readonly lock: () => (() => void) | null;
  readonly log: Log;
  readonly now: () => number;
  readonly random: () => number;
};
