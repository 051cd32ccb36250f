import type { Database, Statement } from 'better-sqlite3';

/** Kysely writes some sixty different ones; more would be a sign of values inside the text. */
const statementsMax = 200;

/**
 * What Kysely needs of a database, keeping each statement once it is prepared: Kysely itself
 * prepares anew at every call, which costs more than most of our queries.
 */
export function rememberStatements(db: Database) {
  const statements = new Map<string, Statement>();
  return {
    close: () => void db.close(),
    prepare(text: string): Statement {
      const known = statements.get(text);
      if (known) return known;
      const statement = db.prepare(text);
      if (statements.size >= statementsMax) statements.clear();
      statements.set(text, statement);
      return statement;
    },
  };
}
