import { decodePicture, toPng } from './decode-picture.ts';
import type { FileType } from './file-type.ts';
import { type MediaReading, refuse } from './media-reading.ts';
import type { Plane } from './ocr/plane.ts';
import { lineConfidenceMin, type ReadLine, readPicture, type Word } from './ocr/read-picture.ts';
import { createPageReader } from './page-reader.ts';
import { readPdf } from './pdf.ts';
import { prepareQrReader, readQrCodes } from './qr-codes.ts';
import { readWordDocument } from './word-document.ts';

/** Letters read with less confidence than this on average are often wrong ones. */
const sureConfidenceMin = 75;
/** So much of what was read may be doubtful before it is said. */
const doubtfulShareMax = 0.05;
/** Fewer letters than this are no offer: a logo, a headline. */
const sureLettersMin = 12;

export type Job = { readonly type: FileType; readonly bytes: Uint8Array };
/** What reading one file took: processor time of all threads, resident memory afterwards. */
export type Usage = { readonly processorMs: number; readonly residentBytes: number };
export type Done = { readonly reading: MediaReading; readonly usage: Usage };

/**
 * The process in which files from outside are taken apart. The bot's own process never unpacks
 * one: what hangs or eats memory here is ended from there.
 */
prepareQrReader();
const pageReader = createPageReader();
const readPage = async (page: Plane): Promise<readonly Word[]> =>
  pageReader.read(await toPng(page.data, page.width, page.height));

process.on('message', (job: Job) => {
  const before = process.cpuUsage();
  const tell = (reading: MediaReading) => {
    const { user, system } = process.cpuUsage(before);
    const usage = {
      processorMs: (user + system) / 1_000,
      residentBytes: process.memoryUsage.rss(),
    };
    process.send?.({ reading, usage } satisfies Done);
  };
  // The pool tells the file's owner, and starts another process.
  read(job).then(tell, () => process.exit(1));
});
// Of a broken PDF the library leaves promises behind that fail after it gave its text. They must
// not end the reading of the next file.
process.on('unhandledRejection', () => {});
process.on('disconnect', () => process.exit(0));

async function read({ type, bytes }: Job): Promise<MediaReading> {
  if (type === 'pdf') return readPdf(bytes, readPictureFile);
  if (type === 'zip') return readWordDocument(bytes);
  return readPictureFile(bytes);
}

async function readPictureFile(bytes: Uint8Array): Promise<MediaReading> {
  const decoded = await decodePicture(bytes);
  if (!decoded.ok) return refuse(decoded.reason);
  const codes = await readQrCodes(decoded.picture);
  const { lines, confidence } = await readPicture(decoded.picture, readPage, codes);
  const words = lines.flatMap((l) => l.words);
  const text = lines.map((l) => l.words.map((w) => w.text).join(' ')).join('\n');
  if (text === '' && codes.length === 0) return refuse('no-text');
  const letters = lettersIn(lines);
  const doubtful = lettersIn(lines.filter((l) => l.confidence < lineConfidenceMin));
  return {
    ok: true,
    form: 'poster',
    text,
    qr: codes.map((c) => c.text),
    words,
    isUnsure:
      confidence < sureConfidenceMin ||
      letters < sureLettersMin ||
      doubtful > letters * doubtfulShareMax,
    pagesLeft: 0,
  };
}

const lettersIn = (lines: readonly ReadLine[]): number =>
  lines
    .flatMap((l) => l.words)
    .reduce((sum, w) => sum + (w.text.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
