import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session, SessionStore } from '#conversation/session.ts';
import { type Db, openDatabase } from '#storage/open-database.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { onEachDatabase } from '../support/databases.ts';

const session: Session = {
  language: 'id',
  pending: 'country',
  lastCase: {
    kind: 'offer',
    evidence: [{ rule: 'secrecy', matcher: 'm', severity: 'strong', scope: 'asserted' }],
    atoms: ['place:abroad', 'place:KH'],
    risk: 'danger',
    harm: 'trafficking',
    country: 'KH',
    asked: ['country'],
  },
};
const at = (iso: string) => new Date(iso);

onEachDatabase(({ make }) => {
  let place: string;
  let db: Db;
  let store: SessionStore;
  beforeAll(async () => {
    place = await make();
    db = await openDatabase(place);
    store = createSessionStore(db);
  });
  afterAll(() => db.destroy());

  test('what was written is read, the last write wins', async () => {
    await store.write('a', { ...session, pending: null }, null, at('2026-11-24T00:00:00Z'));
    await store.write('a', session, null, at('2026-11-24T01:00:00Z'));
    expect(await store.read('a')).toEqual({ session, turn: null });
    expect(await store.read('nobody')).toBe(null);
  });

  test('the message that made a session is kept with the session before it', async () => {
    const before = { ...session, pending: null };
    const now = at('2026-11-24T01:00:00Z');
    await store.write('t', session, null, now, { id: 'one', before });
    expect(await store.read('t')).toEqual({ session, turn: { id: 'one', before } });
    await store.write('t', session, null, now, { id: 'two', before: null });
    expect(await store.read('t')).toEqual({ session, turn: { id: 'two', before: null } });
  });

  test('old sessions are purged, young ones stay', async () => {
    await store.write('old', session, null, at('2026-11-22T00:00:00Z'));
    expect(await store.purge(at('2026-11-23T00:00:00Z'))).toBe(1);
    expect(await store.read('old')).toBe(null);
    expect(await store.read('a')).toEqual({ session, turn: null });
  });

  test('a state that cannot be read counts as none', async () => {
    for (const state of ['{', '{"language":"xx"}', '[]']) {
      await db
        .insertInto('session')
        .values({ chat: state, state, written_at: 0, turn: null, before: null })
        .execute();
      expect(await store.read(state)).toBe(null);
    }
  });

  test('free text cannot be stored', async () => {
    const sneaky = { ...session, lastCase: { ...session.lastCase!, atoms: ['pesan: gaji besar'] } };
    await expect(store.write('b', sneaky, null, at('2026-11-24T00:00:00Z'))).rejects.toThrow();
  });

  test('opening twice changes nothing', async () => {
    const again = await openDatabase(place);
    expect(await createSessionStore(again).read('a')).toEqual({ session, turn: null });
    await again.destroy();
  });
});
