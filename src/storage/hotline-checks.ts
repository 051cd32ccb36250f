import type { Db } from './open-database.ts';

/** That somebody of the task force made sure that a number answers. */
export type HotlineCheck = {
  readonly hotline: string;
  /** The number as it was then: a check says nothing of another one. */
  readonly number: string;
  /** Day in Serang. */
  readonly day: string;
  /** Name of the account. */
  readonly by: string;
};

export type HotlineChecks = {
  list(): Promise<readonly HotlineCheck[]>;
  /** Keeps the newest check of each number. */
  note(check: HotlineCheck): Promise<void>;
};

export function createHotlineChecks(db: Db): HotlineChecks {
  return {
    async list() {
      const rows = await db.selectFrom('hotline_check').selectAll().execute();
      return rows.map(({ checked_by: by, ...rest }) => ({ ...rest, by }));
    },
    async note({ by, ...rest }) {
      const row = { ...rest, checked_by: by };
      await db
        .insertInto('hotline_check')
        .values(row)
        .onConflict((c) => c.column('hotline').doUpdateSet(row))
        .execute();
    },
  };
}
