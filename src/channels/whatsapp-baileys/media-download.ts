import { createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type Download, type FileKind, fetchCapped, mediaBytesMax } from '../fetch-capped.ts';

/** Where WhatsApp keeps what people send. */
const mediaHost = 'mmg.whatsapp.net';
const macBytes = 10;
const macAndPaddingBytesMax = 64;
/** What the key is derived with; part of the protocol. */
const keyNames: Partial<Record<FileKind, string>> = {
  image: 'WhatsApp Image Keys',
  sticker: 'WhatsApp Image Keys',
  document: 'WhatsApp Document Keys',
  voice: 'WhatsApp Audio Keys',
  video: 'WhatsApp Video Keys',
};

/** What a message tells of a file. */
export type MediaPointer = {
  readonly kind: FileKind;
  readonly url: string | null;
  readonly directPath: string | null;
  readonly mediaKey: Uint8Array;
  readonly sha256: Uint8Array;
  /** Bytes, as the sender says; null where it was not told. */
  readonly length: number | null;
};

/**
 * Fetches and decrypts a file: size checked before and while it comes, authenticity and content
 * checked by us, because Baileys checks neither.
 * @param isLoopback a server of tests on this machine is used in WhatsApp's place
 */
export async function downloadMedia(pointer: MediaPointer, isLoopback: boolean): Promise<Download> {
  const bytesMax = mediaBytesMax[pointer.kind];
  if (pointer.length !== null && pointer.length > bytesMax)
    return { ok: false, reason: 'too-large' };
  const url = addressOf(pointer, isLoopback);
  if (!url || pointer.mediaKey.length !== 32) return { ok: false, reason: 'damaged' };
  const headers = { origin: 'https://web.whatsapp.com' };
  const fetched = await fetchCapped(url, bytesMax + macAndPaddingBytesMax, headers);
  return fetched.ok ? decrypt(pointer, fetched.bytes) : fetched;
}

/** Only WhatsApp's own host is asked: the address in a message is written by its sender. */
function addressOf({ url, directPath }: MediaPointer, isLoopback: boolean): string | null {
  const told = url && URL.canParse(url) ? new URL(url) : null;
  const host = isLoopback && told?.hostname === '127.0.0.1' ? told.host : mediaHost;
  if (directPath?.startsWith('/')) return `https://${host}${directPath}`;
  return told && `https://${host}${told.pathname}${told.search}`;
}

function decrypt({ kind, mediaKey, sha256 }: MediaPointer, file: Uint8Array): Download {
  const damaged: Download = { ok: false, reason: 'damaged' };
  const name = keyNames[kind];
  if (!name || file.length <= macBytes) return damaged;
  const keys = Buffer.from(hkdfSync('sha256', mediaKey, new Uint8Array(), name, 112));
  const [iv, cipherKey, macKey] = [
    keys.subarray(0, 16),
    keys.subarray(16, 48),
    keys.subarray(48, 80),
  ];
  const [sealed, mac] = [file.subarray(0, -macBytes), file.subarray(-macBytes)];
  const expected = createHmac('sha256', macKey).update(iv).update(sealed).digest();
  if (!timingSafeEqual(expected.subarray(0, macBytes), mac)) return damaged;
  if (sealed.length % 16 !== 0) return damaged;
  const bytes = unpad(cipherKey, iv, sealed);
  const actual = createHash('sha256').update(bytes).digest();
  return bytes.length > 0 && actual.equals(Buffer.from(sha256)) ? { ok: true, bytes } : damaged;
}

/** Empty where the padding is wrong, which only its sender can have done. */
function unpad(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-cbc', key, iv);
  const bytes = decipher.update(sealed);
  try {
    return Buffer.concat([bytes, decipher.final()]);
  } catch {
    return new Uint8Array();
  }
}
