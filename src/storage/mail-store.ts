import type { Arrival, Letter, Outgoing, Queued } from '#domain/mail.ts';
import type { ChatKey } from '#domain/message.ts';
import { type GatewayDatabase, writeRelaxed } from './gateway-database.ts';
import {
  type LetterRow,
  letterColumns,
  letterOf,
  type QueuedRow,
  queuedColumns,
  queuedOf,
} from './mail-rows.ts';
import type { Seal } from './seal.ts';

/** Ids are remembered so long, to know a message that is delivered again. */
const seenAgeMaxMs = 7 * 24 * 3_600_000;
/** What was sent is kept so long, for a phone that could not read it. */
const sentAgeMaxMs = 15 * 60_000;

const inboxColumns = letterColumns.join();
const outboxColumns = queuedColumns.join();

/**
 * Messages that came in and answers that wait to go out, in the file of the gateway. Texts are
 * sealed, and erased when they are done. All calls are synchronous and throw where the disk fails.
 */
export function createMailStore(db: GatewayDatabase, seal: Seal) {
  const insert = db.prepare(
    `insert into inbox (message, chat, body, urgent, sent_at, arrived_at)
     values (?, ?, ?, ?, ?, ?) on conflict (message) do nothing returning ${inboxColumns}`,
  );
  const forget = db.prepare('update inbox set body = null where message = ?');
  const unsendOf = db.prepare('delete from outbox where message = ? and sent_at is null');
  const waiting = db.prepare(
    `select ${inboxColumns} from inbox where body is not null order by seq`,
  );
  const bodyOf = db.prepare('select message, body from inbox where seq = ?');
  const finish = db.prepare('update inbox set body = null where seq = ?');
  const enqueue = db.prepare(
    `insert into outbox (id, message, chat, body, urgent, expires_at)
     values (?, ?, ?, ?, ?, ?) on conflict (id) do nothing returning ${outboxColumns}`,
  );
  const unsent = db.prepare(
    `select ${outboxColumns} from outbox where sent_at is null order by seq`,
  );
  const outgoingOf = db.prepare('select id, body from outbox where seq = ?');
  const sentOf = db.prepare('select id, body from outbox where id = ?');
  const markSent = db.prepare('update outbox set sent_at = ? where seq = ?');
  const remove = db.prepare('delete from outbox where seq = ?');
  const forgets = [
    db.prepare('delete from inbox where chat = ? and body is null'),
    db.prepare('delete from outbox where chat = ? and sent_at is not null'),
  ];
  const purges = [
    db.prepare('delete from outbox where sent_at < ?'),
    db.prepare('delete from inbox where body is null and arrived_at < ?'),
    // While the channel is offline nobody else finds out that an answer is too late to be sent.
    db.prepare('delete from outbox where sent_at is null and expires_at < ?'),
  ] as const;

  const close = (bytes: Uint8Array, place: string) => seal.close(bytes, place);
  const openRow = (row: unknown, table: string, key: 'message' | 'id'): Uint8Array | null => {
    const found = row as Record<string, unknown> | undefined;
    if (!(found?.['body'] instanceof Uint8Array)) return null;
    return seal.open(found['body'], `${table} ${found[key]}`);
  };

  const settle = db.transaction(
    (seqs: readonly number[], answer: readonly Outgoing[], forgotten: ChatKey | null): Queued[] => {
      for (const seq of seqs) finish.run(seq);
      if (forgotten !== null) for (const forget of forgets) forget.run(forgotten);
      return answer.flatMap((o) => {
        const body = close(o.body, `outbox ${o.id}`);
        const row = enqueue.get(o.id, o.message, o.chat, body, o.urgent ? 1 : 0, o.expiresAtMs);
        return row ? [queuedOf(row as QueuedRow)] : [];
      });
    },
  );

  return {
    /** Writes arrivals down inside the caller's transaction; returns those that are new. */
    take(arrivals: readonly Arrival[], now: number): Letter[] {
      return arrivals.flatMap((a) => {
        const body = close(a.body, `inbox ${a.message}`);
        const row = insert.get(a.message, a.chat, body, a.urgent ? 1 : 0, a.sentAtMs, now);
        return row ? [letterOf(row as LetterRow)] : [];
      });
    },
    /** Deleted or replaced by its sender: not read any more, and an answer not yet sent is not sent. */
    takeBack(message: string): void {
      forget.run(message);
      unsendOf.run(message);
    },
    waiting: (): Letter[] => (waiting.all() as LetterRow[]).map(letterOf),
    /** Without those that were taken back, are done, or cannot be opened. */
    bodiesOf: (seqs: readonly number[]): Uint8Array[] =>
      seqs.flatMap((seq) => openRow(bodyOf.get(seq), 'inbox', 'message') ?? []),
    /**
     * The letters are done and their answer waits to be sent: both or neither. It does not wait
     * for the disk: the step of the ratchet that comes before each sending does, for this as well,
     * and where a loss of power undoes it the letters are answered again, under the same ids.
     * @param forgotten a chat of which nothing is kept but what waits to be answered or sent
     */
    finish: (
      seqs: readonly number[],
      answer: readonly Outgoing[],
      forgotten: ChatKey | null = null,
    ): Queued[] => writeRelaxed(db, () => settle(seqs, answer, forgotten)),
    unsent: (): Queued[] => (unsent.all() as QueuedRow[]).map(queuedOf),
    outgoingBody: (seq: number): Uint8Array | null => openRow(outgoingOf.get(seq), 'outbox', 'id'),
    /** What was sent under this id, for a phone that asks again. */
    sentBody: (id: string): Uint8Array | null => openRow(sentOf.get(id), 'outbox', 'id'),
    /** Undone by a loss of power, the answer goes out again under its id and is shown once. */
    markSent: (seq: number, now: number): void =>
      writeRelaxed(db, () => void markSent.run(now, seq)),
    remove: (seq: number): void => void remove.run(seq),
    purge(now: number): void {
      purges[0].run(now - sentAgeMaxMs);
      purges[1].run(now - seenAgeMaxMs);
      purges[2].run(now);
    },
  };
}

export type MailStore = ReturnType<typeof createMailStore>;

/** When the newest message came that is remembered, in milliseconds since 1970; undefined for none. */
export function newestMailAt(db: GatewayDatabase): number | undefined {
  const newest = db.prepare('select max(arrived_at) from inbox').pluck().get();
  return (newest as number | null) ?? undefined;
}
