import { z } from 'zod';
import type { Session, SessionStore } from '#conversation/session.ts';
import { kinds, languages } from '#domain/message.ts';
import { harms, risks, scopes, severities } from '#domain/verdict.ts';
import type { Db } from './open-database.ts';

const id = z.string().max(60);
/** Refuses anything but ids: no free text can hide in a stored session. */
const sessionSchema = z.strictObject({
  language: z.enum(languages),
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

/** Sessions in the database; one that cannot be read any more counts as none. */
export function createSessionStore(db: Db): SessionStore {
  return {
    async read(chat) {
      const row = await db
        .selectFrom('session')
        .select('state')
        .where('chat', '=', chat)
        .executeTakeFirst();
      return row ? readState(row.state) : null;
    },
    async write(chat, session, now) {
      const row = {
        state: JSON.stringify(sessionSchema.parse(session)),
        written_at: now.getTime(),
      };
      await db
        .insertInto('session')
        .values({ chat, ...row })
        .onConflict((c) => c.column('chat').doUpdateSet(row))
        .execute();
    },
    async purge(before) {
      const result = await db
        .deleteFrom('session')
        .where('written_at', '<', before.getTime())
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
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
