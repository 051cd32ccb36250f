import type { GatewayDatabase } from './gateway-database.ts';
import type { Db } from './open-database.ts';

const answerAgeMaxMs = 24 * 3_600_000;
const sentAgeMaxMs = 15 * 60_000;
/** Erasing runs every minute while the program runs. */
const graceMs = 10 * 60_000;

/** The oldest of what is erased by its age; null where there is none. */
export type Oldest = {
  /** Milliseconds since 1970. */
  readonly session: number | null;
  /** Days in Serang, such as `2026-11-24`. */
  readonly offer: string | null;
  readonly wish: string | null;
  /** Sealed texts of the shared mailbox that are past their time. */
  readonly overdueMail: number;
};

/** @param now milliseconds since 1970 */
export async function readOldest(db: Db, now: number): Promise<Oldest> {
  const session = await db
    .selectFrom('session')
    .select((e) => e.fn.min('written_at').as('oldest'))
    .executeTakeFirst();
  const [offer, wish] = await Promise.all(
    (['offer', 'wish'] as const).map((table) =>
      db
        .selectFrom(table)
        .select((e) => e.fn.min('day').as('oldest'))
        .executeTakeFirst(),
    ),
  );
  const unread = await db
    .selectFrom('mail_in')
    .select((e) => e.fn.countAll().as('n'))
    .where('body', 'is not', null)
    .where('arrived_at', '<', now - answerAgeMaxMs - graceMs)
    .executeTakeFirst();
  const unsent = await db
    .selectFrom('mail_out')
    .select((e) => e.fn.countAll().as('n'))
    .where('body', 'is not', null)
    .where('expires_at', '<', now - graceMs)
    .executeTakeFirst();
  const written = session?.oldest;
  return {
    session: written === null || written === undefined ? null : Number(written),
    offer: offer?.oldest ?? null,
    wish: wish?.oldest ?? null,
    overdueMail: Number(unread?.n ?? 0) + Number(unsent?.n ?? 0),
  };
}

/** Texts waiting for an answer, texts waiting to be sent, and sent ones, that are past their time. */
const overdueMail = `
  select (select count(*) from inbox where body is not null and arrived_at < @unread)
       + (select count(*) from outbox where sent_at is null and expires_at < @unsent)
       + (select count(*) from outbox where sent_at < @sent) as n`;

/** How many sealed texts lie in the gateway's file longer than promised. @param now milliseconds */
export function countOverdueMail(db: GatewayDatabase, now: number): number {
  const row = db.prepare(overdueMail).get({
    unread: now - answerAgeMaxMs - graceMs,
    unsent: now - graceMs,
    sent: now - sentAgeMaxMs - graceMs,
  });
  return (row as { n: number }).n;
}
