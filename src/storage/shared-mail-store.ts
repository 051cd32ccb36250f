import type { Arrival, Letter, Outgoing, Queued } from '#domain/mail.ts';
import type { ChatKey } from '#domain/message.ts';
import {
  announce,
  announceOrphans,
  type Claimed,
  claimChats,
  keepChats,
  releaseChats,
} from './chat-claims.ts';
import type { GroupCommit, Tx } from './group-commit.ts';
import { queuedColumns, queuedOf } from './mail-rows.ts';
import type { Db } from './open-database.ts';
import type { Seal } from './seal.ts';

/** Ids are remembered so long, to know a message that is delivered again. */
const seenAgeMaxMs = 7 * 24 * 3_600_000;
/** Ids of what was sent are kept so long; the texts are gone at once. */
const sentAgeMaxMs = 15 * 60_000;
/** Ids of bubbles that a process remembers as sent. */
const markedMax = 10_000;

export type SharedMailParts = {
  readonly db: Db;
  readonly commit: GroupCommit;
  readonly seal: Seal;
  /** Random id of this process. */
  readonly owner: string;
};

/** A message that is not to be answered any more. */
type TakenBack = Pick<Arrival, 'message' | 'chat'>;

/**
 * Mail in the database that all processes share. Whoever claims a chat (chat-claims.ts) answers and
 * sends it alone, until it is released or the lease is over; what another process does to it
 * meanwhile has no effect. Texts are sealed, and erased when they are done.
 */
export function createSharedMailStore(parts: SharedMailParts) {
  const marked = new Marked();
  return {
    ...createReading(parts, marked),
    ...createWriting(parts, marked),
    ...createClaiming(parts),
  };
}

/** What this process has marked as sent: Meta tells the same two or three times more. */
class Marked {
  readonly #idOf = new Map<number, string>();
  readonly #ids = new Set<string>();

  sending(seq: number, id: string): void {
    this.#idOf.set(seq, id);
  }

