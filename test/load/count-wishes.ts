import Database from 'better-sqlite3';
import { Client } from 'pg';

/** Notes each wish to count beside the program, which itself forgets it. */
export async function watchCounting(place: string): Promise<void> {
  if (!place.startsWith('postgres')) {
    const db = new Database(place);
    db.exec(`create table load_counted (chat text);
      create trigger load_counted after insert on wish begin
        insert into load_counted values (new.chat);
      end`);
    db.close();
    return;
  }
  await onServer(place, async (client) => {
    await client.query(`create table load_counted (chat text);
      create function load_counted() returns trigger language plpgsql as
        'begin insert into load_counted values (new.chat); return new; end';
      create trigger load_counted after insert on wish
        for each row execute function load_counted()`);
  });
}

/** Wishes of each chat. */
export async function readCounting(place: string): Promise<Map<string, number>> {
  const query = 'select chat, count(*) as n from load_counted group by chat';
  let rows: { chat: string; n: number | string }[] = [];
  if (place.startsWith('postgres'))
    await onServer(place, async (client) => {
      rows = (await client.query(query)).rows;
    });
  else {
    const db = new Database(place, { readonly: true });
    rows = db.prepare(query).all() as typeof rows;
    db.close();
  }
  return new Map(rows.map((row) => [row.chat, Number(row.n)]));
}

async function onServer(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
