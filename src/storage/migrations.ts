import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** In the order of their names; one that was released is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-session': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`
        create table session (
          chat text primary key,
          state text not null,
          written_at integer not null
        ) strict`.execute(db);
      await sql`create index session_written_at on session (written_at)`.execute(db);
    },
  },
};
