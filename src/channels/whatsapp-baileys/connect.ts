import {
  type AuthenticationCreds,
  Browsers,
  makeWASocket,
  type SignalKeyStore,
  type UserFacingSocketConfig,
  type WASocket,
} from '@whiskeysockets/baileys';
import { BoundedCache } from './bounded-cache.ts';
import { disappearAfterS } from './courier.ts';
import { unpackOutgoing } from './letter-body.ts';
import { silentLogger } from './silence.ts';

const queryTimeoutMs = 20_000;
const connectTimeoutMs = 20_000;
const keepAliveMs = 30_000;
const hourMs = 3_600_000;

export type WhatsappOptions = {
  readonly url: string;
  /** Version of WhatsApp Web to tell; null takes the one that Baileys knows. */
  readonly version: readonly [number, number, number] | null;
};

/** Caches that outlive a connection; else each reconnection forgets retries and asks all again. */
export const createCaches = () => ({
  msgRetryCounterCache: new BoundedCache(5_000, hourMs),
  userDevicesCache: new BoundedCache(5_000, hourMs / 12),
  placeholderResendCache: new BoundedCache(1_000, hourMs),
  callOfferCache: new BoundedCache(500, hourMs / 12),
});

export type ConnectParts = {
  readonly options: WhatsappOptions;
  readonly creds: AuthenticationCreds;
  readonly keys: SignalKeyStore;
  readonly caches: ReturnType<typeof createCaches>;
  readonly makeSignalRepository: NonNullable<UserFacingSocketConfig['makeSignalRepository']>;
  /** What was sent under an id, for a phone that could not read it. */
  readonly sentBody: (id: string) => Uint8Array | null;
};

/** One connection; a new one is made after each close. Certificates are always checked. */
export function connect(parts: ConnectParts): WASocket {
  const { options, creds, keys, caches, makeSignalRepository, sentBody } = parts;
  return makeWASocket({
    waWebSocketUrl: options.url,
    ...(options.version && { version: [...options.version] as [number, number, number] }),
    auth: { creds, keys },
    // Their own names break pairing codes.
    browser: Browsers.macOS('Chrome'),
    logger: silentLogger,
    makeSignalRepository,
    ...caches,
    connectTimeoutMs,
    defaultQueryTimeoutMs: queryTimeoutMs,
    keepAliveIntervalMs: keepAliveMs,
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    // Own sends would come back as messages.
    emitOwnEvents: false,
    // The phone keeps its notifications.
    markOnlineOnConnect: false,
    syncFullHistory: false,
    generateHighQualityLinkPreview: false,
    getMessage: async ({ id }) => {
      const body = id ? sentBody(id) : null;
      if (!body) return undefined;
      const { text, isGroup } = unpackOutgoing(body);
      const contextInfo = isGroup ? {} : { expiration: disappearAfterS };
      return { extendedTextMessage: { text, contextInfo } };
    },
  });
}
