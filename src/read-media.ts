import type { Log } from '#domain/log.ts';
import type { Attachment } from '#domain/message.ts';
import type { Form } from '#domain/outcome.ts';
import type { MediaReading, Refusal } from '#media/media-reading.ts';
import type { ReadAttachment } from '#media/read-attachment.ts';
import { saidIn } from '#media/said-in.ts';

/** Of one message; what comes beyond is not read, and that is said. */
export const attachmentsMax = 5;
/** As much as the rules look at; the rest of a long document is dropped. */
const textLengthMax = 20_000;

/** What is told of files beside the answer. */
export type FileNote = Refusal | 'unsure' | 'pages-left' | 'too-many';

export type FilesRead = {
  /** Words of all files, the person's own words first. */
  readonly text: string;
  readonly form: Form | null;
  readonly notes: readonly FileNote[];
};

/** Reads what came beside a message: one text for the rules, which quote from it like from any. */
export function createReadMedia(parts: { readonly read: ReadAttachment; readonly log: Log }) {
  return async (text: string, attachments: readonly Attachment[]): Promise<FilesRead> => {
    const readings = await Promise.all(attachments.slice(0, attachmentsMax).map(readOne));
    const read = readings.filter((r) => r.ok);
    const notes = new Set<FileNote>(readings.flatMap(notesOf));
    if (attachments.length > attachmentsMax) notes.add('too-many');
    const all = [text, ...read.map(saidIn)].filter((t) => t.trim() !== '').join('\n\n');
    return {
      text: all.slice(0, textLengthMax),
      form: read.find((r) => r.form !== null)?.form ?? null,
      notes: [...notes],
    };
  };

  async function readOne(attachment: Attachment): Promise<MediaReading> {
    const start = performance.now();
    const reading = await parts.read(attachment);
    const ms = Math.round(performance.now() - start);
    const result = reading.ok ? (reading.form ?? 'location') : reading.reason;
    parts.log({ event: 'file-read', result, ms });
    return reading;
  }
}

function notesOf(reading: MediaReading): FileNote[] {
  if (!reading.ok) return [reading.reason];
  return [
    ...(reading.isUnsure ? (['unsure'] as const) : []),
    ...(reading.pagesLeft > 0 ? (['pages-left'] as const) : []),
  ];
}
