import type { Selectable } from 'kysely';
import {
  type Account,
  type AuditEntry,
  afterFailure,
  idleMaxMs,
  type Proposal,
  type Role,
} from '#dashboard/accounts.ts';
import type { AccountsStore } from '#dashboard/accounts-store.ts';
import { holdLock } from './dialect.ts';
import type { Db } from './open-database.ts';
import type { Tables } from './tables.ts';

type Row = Selectable<Tables['account']>;
/** SHA-256 in hexadecimal. */
type Hash = (text: string) => string;

/** Accounts, signed-in browsers, links and the log of acts in the database. */
export function createAccountsStore(db: Db, hash: Hash): AccountsStore {
  return {
    ...accountsIn(db),
    ...triesIn(db),
    ...signInsIn(db),
    ...linksIn(db),
    ...proposalsIn(db),
    ...auditIn(db, hash),
    purge: (now) => purge(db, now),
  };
}

const accountOf = (row: Row): Account => ({
  id: row.id,
  name: row.name,
  role: row.role as Role,
  password: row.password,
  totp: row.totp,
  failures: row.failures,
  lockedUntil: row.locked_until,
});

type Accounts = Pick<AccountsStore, 'count' | 'list' | 'byName' | 'add' | 'remove' | 'change'>;
function accountsIn(db: Db): Accounts {
  const byName = async (name: string) => {
    const row = await db
      .selectFrom('account')
      .selectAll()
      .where('name', '=', name)
      .executeTakeFirst();
    return row ? accountOf(row) : null;
  };
  return {
    count: async () => (await db.selectFrom('account').select('id').execute()).length,
    list: async () =>
      (await db.selectFrom('account').selectAll().orderBy('name').execute()).map(accountOf),
    byName,
    async add(name, role) {
      const row = { name, role, password: null, totp: null, failures: 0, locked_until: 0 };
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('account')
        .values(row)
        .onConflict((c) => c.column('name').doNothing())
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n ? byName(name) : null;
    },
    async remove(name) {
      await db.deleteFrom('account').where('name', '=', name).execute();
    },
    async change(id, { lockedUntil, ...fields }) {
      const row = { ...fields, ...(lockedUntil !== undefined && { locked_until: lockedUntil }) };
      await db.updateTable('account').set(row).where('id', '=', id).execute();
    },
  };
}

/** Passwords are guessed at all processes at once; they count together. */
function triesIn(db: Db): Pick<AccountsStore, 'failed' | 'succeeded'> {
  return {
    failed: (id, now) =>
      db.transaction().execute(async (tx) => {
        await holdLock(tx, `account ${id}`);
        const row = await tx
          .selectFrom('account')
          .select(['failures', 'locked_until'])
          .where('id', '=', id)
          .executeTakeFirst();
        if (!row || row.locked_until > now) return false;
        const { failures, lockedUntil } = afterFailure(row, now);
        await tx
          .updateTable('account')
          .set({ failures, locked_until: lockedUntil })
          .where('id', '=', id)
          .execute();
        return lockedUntil > 0;
      }),
    async succeeded(id, now) {
      const { numUpdatedRows } = await db
        .updateTable('account')
        .set({ failures: 0, locked_until: 0 })
        .where('id', '=', id)
        .where('locked_until', '<=', now)
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },
  };
}

type SignIns = Pick<AccountsStore, 'endSignIns' | 'startSignIn' | 'signIn' | 'touch' | 'endSignIn'>;
function signInsIn(db: Db): SignIns {
  return {
    async endSignIns(account) {
      await db.deleteFrom('sign_in').where('account', '=', account).execute();
    },
    async startSignIn(idHash, account, now) {
      const row = { id_hash: idHash, account, started_at: now, seen_at: now };
      await db.insertInto('sign_in').values(row).execute();
    },
    async signIn(idHash) {
      const row = await db
        .selectFrom('sign_in')
        .innerJoin('account', 'account.id', 'sign_in.account')
        .selectAll('account')
        .select(['started_at', 'seen_at'])
        .where('id_hash', '=', idHash)
        .executeTakeFirst();
      return row
        ? { account: accountOf(row), startedAt: row.started_at, seenAt: row.seen_at }
        : null;
    },
    async touch(idHash, now) {
      await db.updateTable('sign_in').set({ seen_at: now }).where('id_hash', '=', idHash).execute();
    },
    async endSignIn(idHash) {
      await db.deleteFrom('sign_in').where('id_hash', '=', idHash).execute();
    },
  };
}

