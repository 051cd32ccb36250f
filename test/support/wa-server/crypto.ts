import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';
import {
  calculateAgreement,
  calculateSignature,
  generateKeyPair,
  verifySignature,
} from 'libsignal/src/curve.js';

/** A Curve25519 pair; `public` has no type byte, as on the wire. */
export type KeyPair = { readonly public: Buffer; readonly private: Buffer };

const typeByte = Buffer.from([5]);
const gcmTagBytes = 16;

export function makeKeyPair(): KeyPair {
  const { pubKey, privKey } = generateKeyPair();
  return { public: Buffer.from(pubKey).subarray(1), private: Buffer.from(privKey) };
}

/** The 33-byte form that libsignal keeps and signs. */
export const typed = (key: Uint8Array): Buffer =>
  key.length === 33 ? Buffer.from(key) : Buffer.concat([typeByte, key]);

export const agree = (privateKey: Uint8Array, publicKey: Uint8Array): Buffer =>
  Buffer.from(calculateAgreement(typed(publicKey), privateKey));
export const sign = (privateKey: Uint8Array, bytes: Uint8Array): Buffer =>
  Buffer.from(calculateSignature(privateKey, bytes));
/** True only for a good signature; Baileys' own Curve.verify is true for every one. */
export const isSignedBy = (publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array) =>
  verifySignature(typed(publicKey), bytes, signature) === true;

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
export const hmac = (key: Uint8Array, bytes: Uint8Array): Buffer =>
  createHmac('sha256', key).update(bytes).digest();
export const hkdf = (secret: Uint8Array, length: number, salt: Uint8Array, info: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));

export function seal(key: Uint8Array, iv: Uint8Array, text: Uint8Array, aad?: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  if (aad) cipher.setAAD(aad);
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
}

/** @throws where the tag does not fit */
export function open(key: Uint8Array, iv: Uint8Array, sealed: Uint8Array, aad?: Uint8Array) {
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  if (aad) decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-gcmTagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(0, -gcmTagBytes)), decipher.final()]);
}

export function ctr(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-ctr', key, iv);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

export function cbc(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([cipher.update(bytes), cipher.final()]);
}

/** The big-endian bytes of a number. */
export function bigEndian(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
}
