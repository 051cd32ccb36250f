import type { Arrival, Letter } from '#domain/mail.ts';

/** Where keys, credentials and mail of the account are kept; synchronous, on a local disk. */
export type Vault = {
  readKey(kind: string, id: string): Uint8Array | null;
  touchKey(kind: string, id: string, now: number): void;
  /** All of a step or nothing; the letters that are new. @throws where the disk fails */
  commit(
    step: {
      readonly keys: readonly { kind: string; id: string; value: Uint8Array | null }[];
      readonly seen?: readonly { digest: string; echo: Uint8Array | null }[];
      readonly arrivals?: readonly Arrival[];
      readonly takenBack?: readonly string[];
    },
    now: number,
  ): Letter[];
  echoOf(digest: string): Uint8Array | null | undefined;
  readCredentials():
    | { readonly state: 'none' | 'damaged' }
    | { readonly state: 'kept'; readonly bytes: Uint8Array };
  writeCredentials(bytes: Uint8Array): void;
  forgetAccount(): void;
};

/** Keyed hash; nobody finds the value again without the key. */
export type KeyedHash = (label: string, value: string) => string;

/** What one received ciphertext brings, to be written together with its ratchet step. */
export type Reading = {
  readonly arrivals: readonly Arrival[];
  /** Messages that the sender deleted or replaced. */
  readonly takenBack: readonly string[];
  /** The library itself must see this again if it crashes before it was done. */
  readonly mustEcho: boolean;
};
