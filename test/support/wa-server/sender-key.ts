import { randomInt } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { cbc, hkdf, hmac, makeKeyPair, sign, typed } from './crypto.ts';

export type SenderKey = {
  /** What the others need to read along. */
  distribution(): Buffer;
  encrypt(plain: Uint8Array): Buffer;
};

const version = Buffer.from([0x33]);

/** The sending half of a group's sender key. */
export function makeSenderKey(): SenderKey {
  const id = randomInt(1, 2 ** 31 - 1);
  const signing = makeKeyPair();
  let chainKey: Buffer = hmac(Buffer.alloc(32, 7), Buffer.from(String(id)));
  let iteration = 0;
  return {
    distribution() {
      const message = { id, iteration, chainKey, signingKey: typed(signing.public) };
      const bytes = proto.SenderKeyDistributionMessage.encode(message).finish();
      return Buffer.concat([version, bytes]);
    },
    encrypt(plain) {
      const seed = hmac(chainKey, Buffer.from([1]));
      const keys = hkdf(seed, 48, Buffer.alloc(32), 'WhisperGroup');
      const ciphertext = cbc(keys.subarray(16, 48), keys.subarray(0, 16), plain);
      const bytes = proto.SenderKeyMessage.encode({ id, iteration, ciphertext }).finish();
      iteration++;
      chainKey = hmac(chainKey, Buffer.from([2]));
      const body = Buffer.concat([version, bytes]);
      return Buffer.concat([body, sign(signing.private, body)]);
    },
  };
}
