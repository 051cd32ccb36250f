import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import type { ChatKey } from '#domain/message.ts';
import { openGatewayDatabase } from '#storage/gateway-database.ts';
import { createGatewayStore } from '#storage/gateway-store.ts';
import { openDatabase } from '#storage/open-database.ts';
import { createSeal } from '#storage/seal.ts';
import { createSessionStore } from '#storage/session-store.ts';
import { seededChance } from '../support/chance.ts';
import { trustSeed } from '../support/fuzz/fuzz.ts';
import { type Damage, damageLog } from '../support/sim/damage.ts';

/* Write-ahead logs cut off, with bits turned or pages emptied: what is left is a beginning. */
const cases = Number(process.env['WAL_CASES'] ?? 40);
const steps = 60;
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'damage-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Files of a program that was killed after so many steps. */
async function killed(name: string): Promise<string> {
  const file = join(folder, name);
  const copy = join(folder, `${name}-killed`);
  const numbers = Array.from({ length: steps }, (_, i) => i);
  let close: () => unknown;
  if (name === 'mail') {
    const db = openGatewayDatabase(file);
    const store = createGatewayStore(db, createSeal(Buffer.alloc(32, 1)), (l, v) => `${l} ${v}`);
    for (const i of numbers) {
      const arrival = {
        message: `m${i}`,
        chat: 'a' as ChatKey,
        body: Buffer.from('x'),
        urgent: false,
        sentAtMs: i,
      };
      const key = { kind: 'session', id: 'a', value: Buffer.from(String(i)) };
      store.commit({ keys: [key], arrivals: [arrival] }, i);
    }
    close = () => db.close();
  } else {
    const db = await openDatabase(file);
    const sessions = createSessionStore(db);
    const session = { language: 'id', lastCase: null, pending: null } as const;
    for (const i of numbers) await sessions.write(`c${i}`, session, null, new Date(i));
    close = () => db.destroy();
  }
  for (const end of ['', '-wal']) copyFileSync(`${file}${end}`, `${copy}${end}`);
  await close();
  return copy;
}

test.each([
  ['mail', 'select cast(substr(message, 2) as integer) from inbox order by seq'],
  ['sessions', 'select cast(substr(chat, 2) as integer) from session order by written_at'],
])(
  `%s: ${cases / 2} damaged logs open, whole, with a beginning of what was written`,
  async (name, query) => {
    const copy = await killed(name);
    const chance = seededChance(trustSeed);
    const lengths = new Set<number>();
    for (let i = 0; i < cases / 2; i++) {
      const file = join(folder, 'case');
      for (const end of ['', '-wal']) copyFileSync(`${copy}${end}`, `${file}${end}`);
      rmSync(`${file}-shm`, { force: true });
      damageLog(`${file}-wal`, chance.of<Damage>(['cut', 'flip', 'zero']), chance);
      if (name === 'mail') openGatewayDatabase(file).close();
      else await (await openDatabase(file)).destroy();
      const db = new Database(file);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      const left = db.prepare(query).pluck().all();
      db.close();
      expect(left).toEqual(left.map((_, n) => n));
      lengths.add(left.length);
    }
    expect(lengths.size).toBeGreaterThan(3);
  },
  600_000,
);
