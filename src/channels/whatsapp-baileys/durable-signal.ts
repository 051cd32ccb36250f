import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import {
  type BinaryNode,
  DEFAULT_CONNECTION_CONFIG,
  type SignalDataSet,
  type SignalKeyStore,
  type SignalKeyStoreWithTransaction,
  type UserFacingSocketConfig,
} from '@whiskeysockets/baileys';
import { type StepEntry, stepKind } from './key-store.ts';
import type { KeyedHash, Reading, Vault } from './ports.ts';

type MakeRepository = NonNullable<UserFacingSocketConfig['makeSignalRepository']>;

/** An empty message with its padding: the library confirms it and does nothing more. */
const emptyMessage = Uint8Array.of(1);

export type DurableParts = {
  readonly vault: Pick<Vault, 'echoOf'>;
  /** The store below the library's transactions. */
  readonly store: { readonly writeAhead: (data: SignalDataSet) => Promise<void> };
  readonly hash: KeyedHash;
  /** Own address; the library's sends lock under it, so that the two never cross. */
  readonly me: () => string;
  readonly read: (plaintext: Uint8Array, stanza: BinaryNode) => Reading;
};

/**
 * Encryption and decryption that survive a kill at any moment. Baileys confirms a message to its
 * sender before anybody has handled it; so the message is written down in the very transaction that
 * moves the ratchet. A ciphertext that comes again was already written down and is only confirmed.
 */
export function durableSignal({ vault, store, hash, me, read }: DurableParts) {
  const stanzaOf = new WeakMap<Uint8Array, BinaryNode>();

  const makeSignalRepository: MakeRepository = (auth, logger, pnToLid) => {
    // The socket always hands over the store with transactions.
    const keys = auth.keys as SignalKeyStoreWithTransaction;
    const ahead = writeAhead(store);
    const set: SignalKeyStore['set'] = async (data) => {
      await keys.set(data);
      ahead.note(data);
    };
    const writing = { ...auth, keys: { ...keys, set } };
    const inner = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(writing, logger, pnToLid);

    async function once(
      ciphertext: Uint8Array,
      decrypt: () => Promise<Uint8Array>,
    ): Promise<Uint8Array> {
      const sha = createHash('sha256').update(ciphertext).digest('base64');
      const digest = hash('whatsapp-ciphertext', sha);
      const echo = vault.echoOf(digest);
      if (echo !== undefined) return echo ?? emptyMessage;
      return keys.transaction(async () => {
        const plaintext = await decrypt();
        const stanza = stanzaOf.get(ciphertext);
        if (!stanza) throw new Error('a ciphertext without its stanza');
        const entry: StepEntry = { reading: read(plaintext, stanza), plaintext };
        // The library passes kinds it does not know through to the store's single `set`.
        await keys.set({ [stepKind]: { [digest]: entry } } as unknown as SignalDataSet);
        return plaintext;
      }, me());
    }

    return {
      ...inner,
      encryptMessage: (options) => ahead.during(() => inner.encryptMessage(options)),
      encryptGroupMessage: (options) => ahead.during(() => inner.encryptGroupMessage(options)),
      decryptMessage: (options) => once(options.ciphertext, () => inner.decryptMessage(options)),
      decryptGroupMessage: (options) => once(options.msg, () => inner.decryptGroupMessage(options)),
    };
  };

  return {
    makeSignalRepository,
    /** Remembers which stanza a ciphertext came in; call before the library reads it. */
    note(stanza: BinaryNode): void {
      if (!Array.isArray(stanza.content)) return;
      for (const { tag, content } of stanza.content)
        if (tag === 'enc' && content instanceof Uint8Array) stanzaOf.set(content, stanza);
    },
  };
}

/**
 * The library sends first and keeps the ratchet step of what it sent afterwards. After a crash
 * between the two it would use a message key twice, which the phone cannot read and nobody may do.
 * So steps of sending are on disk before the ciphertext leaves. A message is encrypted for several
 * devices side by side: their steps are one write, made when the last of them is done.
 */
function writeAhead(store: DurableParts['store']) {
  const encrypting = new AsyncLocalStorage<true>();
  let steps: SignalDataSet = {};
  let running = 0;
  let written = Promise.withResolvers<void>();

  async function flush(): Promise<void> {
    const [data, { resolve }] = [steps, written];
    steps = {};
    written = Promise.withResolvers();
    // Where the disk fails this never resolves, and no ciphertext leaves.
    await store.writeAhead(data);
    resolve();
  }

  return {
    note({ session, 'sender-key': senderKey }: SignalDataSet): void {
      if (!encrypting.getStore()) return;
      if (session) steps.session = { ...steps.session, ...session };
      if (senderKey) steps['sender-key'] = { ...steps['sender-key'], ...senderKey };
    },
    async during<T>(encrypt: () => Promise<T>): Promise<T> {
      running++;
      const { promise } = written;
      try {
        return await encrypting.run(true, encrypt);
      } finally {
        running--;
        await (running === 0 ? flush() : promise);
      }
    },
  };
}
