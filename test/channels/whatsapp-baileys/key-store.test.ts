import { expect, test } from 'vitest';
import { createKeyStore } from '#channels/whatsapp-baileys/key-store.ts';
import type { Vault } from '#channels/whatsapp-baileys/ports.ts';

/** A store over a vault that notes which keys each write holds. */
function setUp(breaks: () => boolean = () => false) {
  const writes: string[][] = [];
  const errors: unknown[] = [];
  const commit: Vault['commit'] = ({ keys }) => {
    if (breaks()) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    writes.push(keys.map(({ kind, id, value }) => `${kind} ${id}${value ? '' : ' deleted'}`));
    return [];
  };
  const store = createKeyStore({
    vault: { commit, readKey: () => null, touchKey: () => {} } as unknown as Vault,
    now: () => 0,
    onLetters: () => {},
    onDiskError: (error) => void errors.push(error),
  });
  return { store, writes, errors };
}
const session = (n: number) => ({ n }) as unknown as Uint8Array;

test('steps of sending are one write; the end of the transaction writes them no second time', async () => {
  const { store, writes } = setUp();
  const [siti, phone] = [session(1), session(1)];
  await store.writeAhead({ session: { siti, phone } });
  await store.set({ session: { siti, phone } });
  expect(writes).toEqual([['session siti', 'session phone']]);
  expect(await store.get('session', ['siti'])).toEqual({ siti });
  await store.set({ session: { siti, phone: session(2) }, 'pre-key': { 1: null } });
  expect(writes[1]).toEqual(['session phone', 'pre-key 1 deleted']);
});

test('what changes in place and is written again is written', async () => {
  const { store, writes } = setUp();
  const members = { a: true };
  await store.set({ 'sender-key-memory': { group: members } });
  await store.set({ 'sender-key-memory': { group: members } });
  expect(writes.length).toBe(2);
});

test('where the disk fails no ciphertext leaves, and the step is written later', async () => {
  let isFull = true;
  const { store, writes, errors } = setUp(() => isFull);
  const siti = session(1);
  let isWritten = false;
  void store.writeAhead({ session: { siti } }).then(() => {
    isWritten = true;
  });
  await new Promise(setImmediate);
  expect([isWritten, errors.length]).toEqual([false, 1]);
  isFull = false;
  await store.set({ session: { siti } });
  expect(writes).toEqual([['session siti']]);
});
