import type { MediaText } from './media-reading.ts';

/** What a file says to the rules. QR codes are told like links: they are read and never opened. */
export function saidIn({ text, qr, form }: Pick<MediaText, 'text' | 'qr' | 'form'>): string {
  const said = form === 'poster' ? withoutChatFrame(text) : text;
  return [said, ...new Set(qr.filter((code) => !said.includes(code)))].filter(Boolean).join('\n');
}

/**
 * Lines that a messenger or network writes around what people say: when somebody was seen, the
 * time, the day, the empty box. "Terakhir dilihat hari ini" hurries nobody.
 */
const frameLines: readonly RegExp[] = [
  /\bdilihat (?:hari ini|kemarin|pukul|pada|baru)/i,
  /\blast seen\b/i,
  /^ketuk (?:di sini )?untuk info/i,
  /^(?:online|daring|sedang mengetik|mengetik|typing)[ .…]*$/i,
  /^(?:hari ini|kemarin|today|yesterday)$/i,
  /^(?:ketik(?: sebuah)? pesan|tulis pesan|kirim pesan|pesan|type a message|message)[ .…]*$/i,
  /^\d{1,2}[.:]\d{2}(?: ?[ap]m)?$/i,
];
/** A frame line is short; what only begins like one is not. */
const frameLengthMax = 48;

/** What was read on a screenshot without the messenger's own lines. */
const withoutChatFrame = (text: string): string => text.split('\n').filter(isSaid).join('\n');

function isSaid(line: string): boolean {
  const plain = line.trim();
  return plain.length > frameLengthMax || !frameLines.some((frame) => frame.test(plain));
}
