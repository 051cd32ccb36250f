import { type MediaReading, refuse } from './media-reading.ts';

const cardBytesMax = 262_144;
const cardsMax = 10;
const linesMax = 100;
const valueLengthMax = 200;
/** Of a value as it is written, where a letter may take twelve signs. */
const rawLengthMax = 2_400;
/** The lines of a card that say who it is; photos, keys and addresses are left alone. */
const shown = new Set(['FN', 'ORG', 'TITLE', 'TEL', 'EMAIL', 'URL', 'NOTE']);

/**
 * Text of contact cards (vCard 2.1 to 4.0): name, company, numbers and links, a line each.
 * Numbers are for the rules only; like all text of a message they are not kept.
 */
export function readContactCard(bytes: Uint8Array): MediaReading {
  if (bytes.length > cardBytesMax) return refuse('too-large');
  const content = new TextDecoder().decode(bytes).replace(/\r\n?/g, '\n');
  const unfolded = content.replace(/=\n/g, '').replace(/\n[ \t]/g, '');
  const lines = new Set<string>();
  let cards = 0;
  for (const line of unfolded.split('\n')) {
    if (/^END:VCARD/i.test(line) && ++cards === cardsMax) break;
    const told = shownValue(line);
    if (told !== null) lines.add(told);
    if (lines.size === linesMax) break;
  }
  if (lines.size === 0) return refuse('damaged');
  const text = [...lines].join('\n');
  return { ok: true, form: 'card', text, qr: [], words: [], isUnsure: false, pagesLeft: 0 };
}

function shownValue(line: string): string | null {
  const colon = line.indexOf(':');
  if (colon < 0) return null;
  const [name = '', ...parameters] = line.slice(0, colon).split(';');
  const property = name.split('.').at(-1)!.toUpperCase();
  if (!shown.has(property)) return null;
  const raw = line.slice(colon + 1, colon + 1 + rawLengthMax);
  const isQuoted = parameters.some((p) => /QUOTED-PRINTABLE/i.test(p));
  const value = (isQuoted ? unquote(raw) : raw)
    .replace(/\\n/gi, ' ')
    .replace(/\\([,;\\])/g, '$1')
    .replace(/^tel:/i, '')
    .replace(/;+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return value === '' ? null : value.slice(0, valueLengthMax);
}

function unquote(text: string): string {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = /^=([0-9a-f]{2})/i.exec(text.slice(i, i + 3))?.[1];
    if (code === undefined) bytes.push(...new TextEncoder().encode(text[i]!));
    else {
      bytes.push(Number.parseInt(code, 16));
      i += 2;
    }
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
