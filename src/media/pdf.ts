import { definePDFJSModule, extractImages, getDocumentProxy } from 'unpdf';
import { pixelsMax, rawToPng } from './decode-picture.ts';
import { type MediaReading, type MediaText, refuse } from './media-reading.ts';

const pagesMax = 10;
const scannedPagesMax = 3;
/** A scanned page often carries a stamp or page number as text: fewer letters are none. */
const pageTextMin = 40;
const textLengthMax = 60_000;

type PdfDocument = Awaited<ReturnType<typeof getDocumentProxy>>;
export type ReadScan = (bytes: Uint8Array) => Promise<MediaReading>;

/**
 * Text of a PDF: its text layer, or its first pages read as pictures where it has none. Scripts in
 * it are never run, links never opened.
 */
export async function readPdf(bytes: Uint8Array, readScan: ReadScan): Promise<MediaReading> {
  await definePDFJSModule(() => import('unpdf/pdfjs'));
  let document: PdfDocument;
  try {
    document = await getDocumentProxy(new Uint8Array(bytes), {
      isEvalSupported: false,
      enableXfa: false,
      disableFontFace: true,
      useSystemFonts: false,
      maxImageSize: pixelsMax,
      stopAtErrors: false,
      verbosity: 0,
    });
  } catch (error) {
    const isLocked = error instanceof Error && error.name === 'PasswordException';
    return refuse(isLocked ? 'locked' : 'damaged');
  }
  try {
    return await readPages(document, readScan);
  } finally {
    await document.destroy();
  }
}

async function readPages(document: PdfDocument, readScan: ReadScan): Promise<MediaReading> {
  const read: Page[] = [];
  let scanned = 0;
  const mayScan = () => scanned++ < scannedPagesMax;
  const pages = Math.min(document.numPages, pagesMax);
  for (let number = 1; number <= pages; number++) {
    try {
      read.push(await readPage(document, number, readScan, mayScan));
    } catch {
      // The library throws plain errors where it cannot take a page apart: the file is broken
      // there, not our program, and other pages may be whole.
    }
  }
  const isBroken = read.length < pages;
  const scans = read.flatMap(({ scan }) => scan ?? []);
  const texts = read.map(({ text, scan }) => [text, scan?.text ?? ''].join('\n').trim());
  const text = texts.filter(Boolean).join('\n\n').slice(0, textLengthMax);
  const qr = scans.flatMap((s) => s.qr);
  if (text === '' && qr.length === 0) return refuse(isBroken ? 'damaged' : 'no-text');
  return {
    ok: true,
    form: 'pdf',
    text,
    qr,
    words: [],
    isUnsure: isBroken || scans.some((s) => s.isUnsure),
    pagesLeft: document.numPages - pages + Math.max(0, scanned - scannedPagesMax),
  };
}

type Page = { readonly text: string; readonly scan: MediaText | null };

async function readPage(
  document: PdfDocument,
  number: number,
  readScan: ReadScan,
  mayScan: () => boolean,
): Promise<Page> {
  const text = await pageText(document, number);
  if (text.length >= pageTextMin || !mayScan()) return { text, scan: null };
  return { text, scan: await readScannedPage(document, number, readScan) };
}

async function pageText(document: PdfDocument, number: number): Promise<string> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  let text = '';
  for (const item of items) {
    if (!('str' in item)) continue;
    text += item.str;
    if (item.hasEOL) text += '\n';
    if (text.length > textLengthMax) break;
  }
  page.cleanup();
  return text.replace(/[ \t]+/g, ' ').trim();
}

/** The largest picture of a page is the scan. */
async function readScannedPage(
  document: PdfDocument,
  number: number,
  readScan: ReadScan,
): Promise<MediaText | null> {
  const images = await extractImages(document, number);
  const [largest] = images.toSorted((a, b) => b.width * b.height - a.width * a.height);
  if (!largest) return null;
  const { data, width, height, channels } = largest;
  const reading = await readScan(await rawToPng(data, width, height, channels));
  return reading.ok ? reading : null;
}
