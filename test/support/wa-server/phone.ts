import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { proto } from '@whiskeysockets/baileys';
import { agree, ctr, hkdf, hmac, isSignedBy, makeKeyPair, open, sign } from './crypto.ts';
import { SignalDevice } from './signal-device.ts';

const pairingIterations = 131_072;

/** The phone that owns the account: it signs the companion, by QR or by code. */
export class Phone {
  readonly #identity = makeKeyPair();
  readonly device = new SignalDevice(this.#identity);
  #signed: { details: Buffer; signature: Buffer; companion: Buffer } | null = null;
  #pairing: { ephemeral: ReturnType<typeof makeKeyPair>; companionEphemeral: Buffer } | null = null;

  /** What the phone reads from the picture. */
  static readQr(text: string): { ref: string; noise: Buffer; identity: Buffer; secret: Buffer } {
    const [ref = '', noise = '', identity = '', secret = ''] = (text.split('#')[1] ?? '').split(
      ',',
    );
    const bytes = (base64: string) => Buffer.from(base64, 'base64');
    return { ref, noise: bytes(noise), identity: bytes(identity), secret: bytes(secret) };
  }

  /** The signed device identity for `pair-success`. */
  signCompanion(companion: Buffer, secret: Uint8Array): Buffer {
    const details = Buffer.from(
      proto.ADVDeviceIdentity.encode({
        rawId: randomBytes(4).readUInt32BE(),
        timestamp: Math.floor(Date.now() / 1000),
        keyIndex: 1,
        accountType: 0,
        deviceType: 0,
      }).finish(),
    );
    const signature = sign(
      this.#identity.private,
      Buffer.concat([Buffer.from([6, 0]), details, companion]),
    );
    this.#signed = { details, signature, companion };
    const identity = proto.ADVSignedDeviceIdentity.encode({
      details,
      accountSignatureKey: this.#identity.public,
      accountSignature: signature,
    }).finish();
    const whole = { details: identity, hmac: hmac(secret, identity), accountType: 0 };
    return Buffer.from(proto.ADVSignedDeviceIdentityHMAC.encode(whole).finish());
  }

  /** Whether the companion's answer carries a good signature of its own. */
  acceptsCompanion(answer: Uint8Array): boolean {
    const { deviceSignature } = proto.ADVSignedDeviceIdentity.decode(answer);
    if (!this.#signed || !deviceSignature) return false;
    const { details, companion } = this.#signed;
    const signed = Buffer.concat([Buffer.from([6, 1]), details, companion, this.#identity.public]);
    return isSignedBy(companion, signed, deviceSignature);
  }

  /** Somebody types the code: the notification's fields. */
  typeCode(code: string, wrappedCompanion: Buffer): { wrapped: Buffer; identity: Buffer } {
    const keyFor = (salt: Buffer) => pbkdf2Sync(code, salt, pairingIterations, 32, 'sha256');
    const [salt, iv] = [wrappedCompanion.subarray(0, 32), wrappedCompanion.subarray(32, 48)];
    const companionEphemeral = ctr(keyFor(salt), iv, wrappedCompanion.subarray(48));
    const ephemeral = makeKeyPair();
    this.#pairing = { ephemeral, companionEphemeral };
    const [ownSalt, ownIv] = [randomBytes(32), randomBytes(16)];
    const wrapped = Buffer.concat([ownSalt, ownIv, ctr(keyFor(ownSalt), ownIv, ephemeral.public)]);
    return { wrapped, identity: this.#identity.public };
  }

  /** The companion's key bundle gives the secret that signs it. @throws where the code was wrong */
  finishCode(bundle: Buffer): { companion: Buffer; secret: Buffer } {
    if (!this.#pairing) throw new Error('no code was typed');
    const { ephemeral, companionEphemeral } = this.#pairing;
    const shared = agree(ephemeral.private, companionEphemeral);
    const info = 'link_code_pairing_key_bundle_encryption_key';
    const key = hkdf(shared, 32, bundle.subarray(0, 32), info);
    const plain = open(key, bundle.subarray(32, 44), bundle.subarray(44), Buffer.alloc(0));
    const companion = plain.subarray(0, 32);
    const material = Buffer.concat([
      shared,
      agree(this.#identity.private, companion),
      plain.subarray(64, 96),
    ]);
    return { companion, secret: hkdf(material, 32, Buffer.alloc(0), 'adv_secret') };
  }
}
