import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { loadStoredData } from '#reference/stored-data.ts';
import { openStatistics } from '../support/open-statistics.ts';

const stored = loadStoredData('data');

test('every column of the database is told, and nothing that is not there', async () => {
  const { db } = await openStatistics();
  const { rows } = await sql<{ table: string; column: string }>`
    select m.name as "table", c.name as "column"
    from sqlite_master m, pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'sqlite_%'`.execute(db);
  const there = rows.map(({ table, column }) => `${table}.${column}`).sort();
  const told = Object.entries(stored.tables)
    .flatMap(([table, { columns }]) => Object.keys(columns).map((column) => `${table}.${column}`))
    .sort();
  expect(told).toEqual(there);
});

test('every file that the program writes is told', async () => {
  const { folder, statistics, send, later, keys } = await openStatistics();
  await statistics.tick();
  await send('a');
  later(7);
  await statistics.tick();
  keys.lasting();
  const patterns = stored.files.map(
    ({ name }) => new RegExp(`^${name.replace(/[.]/g, '\\.').replace(/\*/g, '[^/]*')}$`),
  );
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replace(/^test\.sqlite/, 'tanya-dulu.sqlite'));
  expect(files.length).toBeGreaterThan(4);
  expect(files.filter((file) => !patterns.some((p) => p.test(file)))).toEqual([]);
});

test('the command prints each of them', () => {
  const printed = execFileSync(process.execPath, ['src/commands/what-we-have.ts'], {
    encoding: 'utf8',
  });
  for (const [table, { columns }] of Object.entries(stored.tables)) {
    expect(printed).toContain(`\n${table}\n`);
    for (const holds of Object.values(columns)) expect(printed).toContain(holds);
  }
  for (const { name } of stored.files) expect(printed).toContain(name);
});
