import { z } from 'zod';
import type { KeptSession, OfferNote, Session, SessionStore } from '#conversation/session.ts';
import { kinds, languages } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import { harms, risks, scopes, severities } from '#domain/verdict.ts';
import { serangDay } from '#statistics/windows.ts';
import { holdLock, isPostgres } from './dialect.ts';
import type { GroupCommit, Tx } from './group-commit.ts';
import type { Db } from './open-database.ts';

const id = z.string().max(60);
/** Refuses anything but ids: no free text can hide in a stored session. */
const sessionSchema = z.strictObject({
  language: z.enum(languages),
  chosen: z.enum(languages).optional(),
  pending: id.nullable(),
  lastCase: z
    .strictObject({
      kind: z.enum(kinds),
      evidence: z
        .array(
          z.strictObject({
            rule: id,
            matcher: id,
            severity: z.enum(severities),
            scope: z.enum(scopes),
          }),
        )
        .max(200),
      atoms: z.array(id.regex(/^[a-z-]+:[A-Za-z0-9-]+$/)).max(200),
      risk: z.enum(risks).nullable(),
      harm: z.enum(harms).nullable(),
      country: z.string().length(2).nullable(),
      asked: z.array(id).max(20),
    })
    .nullable(),
});

/**
 * Sessions in the database; one that cannot be read any more counts as none.
 * @param commit writes of many people in one transaction, where there are many people
 */
export function createSessionStore(
  db: Db,
  commit: GroupCommit = (work) => db.transaction().execute(work),
): SessionStore {
  return {
    async read(chat) {
      const row = await db
        .selectFrom('session')
        .select(['state', 'turn', 'before'])
        .where('chat', '=', chat)
        .executeTakeFirst();
      const session = row ? readState(row.state) : null;
      if (!row || !session) return null;
      const before = row.before === null ? null : readState(row.before);
      return { session, turn: row.turn === null ? null : { id: row.turn, before } };
    },
    async write(chat, session, wish, now, turn, offer) {
      await commit(async (tx) => {
        // Another process answered the same message: what it kept and counted stands.
        if (isPostgres(tx) && turn && (await isDone(tx, chat, turn.id))) return;
        if (session === null || wish?.wish === 'erase') await forget(tx, chat);
        else await writeSession(tx, chat, { session, turn: turn ?? null }, now);
        if (wish) await writeWish(tx, chat, wish, now);
        if (offer) await writeOffer(tx, chat, offer, now);
      });
    },
    async purge(before) {
      const result = await db
        .deleteFrom('session')
        .where('written_at', '<', before.getTime())
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
    async offers(chat) {
      const rows = await db
        .selectFrom('offer')
        .select(['marks', 'risk', 'day'])
        .where('chat', '=', chat)
        .execute();
      return rows.map((row) => ({ ...row, risk: z.enum(risks).parse(row.risk) }));
    },
    async purgeOffers(before) {
      const day = serangDay(before.getTime());
      const result = await db.deleteFrom('offer').where('day', '<', day).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}

async function isDone(tx: Tx, chat: string, turn: string): Promise<boolean> {
  await holdLock(tx, `session ${chat}`);
  const row = await tx
    .selectFrom('session')
    .select('turn')
    .where('chat', '=', chat)
    .executeTakeFirst();
  return row?.turn === turn;
}

async function writeSession(
  tx: Tx,
  chat: string,
  { session, turn }: KeptSession,
  now: Date,
): Promise<void> {
  const row = {
    state: JSON.stringify(sessionSchema.parse(session)),
    written_at: now.getTime(),
    turn: turn?.id ?? null,
    before: turn?.before ? JSON.stringify(sessionSchema.parse(turn.before)) : null,
  };
  await tx
    .insertInto('session')
    .values({ chat, ...row })
    .onConflict((c) => c.column('chat').doUpdateSet(row))
    .execute();
}

async function forget(tx: Tx, chat: string): Promise<void> {
  await tx.deleteFrom('session').where('chat', '=', chat).execute();
  await tx.deleteFrom('wish').where('chat', '=', chat).execute();
  await tx.deleteFrom('offer').where('chat', '=', chat).execute();
}

async function writeOffer(tx: Tx, chat: string, offer: OfferNote, now: Date): Promise<void> {
  const { marks, risk } = offer;
  if (marks) {
    const day = serangDay(now.getTime());
    await tx
      .insertInto('offer')
      .values({ chat, marks: Buffer.from(marks), risk, day })
      .execute();
    return;
  }
  const newest = await tx
    .selectFrom('offer')
    .select(['id', 'risk'])
    .where('chat', '=', chat)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!newest) return;
  const isHarsher = risks.indexOf(risk) < risks.indexOf(z.enum(risks).parse(newest.risk));
  if (isHarsher) await tx.updateTable('offer').set({ risk }).where('id', '=', newest.id).execute();
}

async function writeWish(tx: Tx, chat: string, wish: StatisticsWish, now: Date): Promise<void> {
  const day = serangDay(now.getTime());
  await tx
    .insertInto('wish')
    .values({ chat, day, wish: JSON.stringify(wish) })
    .execute();
}

function readState(state: string): Session | null {
  try {
    const checked = sessionSchema.safeParse(JSON.parse(state));
    return checked.success ? checked.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
