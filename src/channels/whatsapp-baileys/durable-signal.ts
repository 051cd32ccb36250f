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
  readonly store: Pick<SignalKeyStore, 'set'>;
  readonly hash: KeyedHash;
  /** Own address; the library's sends lock under it, so that the two never cross. */
  readonly me: () => string;
  readonly read: (plaintext: Uint8Array, stanza: BinaryNode) => Reading;
};

/**
 * Encryption and decryption that survive a kill at any moment. Baileys confirms a message to its sender before anybody has
 * handled it; so the message is written down in the very transaction that moves the ratchet. A
 * ciphertext that comes again was already written down and is only confirmed.
 */
export function durableSignal({ vault, store, hash, me, read }: DurableParts) {
  const stanzaOf = new WeakMap<Uint8Array, BinaryNode>();
  const decrypting = new AsyncLocalStorage<true>();

  const makeSignalRepository: MakeRepository = (auth, logger, pnToLid) => {
    // The socket always hands over the store with transactions.
    const keys = auth.keys as SignalKeyStoreWithTransaction;
    const writing = { ...auth, keys: { ...keys, set: writeThrough(keys, store, decrypting) } };
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
        const plaintext = await decrypting.run(true, decrypt);
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
 * So steps of sending are on disk before the ciphertext leaves; those of receiving are not, they
 * go with the message they opened.
 */
function writeThrough(
  keys: SignalKeyStoreWithTransaction,
  store: Pick<SignalKeyStore, 'set'>,
  decrypting: AsyncLocalStorage<true>,
): SignalKeyStore['set'] {
  return async (data) => {
    await keys.set(data);
    const { session, 'sender-key': senderKey } = data;
    if (decrypting.getStore() || !(session || senderKey)) return;
    await store.set({ ...(session && { session }), ...(senderKey && { 'sender-key': senderKey }) });
  };
}
