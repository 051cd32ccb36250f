import type { Db } from './open-database.ts';

/**
 * Whether these are the keys with which this database is used; the first who asks decides. Two
 * programs with different keys would know nobody again and count everybody twice.
 * @param fingerprint tells keys apart and gives nothing of them away
 */
export async function hasSameKeys(db: Db, fingerprint: string): Promise<boolean> {
  await db
    .insertInto('installation')
    .values({ name: 'keys', value: fingerprint })
    .onConflict((c) => c.doNothing())
    .execute();
  const kept = await db
    .selectFrom('installation')
    .select('value')
    .where('name', '=', 'keys')
    .executeTakeFirstOrThrow();
  return kept.value === fingerprint;
}
