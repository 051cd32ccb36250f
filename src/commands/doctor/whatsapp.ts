import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#operations/config.ts';
import {
  type GatewayDatabase,
  isGatewayLocked,
  openGatewayToRead,
} from '#storage/gateway-database.ts';
import { createGatewayStore } from '#storage/gateway-store.ts';
import { countOverdueMail } from '#storage/kept-too-long.ts';
import { createSeal } from '#storage/seal.ts';
import { checkGatewayFile } from './database.ts';
import { broken, type Finding, look, ok } from './finding.ts';

/** Whether a program has the account, whether it is linked, and what waits too long. */
export function checkWhatsapp({ whatsapp, cloud, dataDir }: Config, now: number): Finding[] {
  if (cloud) return [ok('whatsapp', 'by the Cloud API; what Meta refuses stands in the log')];
  if (!whatsapp) return [ok('whatsapp', 'off')];
  const isLocked = isGatewayLocked(join(dataDir, 'whatsapp.lock'));
  const lock = isLocked
    ? ok('whatsapp', 'a program runs the account')
    : look('whatsapp', 'no program runs the account', 'Start the program.');
  const file = join(dataDir, 'whatsapp.sqlite');
  if (!existsSync(file)) {
    const todo = 'Start the program and scan the code under Linked devices.';
    return [lock, look('whatsapp', 'no account was ever linked here', todo)];
  }
  const db = openGatewayToRead(file);
  try {
    return [lock, ...checkGatewayFile(db), ...checkAccount(db, dataDir), ...checkMail(db, now)];
  } finally {
    db.close();
  }
}

function checkAccount(db: GatewayDatabase, dataDir: string): Finding[] {
  const keyFile = join(dataDir, 'keys', 'whatsapp.key');
  // That it is missing is told with the keys.
  if (!existsSync(keyFile)) return [];
  const store = createGatewayStore(db, createSeal(readFileSync(keyFile)), () => '');
  const found = store.readCredentials();
  if (found.state === 'damaged') {
    const todo =
      'Bring back the right keys/whatsapp.key, or move whatsapp.sqlite away and link anew.';
    return [broken('whatsapp', 'the account cannot be opened with this key', todo)];
  }
  const account: unknown =
    found.state === 'kept' && JSON.parse(Buffer.from(found.bytes).toString('utf8'));
  return account && typeof account === 'object' && 'account' in account
    ? [ok('whatsapp', 'linked')]
    : [look('whatsapp', 'not linked', 'Scan the code: the log or the page WhatsApp shows it.')];
}

function checkMail(db: GatewayDatabase, now: number): Finding[] {
  const overdue = countOverdueMail(db, now);
  const todo = 'Start the program: it erases them at the start.';
  return overdue > 0 ? [look('whatsapp', `${overdue} texts lie past their time`, todo)] : [];
}
