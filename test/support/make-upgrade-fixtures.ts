import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { gatewayVersion, openGatewayDatabase } from '#storage/gateway-database.ts';
import { createGatewayStore } from '#storage/gateway-store.ts';
import { migrations } from '#storage/migrations.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createSeal } from '#storage/seal.ts';
import { sha256 } from './statistics.ts';
import { upgradeAudit, upgradeGateway, upgradeRows } from './upgrade-rows.ts';

// npm run fixtures:upgrade: a small database as each version left it, for the newest ones that have
// none yet. What is there is never made anew: it is what installations hold.

const folder = 'test/fixtures';
const scratch = mkdtempSync(join(tmpdir(), 'fixtures-'));

for (const name of Object.keys(migrations)) {
  const fixture = join(folder, `tanya-dulu-${name}.sqlite.gz`);
  if (!existsSync(fixture)) pack(await makeDatabase(name), fixture);
}
const gateway = join(folder, `whatsapp-${gatewayVersion}.sqlite.gz`);
if (!existsSync(gateway)) pack(makeGateway(), gateway);
rmSync(scratch, { recursive: true });

async function makeDatabase(upTo: string): Promise<string> {
  const file = join(scratch, `${upTo}.sqlite`);
  const db = await openDatabase(file, upTo);
  const { rows: known } = await sql<{ table: string; column: string }>`
    select m.name as "table", c.name as "column"
    from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'`.execute(db);
  const has = (table: string, column: string) =>
    known.some((k) => k.table === table && k.column === column);
  for (const [table, rows] of Object.entries(upgradeRows)) {
    for (const row of known.some((k) => k.table === table) ? rows : []) {
      const fields = Object.entries(row).filter(([column]) => has(table, column));
      await db
        .insertInto(table as keyof typeof upgradeRows)
        .values(Object.fromEntries(fields) as never)
        .execute();
    }
  }
  const { actor, act, subject, at } = upgradeAudit;
  if (has('audit', 'hash')) {
    await createAccountsStore(db, sha256).note(actor, act, subject, at);
  }
  const small = `${file}.small`;
  await sql`vacuum into ${sql.lit(small)}`.execute(db);
  await db.destroy();
  return small;
}

function makeGateway(): string {
  const file = join(scratch, 'whatsapp.sqlite');
  const db = openGatewayDatabase(file);
  const { key, credentials, signalKey, digest, letter, bubble } = upgradeGateway;
  const store = createGatewayStore(db, createSeal(key), (label, value) => `${label} ${value}`);
  store.writeCredentials(credentials);
  const arrival = { message: 'm', chat: 'c' as never, body: letter, urgent: true, sentAtMs: 1 };
  store.commit({ keys: [signalKey], seen: [{ digest, echo: null }], arrivals: [arrival] }, 2);
  const outgoing = { id: 'b', message: 'n', chat: 'c' as never, body: bubble, urgent: false };
  store.mail.finish([], [{ ...outgoing, expiresAtMs: 3 }]);
  const small = `${file}.small`;
  db.prepare('vacuum into ?').run(small);
  db.close();
  return small;
}

function pack(file: string, fixture: string): void {
  writeFileSync(fixture, gzipSync(readFileSync(file), { level: 9 }));
  process.stdout.write(`${fixture}\n`);
}
