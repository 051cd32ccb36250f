import type { Letter, Queued } from '#domain/mail.ts';
import type { ChatKey } from '#domain/message.ts';

/** What is read of a waiting message and of a waiting bubble; the texts stay where they are. */
export const letterColumns = ['seq', 'message', 'chat', 'urgent', 'sent_at', 'arrived_at'] as const;
export const queuedColumns = ['seq', 'id', 'message', 'chat', 'urgent', 'expires_at'] as const;

export type LetterRow = {
  readonly seq: number;
  readonly message: string;
  readonly chat: string;
  readonly urgent: number;
  readonly sent_at: number;
  readonly arrived_at: number;
};
export type QueuedRow = {
  readonly seq: number;
  readonly id: string;
  readonly message: string;
  readonly chat: string;
  readonly urgent: number;
  readonly expires_at: number;
};

export const letterOf = (row: LetterRow): Letter => ({
  seq: row.seq,
  message: row.message,
  chat: row.chat as ChatKey,
  urgent: row.urgent === 1,
  sentAtMs: row.sent_at,
  arrivedAtMs: row.arrived_at,
});

export const queuedOf = (row: QueuedRow): Queued => ({
  seq: row.seq,
  id: row.id,
  message: row.message,
  chat: row.chat as ChatKey,
  urgent: row.urgent === 1,
  expiresAtMs: row.expires_at,
});
