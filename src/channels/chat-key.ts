import { createCipheriv, createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChatKey } from '#domain/message.ts';

const keyBytes = 32;

/**
 * Makes the function that replaces an address (a number, a page's random id) by a keyed hash. The
 * key lies outside the database, so that a copy of the database names nobody.
 * @throws where the folder cannot be written or the key file is damaged
 */
export function createChatKey(keysDir: string): (channel: string, address: string) => ChatKey {
  // Taken apart once: from bytes each call costs three times as much.
  const key = createSecretKey(readOrMakeKey(keysDir, 'chat.key'));
  return (channel, address) =>
    createHmac('sha256', key).update(`${channel}\0${address}`).digest('base64url') as ChatKey;
}

/** Length of a block of AES, in which a place and a value of the sketch find room. */
const blockBytes = 16;

/**
 * Makes the function that turns the sketch of an offer into marks under the same key: without it
 * nobody can test a text against them, and marks of different chats have nothing in common. Each
 * value is one block of AES under a key of the chat, which for blocks that never repeat is as good
 * as a keyed hash, and all values together cost less than two of those.
 * @throws where the folder cannot be written or the key file is damaged
 */
export function createOfferKey(
  keysDir: string,
): (chat: string, sketch: readonly number[]) => Uint8Array {
  const key = createSecretKey(readOrMakeKey(keysDir, 'chat.key'));
  return (chat, sketch) => {
    const chatKey = createHmac('sha256', key).update(`offer\0${chat}`).digest();
    const blocks = Buffer.alloc(sketch.length * blockBytes);
    for (const [place, value] of sketch.entries()) {
      blocks.writeUInt32BE(place, place * blockBytes);
      blocks.writeUInt32BE(value, place * blockBytes + 4);
    }
    const cipher = createCipheriv('aes-256-ecb', chatKey, null).setAutoPadding(false);
    const sealed = cipher.update(blocks);
    return Uint8Array.from(sketch, (_, place) => sealed[place * blockBytes]!);
  };
}

/**
 * A random key of 32 bytes in a file of its own that only its owner may read; made the first time.
 * @throws where the folder cannot be written or the key file is damaged
 */
export function readOrMakeKey(keysDir: string, name: string): Buffer {
  const file = join(keysDir, name);
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) makeKey(file);
  const key = readFileSync(file);
  if (key.length !== keyBytes)
    throw new Error(`${file} is damaged: it must hold ${keyBytes} bytes`);
  return key;
}

/** Written whole under another name first: another process finds no key or a whole one. */
function makeKey(file: string): void {
  const fresh = `${file}.${randomBytes(8).toString('hex')}.new`;
  writeFileSync(fresh, randomBytes(keyBytes), { mode: 0o600, flag: 'wx', flush: true });
  try {
    // Fails where the file exists: two processes never make two keys.
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh);
  }
}

/** By this, keys can be told apart; whoever has it knows nothing of them. */
export const fingerprintOf = (keysDir: string): string =>
  createHash('sha256')
    .update('fingerprint\0')
    .update(readOrMakeKey(keysDir, 'chat.key'))
    .digest('hex')
    .slice(0, 32);
