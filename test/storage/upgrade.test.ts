import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { brokenLink } from '#statistics/release.ts';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { gatewayVersion, openGatewayDatabase } from '#storage/gateway-database.ts';
import { createGatewayStore } from '#storage/gateway-store.ts';
import { migrations } from '#storage/migrations.ts';
import { type Db, openDatabase } from '#storage/open-database.ts';
import { createSeal } from '#storage/seal.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { createStatisticsStore } from '#storage/statistics-store.ts';
import { sha256 } from '../support/statistics.ts';
import { upgradeAudit, upgradeGateway, upgradeRows } from '../support/upgrade-rows.ts';

const folder = 'test/fixtures';
const bytesMax = 30_000;
const fixtures = readdirSync(folder).filter((name) => name.endsWith('.sqlite.gz'));

/** A copy of a fixture, ready to be opened. */
function unpack(name: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'upgrade-')), 'old.sqlite');
  writeFileSync(file, gunzipSync(readFileSync(join(folder, name))));
  return file;
}

const schemaOf = async (db: Db) =>
  (
    await sql<{ sql: string }>`
      select coalesce(sql, '') as sql from sqlite_master order by name`.execute(db)
  ).rows.map((row) => row.sql.replace(/\s+/g, ' '));

test('there is a fixture of every version, and each is small', () => {
  expect(fixtures).toEqual(
    expect.arrayContaining([
      ...Object.keys(migrations).map((name) => `tanya-dulu-${name}.sqlite.gz`),
      ...Array.from({ length: gatewayVersion }, (_, i) => `whatsapp-${i + 1}.sqlite.gz`),
    ]),
  );
  for (const name of fixtures) expect(statSync(join(folder, name)).size).toBeLessThan(bytesMax);
});

test.each(fixtures.filter((name) => name.startsWith('tanya-dulu-')))(
  '%s is upgraded to the newest version and keeps all it held',
  async (name) => {
    const file = unpack(name);
    const { default: Database } = await import('better-sqlite3');
    const old = new Database(file, { readonly: true });
    const before = new Map(
      Object.keys(upgradeRows).flatMap((table) => {
        const known = old.prepare('select 1 from sqlite_master where name = ?').get(table);
        return known ? [[table, old.prepare(`select * from ${table}`).all() as object[]]] : [];
      }),
    );
    old.close();
    expect(before.size).toBeGreaterThan(0);
    const db = await openDatabase(file);
    for (const [table, rows] of before) {
      const expected = upgradeRows[table as keyof typeof upgradeRows]!;
      expect(rows).toHaveLength(expected.length);
      const after = await db
        .selectFrom(table as 'session')
        .selectAll()
        .execute();
      expect(after).toMatchObject(rows);
      for (const [i, row] of rows.entries()) expect(expected[i]).toMatchObject(row);
    }
    const fresh = await openDatabase(':memory:');
    expect(await schemaOf(db)).toEqual(await schemaOf(fresh));
    const { rows } = await sql`pragma integrity_check`.execute(db);
    expect(rows).toEqual([{ integrity_check: 'ok' }]);
    await fresh.destroy();
    await db.destroy();
  },
);

test.each(fixtures.filter((name) => name.startsWith('tanya-dulu-')))(
  'the stores read what %s held',
  async (name) => {
    const db = await openDatabase(unpack(name));
    const kept = await createSessionStore(db).read('chat-of-fixture');
    expect(kept?.session).toMatchObject({ language: 'su', lastCase: { country: 'SA' } });
    const releases = await createStatisticsStore(db).releases();
    expect(releases).toHaveLength(name.includes('0001') ? 0 : upgradeRows.release!.length);
    expect(brokenLink(releases, sha256)).toBe(null);
    const accounts = createAccountsStore(db, sha256);
    const entries = await accounts.audit(9);
    if (entries.length > 0) expect(entries).toMatchObject([upgradeAudit]);
    expect(await accounts.brokenEntry()).toBe(null);
    await db.destroy();
  },
);

test.each(fixtures.filter((name) => name.startsWith('whatsapp-')))(
  '%s is upgraded: account, keys and mail are there',
  (name) => {
    const { key, credentials, signalKey, digest, letter, bubble } = upgradeGateway;
    const db = openGatewayDatabase(unpack(name));
    const store = createGatewayStore(db, createSeal(key), (label, value) => `${label} ${value}`);
    expect(store.readCredentials()).toEqual({ state: 'kept', bytes: credentials });
    expect(store.readKey(signalKey.kind, signalKey.id)).toEqual(signalKey.value);
    expect(store.echoOf(digest)).toBe(null);
    const [waiting] = store.mail.waiting();
    expect(store.mail.bodiesOf([waiting!.seq])).toEqual([letter]);
    const [unsent] = store.mail.unsent();
    expect(store.mail.outgoingBody(unsent!.seq)).toEqual(bubble);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('user_version', { simple: true })).toBe(gatewayVersion);
    db.close();
  },
);
