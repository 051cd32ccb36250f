import {
  BufferJSON,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from '@whiskeysockets/baileys';
import type { Letter } from '#domain/mail.ts';
import { BoundedCache } from './bounded-cache.ts';
import type { Reading, Vault } from './ports.ts';

/** Not a kind of Baileys: a message that is written in the same transaction as its ratchet step. */
export const stepKind = 'step';
export type StepEntry = { readonly reading: Reading; readonly plaintext: Uint8Array };

const entriesMax = 5_000;
const ageMaxMs = 3_600_000;
/** How exact the time of last use is kept. */
const touchEveryMs = 24 * 3_600_000;

export type KeyStoreParts = {
  readonly vault: Vault;
  readonly now: () => number;
  /** New letters, already on disk; called inside a transaction of the library. */
  readonly onLetters: (letters: readonly Letter[]) => void;
  /** The disk failed. What was received is not confirmed and will come again. */
  readonly onDiskError: (error: unknown) => void;
};

/**
 * Baileys' key store over the vault. A transaction of the library arrives here as one call of
 * `set` and is one transaction of the database; what it decrypted goes in with it.
 */
export function createKeyStore(parts: KeyStoreParts) {
  const { vault, now, onLetters, onDiskError } = parts;
  const cache = new BoundedCache(entriesMax, ageMaxMs);
  const touched = new BoundedCache(entriesMax, touchEveryMs);
  /** Values that are on disk before the library's transaction writes them once more. */
  const ahead = new WeakSet<object>();

  function read<T extends keyof SignalDataTypeMap>(
    type: T,
    id: string,
  ): SignalDataTypeMap[T] | null {
    const key = `${type} ${id}`;
    const known = cache.get<SignalDataTypeMap[T]>(key);
    const value = known ?? parse(type, vault.readKey(type, id));
    if (value === null) return null;
    if (!touched.get(key)) {
      touched.set(key, true);
      vault.touchKey(type, id, now());
    }
    if (!known) cache.set(key, value);
    return value;
  }

  function set(data: SignalDataSet): Promise<void> {
    const entries = entriesOf(data).filter(([, , v]) => !(isObject(v) && ahead.has(v)));
    const step = { keys: entries.map(writeOf), ...mailOf(data) };
    if (step.keys.length === 0 && step.seen.length === 0) return Promise.resolve();
    let letters: Letter[];
    try {
      letters = vault.commit(step, now());
    } catch (error) {
      onDiskError(error);
      // Never resolved: the library would tell the sender that the message is lost for good.
      return new Promise(() => {});
    }
    for (const [type, id, value] of entries) {
      if (value === null || value === undefined) cache.del(`${type} ${id}`);
      else cache.set(`${type} ${id}`, value);
    }
    if (letters.length > 0) onLetters(letters);
    return Promise.resolve();
  }

  const store: SignalKeyStore = {
    async get(type, ids) {
      const found: { [id: string]: SignalDataTypeMap[typeof type] } = {};
      for (const id of ids) {
        const value = read(type, id);
        if (value !== null) found[id] = value;
      }
      return found;
    },
    set,
  };
  return {
    ...store,
    /**
     * Writes values that the library never changes afterwards and will hand to `set` once more,
     * when its transaction ends; then they are left out.
     */
    async writeAhead(data: SignalDataSet): Promise<void> {
      await set(data);
      for (const [, , value] of entriesOf(data)) if (isObject(value)) ahead.add(value);
    },
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function parse<T extends keyof SignalDataTypeMap>(
  type: T,
  bytes: Uint8Array | null,
): SignalDataTypeMap[T] | null {
  if (!bytes) return null;
  const value = JSON.parse(Buffer.from(bytes).toString(), BufferJSON.reviver);
  if (type !== 'app-state-sync-key') return value;
  // The only kind whose class matters.
  const key: unknown = proto.Message.AppStateSyncKeyData.fromObject(value);
  return key as SignalDataTypeMap[T];
}

const entriesOf = (data: SignalDataSet): [string, string, unknown][] =>
  Object.entries(data)
    .filter(([type]) => type !== stepKind)
    .flatMap(([type, entries]) =>
      Object.entries(entries as Record<string, unknown>).map(
        ([id, value]): [string, string, unknown] => [type, id, value],
      ),
    );

const writeOf = ([kind, id, value]: [string, string, unknown]) => ({
  kind,
  id,
  value:
    value === null || value === undefined
      ? null
      : Buffer.from(JSON.stringify(value, BufferJSON.replacer)),
});

function mailOf(data: SignalDataSet) {
  const steps = (data as Record<string, Record<string, StepEntry> | undefined>)[stepKind] ?? {};
  const readings = Object.values(steps).map((s) => s.reading);
  return {
    seen: Object.entries(steps).map(([digest, { reading, plaintext }]) => ({
      digest,
      echo: reading.mustEcho ? plaintext : null,
    })),
    arrivals: readings.flatMap((r) => r.arrivals),
    takenBack: readings.flatMap((r) => r.takenBack),
  };
}
