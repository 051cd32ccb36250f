import Database from 'better-sqlite3';

export type Statement = { readonly source: string; readonly isWrite: boolean };
/** The code of SQLite with which a statement fails, `kill` for the end of the program, or null. */
export type Plan = (statement: Statement) => string | null;

/** The program was ended in the middle; nothing of it may go on. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

type Real = { readonly source: string; readonly readonly: boolean; readonly database: object };
const calls = ['run', 'all', 'get', 'iterate'] as const;
/** What undoes a transaction does not fail, nor do settings: they touch no disk. */
const neverFails = /^\s*(rollback|release|pragma (?!wal_checkpoint))/i;

/**
 * Lets every statement of every SQLite database of this process pass by a plan: each may fail as
 * if the disk had, or end the program. Databases of a program that was ended stay dead.
 */
export function watchStatements() {
  const prototype = Object.getPrototypeOf(new Database(':memory:').prepare('select 1'));
  const real = calls.map((name) => [name, prototype[name]] as const);
  const known = new Set<object>();
  const dead = new WeakSet<object>();
  let plan: Plan = () => null;
  let count = 0;

  const kill = (): void => {
    for (const database of known) dead.add(database);
    known.clear();
  };
  function pass({ source, readonly, database }: Real): void {
    known.add(database);
    if (neverFails.test(source)) return;
    if (dead.has(database)) throw new Killed();
    count++;
    const code = plan({ source, isWrite: !readonly || /^\s*(commit|begin imm)/i.test(source) });
    if (code === null) return;
    if (code === 'kill') {
      kill();
      throw new Killed();
    }
    throw new Database.SqliteError('a fault of the test', code);
  }
  for (const [name, call] of real) {
    prototype[name] = function (this: Real, ...args: unknown[]) {
      pass(this);
      return call.apply(this, args);
    };
  }
  const database = Object.getPrototypeOf(new Database(':memory:'));
  const realExec = database.exec;
  database.exec = function (this: object, source: string) {
    pass({ source, readonly: false, database: this });
    return realExec.call(this, source);
  };
  return {
    /** Statements so far. */
    count: () => count,
    plan(next: Plan): void {
      plan = next;
    },
    kill,
    restore(): void {
      for (const [name, call] of real) prototype[name] = call;
      database.exec = realExec;
    },
  };
}

export type StatementWatch = ReturnType<typeof watchStatements>;
