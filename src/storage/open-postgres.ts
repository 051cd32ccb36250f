import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import { Pool, type PoolClient, type PoolConfig, types } from 'pg';
import type { Tables } from './tables.ts';

/** Of one process; PostgreSQL itself takes 100 unless it was told otherwise. */
const connectionsMax = 10;
const connectTimeoutMs = 2_000;
/** The server gives up a statement after this; our tables are small. */
const statementTimeoutMs = 5_000;
/** A transaction that was left open must not hold up the other processes for ever. */
const idleTransactionTimeoutMs = 10_000;
/** We give up waiting after this, where the network swallows what the server says. */
const answerTimeoutMs = 5_500;
/**
 * After a connection could not be made or went silent, others are refused at once for so long: an
 * answer asks the database three times, and somebody in danger must not wait three times.
 */
const restMs = 1_000;
const int8Oid = 20;
const upgradeLockTimeoutMs = 60_000;

/** The server cannot be used; the message is one line for the operator, without the address. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}

/** A number too large for JavaScript would be rounded silently. */
function readInt8(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError('a number of the database is too large');
  return number;
}

const optionsOf = (url: string): PoolConfig => ({
  connectionString: url,
  max: connectionsMax,
  connectionTimeoutMillis: connectTimeoutMs,
  keepAlive: true,
  application_name: 'tanya-dulu',
  types: {
    getTypeParser: ((oid: number, format?: 'text') =>
      oid === int8Oid ? readInt8 : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
  },
});

/**
 * Connections to a PostgreSQL server, made when they are needed. A lost one is replaced at the next
 * query, which alone fails.
 */
export function openPostgres(url: string): Kysely<Tables> {
  const pool = new Pool({
    ...optionsOf(url),
    statement_timeout: statementTimeoutMs,
    lock_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionTimeoutMs,
    query_timeout: answerTimeoutMs,
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: guard(pool) }) });
}

/** For making and upgrading the tables, which may take longer than any other statement. */
export function openForUpgrade(url: string): Kysely<unknown> {
  const pool = new Pool({ ...optionsOf(url), max: 2, lock_timeout: upgradeLockTimeoutMs });
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: guard(pool) }) });
}

/** The pool without its traps: errors outside a query, and connections that went silent. */
function guard(pool: Pool): PostgresPool {
  // Where nobody listens, a connection that breaks while it is idle ends the whole program. Nothing
  // is kept from anybody: the next query on it fails, and that is told.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  let restUntilMs = 0;
  let fault: unknown;
  const rest = (error: unknown): void => {
    fault = error;
    restUntilMs = performance.now() + restMs;
  };
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      if (performance.now() < restUntilMs) throw fault;
      try {
        return watch(await pool.connect(), rest);
      } catch (error) {
        rest(error);
        throw error;
      }
    },
  };
}

const watched = new WeakSet<PoolClient>();

/** A connection on which an answer never came is closed instead of lent again. */
function watch(client: PoolClient, rest: (error: Error) => void): PostgresPoolClient {
  if (watched.has(client)) return client as PostgresPoolClient;
  watched.add(client);
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
  const watchedQuery = async (...given: unknown[]) => {
    try {
      return await query(...given);
    } catch (error) {
      if (error instanceof Error && error.message === 'Query read timeout') {
        rest(error);
        (client as unknown as Internals).connection.stream.destroy();
      }
      throw error;
    }
  };
  return Object.assign(client, { query: watchedQuery }) as PostgresPoolClient;
}
type Internals = { readonly connection: { readonly stream: { destroy(): void } } };

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no database server listens there: start PostgreSQL or mend host and port',
  ENOTFOUND: 'the host of the database is not known: mend its name',
  EAI_AGAIN: 'the host of the database cannot be looked up now: mend its name or the network',
  ETIMEDOUT: 'the database server does not answer: mend host, port or the network',
  EHOSTUNREACH: 'the database server cannot be reached: mend the host or the network',
  '28P01': 'the database refuses name or password',
  '28000': 'the database refuses this name: see pg_hba.conf of the server',
  '3D000': 'there is no such database: make it with createdb',
  '42501': 'the account may not make tables: it must own the database',
  '53300': 'the database server has no connection left: raise max_connections',
  '57P03': 'the database server is starting or stopping: try again in a minute',
};

/** An error of the driver as one line that names the variable and says what to do. */
export function explainPostgres(error: unknown): DatabaseError {
  const { code, message = '' } = error as { code?: string; message?: string };
  const why =
    reasons[code ?? ''] ??
    (/timeout/i.test(message)
      ? reasons['ETIMEDOUT']
      : `the database cannot be used (${code ?? (error as Error).name})`);
  return new DatabaseError(`DATABASE_URL: ${why}`, { cause: error });
}
