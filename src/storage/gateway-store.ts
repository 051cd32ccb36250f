import type { Arrival, Letter } from '#domain/mail.ts';
import { type GatewayDatabase, writeRelaxed } from './gateway-database.ts';
import { createMailStore } from './mail-store.ts';
import type { Seal } from './seal.ts';

/** Keys of people who have not written for so long are deleted. */
const keyAgeMaxMs = 30 * 24 * 3_600_000;
/** A ciphertext that the library must see again after a crash is kept so long. */
const echoAgeMaxMs = 15 * 60_000;
const ciphertextAgeMaxMs = 7 * 24 * 3_600_000;
/** Own keys: they are not of a person and never idle. */
const ownKinds = ['pre-key', 'app-state-sync-key', 'app-state-sync-version'];

export type KeyWrite = {
  readonly kind: string;
  readonly id: string;
  /** null deletes. */
  readonly value: Uint8Array | null;
};

/** Everything that one received ciphertext changes; written in one transaction. */
export type Step = {
  readonly keys: readonly KeyWrite[];
  /** Digests of ciphertexts, and what to answer when they come again. */
  readonly seen?: readonly { readonly digest: string; readonly echo: Uint8Array | null }[];
  readonly arrivals?: readonly Arrival[];
  /** Messages that their senders deleted or replaced. */
  readonly takenBack?: readonly string[];
};

export type Credentials =
  | { readonly state: 'none' }
  /** Changed, or its key is another one; a person must decide. */
  | { readonly state: 'damaged' }
  | { readonly state: 'kept'; readonly bytes: Uint8Array };

/**
 * Keys, credentials and mail of a messenger in one file, so that a step of the ratchet and the
 * message it opened are kept together or not at all. Ids are hashed and values sealed: a copy of
 * the file names nobody.
 */
export function createGatewayStore(
  db: GatewayDatabase,
  seal: Seal,
  hash: (label: string, value: string) => string,
) {
  const mail = createMailStore(db, seal);
  const read = db.prepare('select sealed from signal_key where id = ?');
  const touch = db.prepare('update signal_key set used_at = ? where id = ?');
  const write = db.prepare(
    `insert into signal_key (id, kind, sealed, used_at) values (?, ?, ?, ?)
     on conflict (id) do update set sealed = excluded.sealed, used_at = excluded.used_at`,
  );
  const remove = db.prepare('delete from signal_key where id = ?');
  const see = db.prepare(
    'insert into ciphertext (digest, echo, seen_at) values (?, ?, ?) on conflict (digest) do nothing',
  );
  const seen = db.prepare('select echo from ciphertext where digest = ?');
  const readCreds = db.prepare('select sealed from credentials where id = 1');
  const writeCreds = db.prepare(
    `insert into credentials (id, sealed) values (1, ?)
     on conflict (id) do update set sealed = excluded.sealed`,
  );
  const purgeKeys = db.prepare(
    `delete from signal_key where used_at < ? and kind not in (${ownKinds.map(() => '?').join()})`,
  );
  const purgeEchoes = db.prepare(
    'update ciphertext set echo = null where echo is not null and seen_at < ?',
  );
  const purgeSeen = db.prepare('delete from ciphertext where seen_at < ?');
  const idOf = (kind: string, id: string) => hash('whatsapp-key', `${kind}\0${id}`);

  return {
    mail,
    /** A key that cannot be opened counts as lost: its owner is asked to start a new session. */
    readKey(kind: string, id: string): Uint8Array | null {
      const hashed = idOf(kind, id);
      const row = read.get(hashed) as { sealed: Uint8Array } | undefined;
      return row ? seal.open(row.sealed, `key ${hashed}`) : null;
    },
    touchKey: (kind: string, id: string, now: number): void =>
      writeRelaxed(db, () => void touch.run(now, idOf(kind, id))),
    /** @throws where the disk fails; then nothing of the step was kept */
    commit: db.transaction((step: Step, now: number): Letter[] => {
      for (const { kind, id, value } of step.keys) {
        const hashed = idOf(kind, id);
        if (value === null) remove.run(hashed);
        else write.run(hashed, kind, seal.close(value, `key ${hashed}`), now);
      }
      for (const { digest, echo } of step.seen ?? [])
        see.run(digest, echo && seal.close(echo, `echo ${digest}`), now);
      for (const message of step.takenBack ?? []) mail.takeBack(message);
      return mail.take(step.arrivals ?? [], now);
    }),
    /** undefined where the ciphertext is new; null where nothing is left to tell. */
    echoOf(digest: string): Uint8Array | null | undefined {
      const row = seen.get(digest) as { echo: Uint8Array | null } | undefined;
      return row && row.echo !== null ? seal.open(row.echo, `echo ${digest}`) : row && null;
    },
    readCredentials(): Credentials {
      const row = readCreds.get() as { sealed: Uint8Array } | undefined;
      if (!row) return { state: 'none' };
      const bytes = seal.open(row.sealed, 'credentials');
      return bytes ? { state: 'kept', bytes } : { state: 'damaged' };
    },
    writeCredentials: (bytes: Uint8Array): void =>
      void writeCreds.run(seal.close(bytes, 'credentials')),
    /** Forgets the linked account; mail that waits is kept. */
    forgetAccount: db.transaction((): void => {
      db.exec('delete from credentials; delete from signal_key; delete from ciphertext;');
    }),
    purge(now: number): void {
      purgeKeys.run(now - keyAgeMaxMs, ...ownKinds);
      purgeEchoes.run(now - echoAgeMaxMs);
      purgeSeen.run(now - ciphertextAgeMaxMs);
      mail.purge(now);
      // What was deleted stays readable in the log file until it is folded back.
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
  };
}

export type GatewayStore = ReturnType<typeof createGatewayStore>;
