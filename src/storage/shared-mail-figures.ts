import type { Db } from './open-database.ts';

export type MailFigures = {
  /** Messages to be answered and bubbles to be sent, of all processes. */
  readonly waiting: number;
  readonly unsent: number;
  /** Texts that lie in the database longer than promised. */
  readonly overdue: number;
};

const answerAgeMaxMs = 24 * 3_600_000;
/** Erasing runs every minute while the program runs. */
const graceMs = 10 * 60_000;

/** How much mail waits, for whoever watches the program. @param now milliseconds since 1970 */
export async function readMailFigures(db: Db, now: number): Promise<MailFigures> {
  const isOld = now - answerAgeMaxMs - graceMs;
  const letters = await db
    .selectFrom('mail_in')
    .select((e) => [
      e.fn.countAll<number>().as('all'),
      e.fn.countAll<number>().filterWhere('arrived_at', '<', isOld).as('overdue'),
    ])
    .where('body', 'is not', null)
    .executeTakeFirst();
  const bubbles = await db
    .selectFrom('mail_out')
    .select((e) => [
      e.fn.countAll<number>().as('all'),
      e.fn
        .countAll<number>()
        .filterWhere('expires_at', '<', now - graceMs)
        .as('overdue'),
    ])
    .where('sent_at', 'is', null)
    .executeTakeFirst();
  return {
    waiting: Number(letters?.all ?? 0),
    unsent: Number(bubbles?.all ?? 0),
    overdue: Number(letters?.overdue ?? 0) + Number(bubbles?.overdue ?? 0),
  };
}
