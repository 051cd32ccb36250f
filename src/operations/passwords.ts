import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2Cost as cost } from './slow-hash.ts';

/** So many at a time, so that many guesses cannot fill memory. */
const atOnceMax = 2;
const waitingMax = 20;

let running = 0;
const waiting: (() => void)[] = [];

/** Too many passwords are being checked at this moment. */
export class BusyError extends Error {
  override name = 'BusyError';
}

async function derive(password: string, nonce: Buffer): Promise<Buffer> {
  if (running >= atOnceMax) {
    if (waiting.length >= waitingMax) throw new BusyError();
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  try {
    return await new Promise((resolve, reject) => {
      argon2('argon2id', { ...cost, message: password.normalize('NFC'), nonce }, (error, hash) => {
        if (error) reject(error);
        else resolve(Buffer.from(hash));
      });
    });
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** `argon2id$memory$passes$nonce$hash`. @throws {BusyError} */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await derive(password, nonce);
  return [
    'argon2id',
    cost.memory,
    cost.passes,
    nonce.toString('base64url'),
    hash.toString('base64url'),
  ].join('$');
}

/** Takes as long for an account that does not exist or has no password. @throws {BusyError} */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [, , , nonce = '', hash = ''] = stored?.split('$') ?? [];
  const known = Buffer.from(hash, 'base64url');
  const given = await derive(password, Buffer.from(nonce.padEnd(22, 'A'), 'base64url'));
  return known.length === given.length && timingSafeEqual(known, given);
}