type Links = Pick<AccountsStore, 'addLink' | 'linked' | 'useLink'>;
function linksIn(db: Db): Links {
  const linked = async (tokenHash: string, now: number) => {
    const row = await db
      .selectFrom('link')
      .innerJoin('account', 'account.id', 'link.account')
      .selectAll('account')
      .where('token_hash', '=', tokenHash)
      .where('expires_at', '>', now)
      .executeTakeFirst();
    return row ? accountOf(row) : null;
  };
  return {
    async addLink(tokenHash, account, expiresAt) {
      await db.transaction().execute(async (tx) => {
        // A new link makes the old ones of that account worthless.
        await tx.deleteFrom('link').where('account', '=', account).execute();
        const row = { token_hash: tokenHash, account, expires_at: expiresAt };
        await tx.insertInto('link').values(row).execute();
      });
    },
    linked,
    async useLink(tokenHash, now) {
      const account = await linked(tokenHash, now);
      const { numDeletedRows } = await db
        .deleteFrom('link')
        .where('token_hash', '=', tokenHash)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n ? account : null;
    },
  };
}

type Proposals = Pick<AccountsStore, 'propose' | 'proposals' | 'dropProposal'>;
function proposalsIn(db: Db): Proposals {
  return {
    async propose({ expiresAt, ...rest }) {
      await db
        .insertInto('proposal')
        .values({ ...rest, expires_at: expiresAt })
        .execute();
    },
    proposals: async (now) =>
      (
        await db
          .selectFrom('proposal')
          .selectAll()
          .where('expires_at', '>', now)
          .orderBy('id')
          .execute()
      ).map(({ expires_at: expiresAt, act, role, ...rest }) => ({
        ...rest,
        act: act as Proposal['act'],
        role: role as Role | null,
        expiresAt,
      })),
    async dropProposal(id) {
      const { numDeletedRows } = await db
        .deleteFrom('proposal')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      return numDeletedRows === 1n;
    },
  };
}

type Audit = Pick<AccountsStore, 'note' | 'audit' | 'brokenEntry'>;
function auditIn(db: Db, hash: Hash): Audit {
  const hashOf = (
    previous: string,
    { number, at, actor, act, subject }: Omit<AuditEntry, 'hash'>,
  ) => hash(JSON.stringify([previous, number, at, actor, act, subject]));
  return {
    note: (actor, act, subject, now) =>
      db.transaction().execute(async (tx) => {
        await holdLock(tx, 'audit');
        const last = await tx
          .selectFrom('audit')
          .selectAll()
          .orderBy('number', 'desc')
          .limit(1)
          .executeTakeFirst();
        const entry = { number: (last?.number ?? 0) + 1, at: now, actor, act, subject };
        const row = { ...entry, hash: hashOf(last?.hash ?? '', entry) };
        await tx.insertInto('audit').values(row).execute();
      }),
    audit: async (limit) =>
      (await db
        .selectFrom('audit')
        .selectAll()
        .orderBy('number', 'desc')
        .limit(limit)
        .execute()) as AuditEntry[],
    async brokenEntry() {
      const rows = (await db
        .selectFrom('audit')
        .selectAll()
        .orderBy('number')
        .execute()) as AuditEntry[];
      let previous = '';
      for (const [index, entry] of rows.entries()) {
        if (entry.number !== index + 1 || entry.hash !== hashOf(previous, entry)) return index + 1;
        previous = entry.hash;
      }
      return null;
    },
  };
}

async function purge(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('sign_in')
    .where('seen_at', '<', now - idleMaxMs)
    .execute();
  await db.deleteFrom('link').where('expires_at', '<=', now).execute();
  await db.deleteFrom('proposal').where('expires_at', '<=', now).execute();
}