  sent(seq: number): void {
    const id = this.#idOf.get(seq);
    this.#idOf.delete(seq);
    if (id === undefined) return;
    if (this.#ids.size >= markedMax) this.#ids.clear();
    this.#ids.add(id);
  }

  has = (id: string): boolean => this.#ids.has(id);

  forget = (seq: number): void => void this.#idOf.delete(seq);
}

function createReading({ db, seal, owner }: SharedMailParts, marked: Marked) {
  const open = (body: Uint8Array | null, place: string) => (body ? seal.open(body, place) : null);
  return {
    // Claims bring them.
    waiting: (): Letter[] => [],
    unsent: (): Queued[] => [],
    async bodiesOf(seqs: readonly number[]): Promise<Uint8Array[]> {
      const rows = await db
        .selectFrom('mail_in')
        .select(['seq', 'message', 'body'])
        .where('seq', 'in', seqs)
        .where('body', 'is not', null)
        .execute();
      const bodies = new Map(
        rows.map((row) => [row.seq, open(row.body, `mail_in ${row.message}`)]),
      );
      return seqs.flatMap((seq) => bodies.get(seq) ?? []);
    },
    async outgoingBody(seq: number): Promise<Uint8Array | 'sent' | null> {
      const row = await db
        .selectFrom('mail_out as o')
        .innerJoin('mail_chat as c', 'c.chat', 'o.chat')
        .select(['o.id', 'o.body', 'o.sent_at'])
        .where('o.seq', '=', seq)
        .where('c.owner', '=', owner)
        .executeTakeFirst();
      if (row && row.sent_at !== null) return 'sent';
      if (row) marked.sending(seq, row.id);
      return row ? open(row.body, `mail_out ${row.id}`) : null;
    },
  };
}

function createWriting({ commit, seal, owner }: SharedMailParts, marked: Marked) {
  return {
    /** Resolves when the arrivals are on disk, with how many were new. @throws where that fails */
    take: (arrivals: readonly Arrival[], takenBack: readonly TakenBack[], now: number) =>
      commit(async (tx) => {
        if (takenBack.length > 0) await takeBack(tx, takenBack, now);
        return arrivals.length > 0 ? takeArrivals(tx, seal, arrivals, now) : 0;
      }),
    finish: (seqs: readonly number[], answer: readonly Outgoing[], forgotten?: ChatKey | null) =>
      commit((tx) => finish(tx, seal, owner, { seqs, answer, forgotten: forgotten ?? null })),
    async markSent(seq: number, now: number): Promise<void> {
      await commit((tx) => markSent(tx, 'seq', [seq], now));
      marked.sent(seq);
    },
    /** The messenger says that it has these, whoever sent them. */
    async arrived(ids: readonly string[], now: number): Promise<void> {
      const fresh = ids.filter((id) => !marked.has(id));
      if (fresh.length > 0) await commit((tx) => markSent(tx, 'id', fresh, now));
    },
    remove: (seq: number) =>
      commit(async (tx) => {
        marked.forget(seq);
        const own = tx.selectFrom('mail_chat').select('chat').where('owner', '=', owner);
        await tx.deleteFrom('mail_out').where('seq', '=', seq).where('chat', 'in', own).execute();
      }),
    purge: (now: number) =>
      commit(async (tx) => {
        await tx
          .deleteFrom('mail_out')
          .where('sent_at', '<', now - sentAgeMaxMs)
          .execute();
        // Where no process sends, nobody else finds out that an answer is too late.
        await tx
          .deleteFrom('mail_out')
          .where('sent_at', 'is', null)
          .where('expires_at', '<', now)
          .execute();
        await tx
          .deleteFrom('mail_in')
          .where('body', 'is', null)
          .where('arrived_at', '<', now - seenAgeMaxMs)
          .execute();
        await announceOrphans(tx, now);
      }),
  };
}

function createClaiming({ commit, owner }: SharedMailParts) {
  return {
    /** Gives back idle chats and takes others. */
    claim: (
      idle: readonly ChatKey[],
      { leaseMs, max, now }: { leaseMs: number; max: number; now: number },
    ): Promise<{ released: ChatKey[]; claimed: Claimed[] }> =>
      commit(async (tx) => {
        const released = await releaseChats(tx, owner, idle);
        const claimed = await claimChats(tx, { owner, until: now + leaseMs, max, now });
        return { released, claimed };
      }),
    /** The chats that are still ours, for so long. */
    keep: (leaseMs: number, now: number) => commit((tx) => keepChats(tx, owner, now + leaseMs)),
    /** Gives back everything; another process goes on at once. */
    leaveAll: () =>
      commit(async (tx) => {
        await tx
          .updateTable('mail_chat')
          .set({ owner: '', until: 0, loaded: 0 })
          .where('owner', '=', owner)
          .execute();
      }),
  };
}

export type SharedMailStore = ReturnType<typeof createSharedMailStore>;

async function takeArrivals(
  tx: Tx,
  seal: Seal,
  arrivals: readonly Arrival[],
  now: number,
): Promise<number> {
  // Two processes that get the same batch wait for each other instead of blocking each other.
  const sorted = [...arrivals].sort((a, b) => (a.message < b.message ? -1 : 1));
  const rows = await tx
    .insertInto('mail_in')
    .values(
      sorted.map((a) => ({
        message: a.message,
        chat: a.chat,
        body: Buffer.from(seal.close(a.body, `mail_in ${a.message}`)),
        urgent: a.urgent ? 1 : 0,
        sent_at: a.sentAtMs,
        arrived_at: now,
      })),
    )
    .onConflict((c) => c.column('message').doNothing())
    .returning(['chat', 'urgent'])
    .execute();
  await announce(tx, rows, now);
  return rows.length;
}

/**
 * Deleted or replaced by their sender: not read any more, not even where they come later than that
 * is told, and an answer not yet sent is not sent.
 */
async function takeBack(tx: Tx, takenBack: readonly TakenBack[], now: number): Promise<void> {
  const times = { urgent: 0, sent_at: now, arrived_at: now };
  await tx
    .insertInto('mail_in')
    .values(takenBack.map(({ message, chat }) => ({ message, chat, body: null, ...times })))
    .onConflict((c) => c.column('message').doUpdateSet({ body: null }))
    .execute();
  await tx
    .deleteFrom('mail_out')
    .where(
      'message',
      'in',
      takenBack.map((t) => t.message),
    )
    .where('sent_at', 'is', null)
    .execute();
}

type Finished = {
  readonly seqs: readonly number[];
  readonly answer: readonly Outgoing[];
  readonly forgotten: ChatKey | null;
};

/** Has no effect where the chat has been taken over: its new owner gives the same answer. */
async function finish(
  tx: Tx,
  seal: Seal,
  owner: string,
  { seqs, answer, forgotten }: Finished,
): Promise<Queued[]> {
  const [first] = answer;
  // A write, so that a take-over at this moment waits.
  const own = tx
    .updateTable('mail_chat')
    .set((eb) => ({ until: eb.ref('until') }))
    .where('owner', '=', owner);
  const inSeqs = tx.selectFrom('mail_in').select('chat').where('seq', 'in', seqs);
  const held = first ? own.where('chat', '=', first.chat) : own.where('chat', 'in', inSeqs);
  if (Number((await held.executeTakeFirst()).numUpdatedRows) === 0) return [];
  if (seqs.length > 0)
    await tx.updateTable('mail_in').set({ body: null }).where('seq', 'in', seqs).execute();
  if (forgotten !== null) {
    await tx
      .deleteFrom('mail_in')
      .where('chat', '=', forgotten)
      .where('body', 'is', null)
      .execute();
    await tx
      .deleteFrom('mail_out')
      .where('chat', '=', forgotten)
      .where('sent_at', 'is not', null)
      .execute();
  }
  if (answer.length === 0) return [];
  const rows = await tx
    .insertInto('mail_out')
    .values(
      answer.map((o) => ({
        id: o.id,
        message: o.message,
        chat: o.chat,
        body: Buffer.from(seal.close(o.body, `mail_out ${o.id}`)),
        urgent: o.urgent ? 1 : 0,
        expires_at: o.expiresAtMs,
        sent_at: null,
      })),
    )
    .onConflict((c) => c.column('id').doNothing())
    .returning(queuedColumns)
    .execute();
  return rows.map(queuedOf).sort((a, b) => a.seq - b.seq);
}

async function markSent(
  tx: Tx,
  by: 'seq' | 'id',
  values: readonly (string | number)[],
  now: number,
): Promise<void> {
  await tx
    .updateTable('mail_out')
    .set({ sent_at: now, body: null })
    .where(by, 'in', values as never)
    .where('sent_at', 'is', null)
    .execute();
}
