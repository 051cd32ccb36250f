import { inflateRawSync } from 'node:zlib';
import { type MediaReading, refuse } from './media-reading.ts';

const entriesMax = 2_000;
/** Of the one part that holds the text, unpacked: a small file may hold a huge one. */
const textBytesMax = 8_388_608;
const textLengthMax = 60_000;
const mainPart = 'word/document.xml';
const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const endBytes = 22;
const entryBytes = 46;
const commentBytesMax = 65_535;

/** Text of a Word document (.docx): a zip file whose main part is XML. Nothing else is unpacked. */
export function readWordDocument(bytes: Uint8Array): MediaReading {
  const xml = readMainPart(bytes);
  if (typeof xml === 'object') return xml;
  const text = paragraphs(xml).slice(0, textLengthMax).trim();
  if (text === '') return refuse('no-text');
  return { ok: true, form: 'pdf', text, qr: [], words: [], isUnsure: false, pagesLeft: 0 };
}

function readMainPart(bytes: Uint8Array): string | MediaReading {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end < 0) return refuse('damaged');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < Math.min(count, entriesMax); i++) {
    if (at + entryBytes > view.byteLength || view.getUint32(at, true) !== entryMark) break;
    const nameLength = view.getUint16(at + 28, true);
    const name = latin(bytes.subarray(at + entryBytes, at + entryBytes + nameLength));
    if (name === mainPart) return unpack(bytes, view, at);
    at += entryBytes + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return refuse('unknown-type');
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - endBytes - commentBytesMax);
  for (let at = view.byteLength - endBytes; at >= lowest; at--) {
    if (view.getUint32(at, true) === endMark) return at;
  }
  return -1;
}

function unpack(bytes: Uint8Array, view: DataView, entry: number): string | MediaReading {
  const isLocked = (view.getUint16(entry + 8, true) & 1) === 1;
  if (isLocked) return refuse('locked');
  const method = view.getUint16(entry + 10, true);
  const packed = view.getUint32(entry + 20, true);
  const local = view.getUint32(entry + 42, true);
  if (local + 30 > view.byteLength) return refuse('damaged');
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const content = bytes.subarray(from, from + packed);
  if (method === 0) return new TextDecoder().decode(content.subarray(0, textBytesMax));
  if (method !== 8) return refuse('damaged');
  try {
    const unpacked = inflateRawSync(content, { maxOutputLength: textBytesMax });
    return new TextDecoder().decode(unpacked);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    return refuse(code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'damaged');
  }
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 256));

/**
 * The words between the marks: paragraphs and breaks become line ends. No mark runs past the next
 * one's beginning, or a file of open marks would be searched to its end again and again.
 */
const paragraphs = (xml: string): string =>
  xml
    .replace(/<w:(?:br|cr)\b[^<>]*>|<\/w:p>/g, '\n')
    .replace(/<w:tab\b[^<>]*>/g, ' ')
    .replace(/<w:instrText\b[^<>]*>[^<]*<\/w:instrText>/g, '')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, readEntity)
    .replace(/\n{3,}/g, '\n\n');

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
const codePointMax = 0x10ffff;

function readEntity(whole: string, name?: string, decimal?: string, hex?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code <= codePointMax ? String.fromCodePoint(code) : whole;
}
