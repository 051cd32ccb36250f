import { argon2, createHash } from 'node:crypto';

/** Argon2id with 7 MiB and 5 passes, as OWASP advises; about 15 ms on one core (2026-11). */
export const argon2Cost = { parallelism: 1, memory: 7_168, passes: 5, tagLength: 32 } as const;

/** A hash so slow that not all telephone numbers can be tried, even by who has the key. */
export function slowHash(key: Uint8Array, message: string): Promise<Uint8Array> {
  const nonce = createHash('sha256').update('slow-hash').update(key).digest().subarray(0, 16);
  return new Promise((resolve, reject) => {
    argon2('argon2id', { ...argon2Cost, message, nonce, secret: key }, (error, hash) => {
      if (error) reject(error);
      else resolve(hash);
    });
  });
}

/** SHA-256 in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A short mark made of a hash, different for every purpose. */
export const markOf = (hash: Uint8Array, purpose: string): Uint8Array =>
  createHash('sha256').update(hash).update(purpose).digest().subarray(0, 8);
