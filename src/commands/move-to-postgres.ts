import { moveToPostgres, type NotMoved } from '#move-to-postgres.ts';
import { readConfig } from '#operations/config.ts';
import { isServer } from '#storage/open-database.ts';
import { tellFault } from './tell-fault.ts';

const help = `Moves the SQLite file of DATA_DIR into the empty PostgreSQL database of DATABASE_URL.

  DATABASE_URL=postgres://… npm run move-to-postgres

Stop the program first. All tables are copied in one step, compared, and the chain of releases is
checked; interrupted, it is started again. The file is then called tanya-dulu.sqlite.moved and holds
only what a backup holds. Keys, journal and WhatsApp's own file stay in DATA_DIR.
`;
const reasons: Readonly<Record<NotMoved, string>> = {
  'no-file': 'There is no SQLite file in DATA_DIR: nothing is there to be moved.',
  running: 'The SQLite file is in use: stop the program and its commands first.',
  'not-empty': 'The PostgreSQL database is not empty: make a new one with createdb.',
  differs: 'What arrived is not what was sent: nothing was moved. Try again.',
  'broken-chain': 'Releases or the log of the task force were changed: npm run doctor tells more.',
};

if (process.argv.includes('--help')) process.stdout.write(help);
else process.exitCode = await run().catch(tellFault);

/** Exit code. */
async function run(): Promise<number> {
  const { dataDir, database } = readConfig(process.env);
  if (!isServer(database)) return refuse('DATABASE_URL is not set.');
  let rows = 0;
  const refusal = await moveToPostgres({
    dataDir,
    url: database,
    onTable: (table, count) => {
      rows += count;
      process.stdout.write(`${table.padEnd(14)} ${count}\n`);
    },
  });
  if (refusal) return refuse(reasons[refusal]);
  process.stdout.write(
    `${rows} rows are in PostgreSQL, compared one by one. Start the program with DATABASE_URL.\n`,
  );
  return 0;
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`);
  return 1;
}
