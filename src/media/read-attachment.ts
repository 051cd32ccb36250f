import type { Attachment } from '#domain/message.ts';
import { readContactCard } from './contact-card.ts';
import { type FileType, fileType, pictureTypes } from './file-type.ts';
import { readLocation } from './location.ts';
import { type MediaReading, refuse } from './media-reading.ts';
import type { ReaderPool } from './reader-pool.ts';
import type { Transcribe } from './voice-note.ts';

export const fileBytesMax = 16_777_216;
const voiceBytesMax = 4_194_304;

/** What is taken apart in a process of its own. */
const pooled: ReadonlySet<FileType> = new Set([...pictureTypes, 'pdf', 'zip']);

export type ReadAttachment = (attachment: Attachment) => Promise<MediaReading>;

export type MediaParts = {
  readonly pool: Pick<ReaderPool, 'read'>;
  /** Null where the operator has switched no transcriber on. */
  readonly transcribe: Transcribe | null;
};

/**
 * Text of what came beside a message. Its type is told by its content; whatever is not known is
 * refused. Nothing is written to disk and nothing in it is opened or run.
 */
export const createReadAttachment =
  ({ pool, transcribe }: MediaParts): ReadAttachment =>
  async ({ bytes }) => {
    if (bytes.length > fileBytesMax) return refuse('too-large');
    const type = fileType(bytes);
    if (type === null) return refuse('unknown-type');
    if (type === 'video') return refuse('video');
    if (type === 'card') return readContactCard(bytes);
    if (type === 'location') return readLocation(bytes);
    if (type === 'ogg' || type === 'audio') return hear(bytes, transcribe);
    if (pooled.has(type)) return pool.read(type, bytes);
    return refuse('unknown-type');
  };

async function hear(bytes: Uint8Array, transcribe: Transcribe | null): Promise<MediaReading> {
  if (!transcribe) return refuse('voice');
  if (bytes.length > voiceBytesMax) return refuse('too-large');
  const text = await transcribe(bytes);
  if (text === null) return refuse('voice');
  if (text === '') return refuse('no-text');
  // What was heard is never as sure as what was written.
  return { ok: true, form: 'voice', text, qr: [], words: [], isUnsure: true, pagesLeft: 0 };
}
