import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** A backup holds figures and accounts; a hundred years of them are smaller. */
const unpackedBytesMax = 256 * 1024 * 1024;

/** Why a sealed file gives nothing. */
export type NotOpened = 'wrong-key' | 'damaged';

/** A public key by which files are sealed; its other half opens them. */
export const isPublicKey = (text: string): boolean => /^age1[a-z0-9]{58}$/.test(text);

/** Makes a pair of keys. The secret one is never kept by the program. */
export async function makeKeyPair(): Promise<{ readonly open: string; readonly secret: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const secret = await generateX25519Identity();
  return { open: await identityToRecipient(secret), secret };
}

/**
 * Seals a text so that only the secret key opens it: packed by gzip, sealed by age
 * (age-encryption.org). So `age -d -i KEY FILE | zcat` opens it without this program, too.
 */
export async function seal(text: string, publicKey: string): Promise<Uint8Array> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient(publicKey);
  return encrypter.encrypt(await promisify(gzip)(text));
}

export async function open(
  sealed: Uint8Array,
  secretKey: string,
): Promise<{ readonly ok: true; readonly text: string } | { readonly ok: false; why: NotOpened }> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(secretKey);
  } catch {
    // The library tells a text that is no key by throwing.
    return { ok: false, why: 'wrong-key' };
  }
  try {
    const packed = await decrypter.decrypt(sealed);
    const text = await promisify(gunzip)(packed, { maxOutputLength: unpackedBytesMax });
    return { ok: true, text: text.toString('utf8') };
  } catch (error) {
    // Both are told by throwing as well, and only by their words apart.
    const isKey = /no identity matched/.test((error as Error).message);
    return { ok: false, why: isKey ? 'wrong-key' : 'damaged' };
  }
}

/**
 * Writes a file that is there whole or not at all, for its owner only.
 * @throws where the folder cannot be written
 */
export function writeWhole(file: string, bytes: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Another process may write the same file at this moment.
  const part = `${file}.${process.pid}.part`;
  const opened = openSync(part, 'w', 0o600);
  try {
    writeFileSync(opened, bytes);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(part, file);
}
