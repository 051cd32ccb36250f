import { parseArgs } from 'node:util';
import { isName, linkMaxMs, type Role, roles } from '#dashboard/accounts.ts';
import type { AccountsStore } from '#dashboard/accounts-store.ts';
import { linkFor } from '#dashboard/pages/accounts.ts';
import { readConfig } from '#operations/config.ts';
import { sha256 } from '#operations/slow-hash.ts';
import { createAccountsStore } from '#storage/accounts-store.ts';
import { openDatabase } from '#storage/open-database.ts';
import { tellFault } from './tell-fault.ts';

const help = `Accounts of the dashboard, for who runs the program: the second administrator, a lost link.

  npm run users -- list
  npm run users -- add NAME --role viewer|moderator|admin    prints a link to set a password
  npm run users -- link NAME                                 prints a new link; the old one is void

NAME is 3 to 30 small letters, digits, dots or hyphens. A link works once, for ${linkMaxMs / 3_600_000} hours. Uses the
settings of the program (DATA_DIR, DATABASE_URL, HOST, PORT), also while it runs; each act is in its log.
`;
/** Who the log names: there is no account behind the command line. */
const actor = 'system';
const now = () => new Date();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { role: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});
const [command, name = ''] = positionals;
if (values.help || command === undefined) process.stdout.write(help);
else process.exitCode = await run().catch(tellFault);

/** Exit code. */
async function run(): Promise<number> {
  const config = readConfig(process.env);
  const db = await openDatabase(config.database);
  const accounts = createAccountsStore(db, sha256);
  try {
    if (command === 'list') return await list(accounts);
    const role = roles.find((r) => r === values.role);
    if (command === 'add') return await add(accounts, role, `http://${config.host}:${config.port}`);
    if (command === 'link') return await link(accounts, `http://${config.host}:${config.port}`);
    return refuse(`There is no "${command}".\n\n${help}`);
  } finally {
    await db.destroy();
  }
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`);
  return 1;
}

async function list(accounts: AccountsStore): Promise<number> {
  for (const { name: known, role, password, totp } of await accounts.list()) {
    const state = password === null ? 'no password yet' : `codes ${totp ? 'on' : 'off'}`;
    process.stdout.write(`${known.padEnd(30)} ${role.padEnd(10)} ${state}\n`);
  }
  return 0;
}

async function add(accounts: AccountsStore, role: Role | undefined, address: string) {
  if (!isName(name))
    return refuse('The name must be 3 to 30 small letters, digits, dots, hyphens.');
  if (!role) return refuse(`--role must be one of ${roles.join(', ')}.`);
  const account = await accounts.add(name, role);
  if (!account) return refuse(`There is an account ${name} already.`);
  await accounts.note(actor, 'account-added', name, Date.now());
  return print(`${address}${await linkFor({ accounts, now }, account)}`);
}

async function link(accounts: AccountsStore, address: string): Promise<number> {
  const account = await accounts.byName(name);
  if (!account) return refuse(`There is no account ${name}.`);
  await accounts.note(actor, 'account-reset', name, Date.now());
  return print(`${address}${await linkFor({ accounts, now }, account)}`);
}

function print(line: string): number {
  process.stdout.write(`${line}\n`);
  return 0;
}
