import { createHash } from 'node:crypto';
import { type BinaryNode, proto } from '@whiskeysockets/baileys';
import { bot, someDay } from '../bot.ts';
import type { Chance } from '../chance.ts';
import { exampleTexts } from '../fuzz/examples.ts';

/** A message on its way to the bot, as WhatsApp keeps it until it is confirmed. */
export type Stanza = {
  readonly person: string;
  readonly id: string;
  /** True milliseconds since 1970. */
  readonly sentAt: number;
  readonly plaintext: Uint8Array;
  readonly digest: string;
  readonly node: BinaryNode;
};

/** In every message, so that any copy of a text on the disk is found. */
export const canary = 'kanarirahasia';
/** Long enough to be known again when a word of them is changed. */
export const offers: readonly string[] = exampleTexts
  .filter((text) => {
    if (text.length < 60 || text.length > 300) return false;
    const { kind, risk } = bot.converse(null, { text }, someDay).outcome;
    return kind === 'offer' && (risk === 'danger' || risk === 'caution');
  })
  .slice(0, 40);
export const cries: readonly string[] = [
  'tolong saya disekap di kamboja, paspor diambil, tidak boleh keluar',
  'anak saya disekap di poipet, dipukuli, minta tebusan',
  'help me, I am locked in a compound in Myanmar and they beat us',
];
export const chatter: readonly string[] = [
  'halo',
  '1',
  '2',
  'sudah bayar 5 juta',
  'belum',
  'MENU',
  'BAHASA',
  'DATA SAYA',
  'kuis',
  'PT Maju Jaya resmi tidak?',
  'Ciruas',
  'terima kasih',
];

export const personsOf = (count: number, chance: Chance): string[] =>
  Array.from({ length: count }, () => `62877${1_000_000 + chance.below(8_999_999)}`);
export const addressOf = (person: string): string => `${person}@s.whatsapp.net`;

let serial = 0;
/** @param message what the person's phone encrypts */
export function stanzaOf(
  person: string,
  message: proto.IMessage,
  sentAt: number,
  id = `M${++serial}`,
): Stanza {
  const plaintext = Buffer.concat([proto.Message.encode(message).finish(), Buffer.from([1])]);
  const attrs = { from: addressOf(person), id, t: String(Math.floor(sentAt / 1_000)) };
  // Encrypted anew, the same message is another ciphertext.
  const digest = createHash('sha256').update(`${id} ${++serial}`).digest('hex');
  return { person, id, sentAt, plaintext, digest, node: { tag: 'message', attrs } };
}

/** An offer with a few words changed, as forwarders do. */
export function reworded(offer: string, chance: Chance): string {
  const words = offer.split(' ');
  words.splice(chance.below(words.length), 0, chance.of(['kak', 'ya', 'info', 'gan']));
  return words.join(' ');
}
