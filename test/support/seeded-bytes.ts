import { createCipheriv } from 'node:crypto';
import type { RandomBytes } from '#statistics/noise.ts';

/** Bytes that look random and are the same on every run: the key stream of a cipher. */
export function seededBytes(seed: number): RandomBytes {
  const key = Buffer.alloc(32, seed);
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return (count) => cipher.update(Buffer.alloc(count));
}
