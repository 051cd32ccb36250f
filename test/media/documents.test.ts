import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { createReadAttachment } from '#media/read-attachment.ts';
import { createReaderPool, poolLimits } from '#media/reader-pool.ts';
import { onePage, pagesOf, scanOf } from '../support/hostile/pdfs.ts';
import { docx } from '../support/hostile/word-files.ts';

const testTimeoutMs = 180_000;
const pool = createReaderPool({ ...poolLimits, readTimeoutMs: testTimeoutMs });
const read = createReadAttachment({ pool, transcribe: null });
afterAll(() => pool.stop());
const readBytes = async (bytes: Uint8Array) => {
  const reading = await read({ kind: 'document', bytes, mime: '', name: null });
  if (!reading.ok) throw new Error(reading.reason);
  return reading;
};
const offer = (page: number) => `Halaman ${page}: loker Kamboja gaji 15 juta, paspor dipegang agen`;

test(
  'the text of a PDF is read, ten pages of it, and the rest is told',
  async () => {
    const { text, pagesLeft, isUnsure, form } = await readBytes(
      pagesOf(Array.from({ length: 12 }, (_, i) => offer(i + 1))),
    );
    expect(text.split('\n\n')).toEqual(Array.from({ length: 10 }, (_, i) => offer(i + 1)));
    expect({ pagesLeft, isUnsure, form }).toEqual({ pagesLeft: 2, isUnsure: false, form: 'pdf' });
  },
  testTimeoutMs,
);

test(
  'lines and spaces of a PDF stay apart',
  async () => {
    const content =
      'BT /F 12 Tf 50 700 Td (Gaji 15 juta sebulan, makan dan mes gratis.) Tj 0 -20 Td (Hubungi Bu) Tj 70 0 Td (Sari) Tj ET';
    expect((await readBytes(onePage('', [], content))).text).toBe(
      'Gaji 15 juta sebulan, makan dan mes gratis.\nHubungi Bu Sari',
    );
  },
  testTimeoutMs,
);

test(
  'scanned pages are read as pictures, three of them, and the rest is told',
  async () => {
    const [width, height] = [600, 100];
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><text x="20" y="65" font-family="DejaVu Sans" font-size="32">Loker Kamboja gaji 15 juta</text></svg>`;
    const scan = await sharp(Buffer.from(svg)).jpeg().toBuffer();
    const { text, pagesLeft } = await readBytes(scanOf(scan, width, height, 5));
    expect(text.split('\n\n')).toEqual(
      Array.from({ length: 3 }, () => 'Loker Kamboja gaji 15 juta'),
    );
    expect(pagesLeft).toBe(2);
  },
  testTimeoutMs,
);

test(
  'of a PDF with a broken page what goes before is read, and it is told',
  async () => {
    const whole = pagesOf([offer(1), offer(2), offer(3)]).toString('latin1');
    // The list of pages names one that is not there.
    const broken = Buffer.from(whole.replace('4 0 R 6 0 R', '4 0 R 99 0 R'), 'latin1');
    const { text, isUnsure } = await readBytes(broken);
    expect(text).toContain(offer(1));
    expect(isUnsure).toBe(true);
  },
  testTimeoutMs,
);

test(
  'a Word file gives its paragraphs, with every kind of sign',
  async () => {
    const xml = `<w:document><w:body>
      <w:p><w:r><w:t>Gaji &gt; 15&#160;juta &amp; bonus</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve">per bulan</w:t></w:r></w:p>
      <w:p><w:r><w:t>Majikan</w:t><w:br/><w:t>di Jeddah &#x2014; &quot;visa umroh&quot;</w:t></w:r></w:p>
      <w:p><w:r><w:instrText>HYPERLINK "http://x.example"</w:instrText></w:r></w:p>
    </w:body></w:document>`;
    const { text, form } = await readBytes(docx(xml));
    const lines = text.split('\n').map((line) => line.trim());
    expect(lines.filter(Boolean)).toEqual([
      'Gaji > 15\u00a0juta & bonus per bulan',
      'Majikan',
      'di Jeddah — "visa umroh"',
    ]);
    expect(form).toBe('pdf');
  },
  testTimeoutMs,
);
