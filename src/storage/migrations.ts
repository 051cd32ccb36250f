import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { columnTypes } from './dialect.ts';

/** In the order of their names; one that was released is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-session': {
    async up(db: Kysely<unknown>): Promise<void> {
      const t = columnTypes(db);
      await sql`
        create table session (
          chat text primary key,
          state text not null,
          written_at ${t.whole} not null
        ) ${t.strict}`.execute(db);
      await sql`create index session_written_at on session (written_at)`.execute(db);
    },
  },
  '0002-statistics': {
    async up(db: Kysely<unknown>): Promise<void> {
      const t = columnTypes(db);
      await sql`
        create table wish (
          id ${t.counting},
          chat text not null,
          day text not null,
          wish text not null
        ) ${t.strict}`.execute(db);
      await sql`
        create table counter (
          length text not null,
          start text not null,
          measure text not null,
          cell text not null,
          n ${t.whole} not null,
          primary key (length, start, measure, cell)
        ) ${t.keyed}`.execute(db);
      await sql`
        create table tag (
          length text not null,
          start text not null,
          measure text not null,
          tag ${t.bytes} not null,
          primary key (length, start, measure, tag)
        ) ${t.keyed}`.execute(db);
      await sql`
        create table left_out (
          mark ${t.bytes} primary key
        ) ${t.keyed}`.execute(db);
      await sql`
        create table release (
          number ${t.numbered},
          body text not null
        ) ${t.strict}`.execute(db);
    },
  },
  '0003-accounts': {
    async up(db: Kysely<unknown>): Promise<void> {
      const t = columnTypes(db);
      await sql`
        create table account (
          id ${t.counting},
          name text not null unique,
          role text not null,
          password text,
          totp text,
          failures ${t.whole} not null,
          locked_until ${t.whole} not null
        ) ${t.strict}`.execute(db);
      await sql`
        create table sign_in (
          id_hash text primary key,
          account ${t.whole} not null references account (id) on delete cascade,
          started_at ${t.whole} not null,
          seen_at ${t.whole} not null
        ) ${t.keyed}`.execute(db);
      await sql`
        create table link (
          token_hash text primary key,
          account ${t.whole} not null references account (id) on delete cascade,
          expires_at ${t.whole} not null
        ) ${t.keyed}`.execute(db);
      await sql`
        create table proposal (
          id ${t.counting},
          proposer text not null,
          act text not null,
          subject text not null,
          role text,
          expires_at ${t.whole} not null
        ) ${t.strict}`.execute(db);
      await sql`
        create table audit (
          number ${t.numbered},
          at ${t.whole} not null,
          actor text not null,
          act text not null,
          subject text not null,
          hash text not null
        ) ${t.strict}`.execute(db);
    },
  },
  '0004-session-turn': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`alter table session add column turn text`.execute(db);
      await sql`alter table session add column before text`.execute(db);
    },
  },
  '0005-hotline-check': {
    async up(db: Kysely<unknown>): Promise<void> {
      const t = columnTypes(db);
      await sql`
        create table hotline_check (
          hotline text primary key,
          number text not null,
          day text not null,
          checked_by text not null
        ) ${t.strict}`.execute(db);
    },
  },
  '0006-offer': {
    async up(db: Kysely<unknown>): Promise<void> {
      const t = columnTypes(db);
      await sql`
        create table offer (
          id ${t.counting},
          chat text not null,
          marks ${t.bytes} not null,
          risk text not null,
          day text not null
        ) ${t.strict}`.execute(db);
      await sql`create index offer_chat on offer (chat)`.execute(db);
    },
  },
  '0007-mail': {
    async up(db: Kysely<unknown>): Promise<void> {
      const t = columnTypes(db);
      await sql`
        create table mail_in (
          seq ${t.unrepeated},
          message text not null unique,
          chat text not null,
          body ${t.bytes},
          urgent ${t.whole} not null,
          sent_at ${t.whole} not null,
          arrived_at ${t.whole} not null
        ) ${t.strict}`.execute(db);
      await sql`create index mail_in_waiting on mail_in (chat) where body is not null`.execute(db);
      await sql`create index mail_in_arrived_at on mail_in (arrived_at)`.execute(db);
      await sql`
        create table mail_out (
          seq ${t.unrepeated},
          id text not null unique,
          message text not null,
          chat text not null,
          body ${t.bytes},
          urgent ${t.whole} not null,
          expires_at ${t.whole} not null,
          sent_at ${t.whole}
        ) ${t.strict}`.execute(db);
      await sql`create index mail_out_unsent on mail_out (chat) where sent_at is null`.execute(db);
      await sql`create index mail_out_message on mail_out (message)`.execute(db);
      await sql`create index mail_out_sent_at on mail_out (sent_at) where sent_at is not null`.execute(
        db,
      );
      await sql`
        create table mail_chat (
          chat text primary key,
          urgent ${t.whole} not null,
          since ${t.whole} not null,
          arrivals ${t.whole} not null,
          loaded ${t.whole} not null,
          owner text not null,
          until ${t.whole} not null
        ) ${t.keyed}`.execute(db);
      await sql`create index mail_chat_next on mail_chat (urgent desc, since)`.execute(db);
    },
  },
  '0008-wish-of-chat': {
    async up(db: Kysely<unknown>): Promise<void> {
      await sql`create index wish_chat on wish (chat, id)`.execute(db);
    },
  },
  '0009-installation': {
    async up(db: Kysely<unknown>): Promise<void> {
      const t = columnTypes(db);
      await sql`
        create table installation (
          name text primary key,
          value text not null
        ) ${t.strict}`.execute(db);
    },
  },
};
