import type { Letter, Queued } from '#domain/mail.ts';
import type { ChatKey } from '#domain/message.ts';
import { isPostgres } from './dialect.ts';
import type { Tx } from './group-commit.ts';
import { letterColumns, letterOf, queuedColumns, queuedOf } from './mail-rows.ts';

/** Chats with somebody in danger that are taken although the hands are full. */
const urgentMax = 32;

/** A chat that is ours now, with everything that waits in it. */
export type Claimed = {
  readonly chat: ChatKey;
  readonly letters: readonly Letter[];
  readonly unsent: readonly Queued[];
};

export type Claim = {
  readonly owner: string;
  /** End of the lease and the time now, in milliseconds since 1970. */
  readonly until: number;
  readonly now: number;
  /** Chats taken at most, those in danger apart. */
  readonly max: number;
};

/** Lets whoever answers know that these chats have mail, inside the transaction that brings it. */
export async function announce(
  tx: Tx,
  mail: readonly { readonly chat: string; readonly urgent: number }[],
  now: number,
): Promise<void> {
  const chats = new Map<string, number>();
  for (const { chat, urgent } of mail) chats.set(chat, Math.max(chats.get(chat) ?? 0, urgent));
  if (chats.size === 0) return;
  // In one order in all processes, so that none blocks another while it is blocked itself.
  const sorted = [...chats].sort(([a], [b]) => (a < b ? -1 : 1));
  await tx
    .insertInto('mail_chat')
    .values(
      sorted.map(([chat, urgent]) => ({
        ...{ chat, urgent, since: now },
        ...{ arrivals: 1, loaded: 0, owner: '', until: 0 },
      })),
    )
    .onConflict((c) =>
      c.column('chat').doUpdateSet((eb) => ({
        arrivals: eb('mail_chat.arrivals', '+', 1),
        urgent: eb
          .case()
          .when('excluded.urgent', '=', 1)
          .then(1)
          .else(eb.ref('mail_chat.urgent'))
          .end(),
      })),
    )
    .execute();
}

/**
 * Takes chats that nobody has, or whose owner let the lease run out, and what is new in our own;
 * those in danger first, then the longest waiting.
 */
export async function claimChats(tx: Tx, { owner, until, now, max }: Claim): Promise<Claimed[]> {
  const free = tx
    .selectFrom('mail_chat')
    .select('chat')
    .where((eb) =>
      eb.or([
        eb('until', '<=', now),
        eb.and([eb('owner', '=', owner), eb('arrivals', '>', eb.ref('loaded'))]),
      ]),
    )
    .$if(max <= 0, (q) => q.where((eb) => eb.or([eb('urgent', '=', 1), eb('owner', '=', owner)])))
    .orderBy('urgent', 'desc')
    .orderBy('since')
    .limit(max > 0 ? max : urgentMax);
  // SQLite has one writer at a time: there is nothing to skip.
  const found = await (isPostgres(tx) ? free.forUpdate().skipLocked() : free).execute();
  if (found.length === 0) return [];
  const chats = found.map((row) => row.chat);
  await tx
    .updateTable('mail_chat')
    .set((eb) => ({ owner, until, loaded: eb.ref('arrivals') }))
    .where('chat', 'in', chats)
    .execute();
  return loadChats(tx, chats);
}

async function loadChats(tx: Tx, chats: readonly string[]): Promise<Claimed[]> {
  const letters = await tx
    .selectFrom('mail_in')
    .select(letterColumns)
    .where('chat', 'in', chats)
    .where('body', 'is not', null)
    .orderBy('seq')
    .execute();
  const unsent = await tx
    .selectFrom('mail_out')
    .select(queuedColumns)
    .where('chat', 'in', chats)
    .where('sent_at', 'is', null)
    .orderBy('seq')
    .execute();
  const lettersOf = Map.groupBy(letters.map(letterOf), (l) => l.chat);
  const unsentOf = Map.groupBy(unsent.map(queuedOf), (q) => q.chat);
  return chats.map((name) => {
    const chat = name as ChatKey;
    return { chat, letters: lettersOf.get(chat) ?? [], unsent: unsentOf.get(chat) ?? [] };
  });
}

/** Gives up chats in which nothing waits; those that are not among the answer have new mail. */
export async function releaseChats(
  tx: Tx,
  owner: string,
  chats: readonly ChatKey[],
): Promise<ChatKey[]> {
  if (chats.length === 0) return [];
  const rows = await tx
    .deleteFrom('mail_chat')
    .where('owner', '=', owner)
    .where('chat', 'in', chats)
    .where((eb) => eb('arrivals', '=', eb.ref('loaded')))
    .returning('chat')
    .execute();
  return rows.map((row) => row.chat as ChatKey);
}

/** Extends our leases; the chats that are still ours. */
export async function keepChats(tx: Tx, owner: string, until: number): Promise<ChatKey[]> {
  const rows = await tx
    .updateTable('mail_chat')
    .set({ until })
    .where('owner', '=', owner)
    .returning('chat')
    .execute();
  return rows.map((row) => row.chat as ChatKey);
}

/** Mail whose chat nobody knows of any more: an owner was given up for dead while it finished. */
export async function announceOrphans(tx: Tx, now: number): Promise<void> {
  const known = tx.selectFrom('mail_chat').select('chat');
  const letters = await tx
    .selectFrom('mail_in')
    .select(['chat', 'urgent'])
    .where('body', 'is not', null)
    .where('chat', 'not in', known)
    .execute();
  const bubbles = await tx
    .selectFrom('mail_out')
    .select(['chat', 'urgent'])
    .where('sent_at', 'is', null)
    .where('chat', 'not in', known)
    .execute();
  await announce(tx, [...letters, ...bubbles], now);
}
