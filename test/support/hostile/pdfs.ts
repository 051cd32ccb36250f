import { deflateSync } from 'node:zlib';
import { cutShort, type HostileFile, hostile, spoil } from './hostile-file.ts';

/** A PDF by hand from its objects, without a table of places: readers then look for them. */
export const pdf = (objects: readonly string[], trailer = '/Root 1 0 R'): Buffer =>
  Buffer.from(
    `%PDF-1.7\n${objects.map((o, i) => `${i + 1} 0 obj\n${o}\nendobj\n`).join('')}trailer\n<< /Size ${objects.length + 1} ${trailer} >>\n%%EOF`,
    'latin1',
  );
const stream = (dictionary: string, data: string | Uint8Array): string => {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : Buffer.from(data);
  return `<< ${dictionary} /Length ${bytes.length} >>\nstream\n${bytes.toString('latin1')}\nendstream`;
};
const page = (more = '/Contents 4 0 R'): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 5 0 R >> >> ${more} >>`;
const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const offer =
  'BT /F 12 Tf 50 700 Td (Loker Kamboja gaji 15 juta, paspor dipegang agen, berangkat besok) Tj ET';
/** One page with text; `catalog` and `more` go into the root and behind the last object. */
export const onePage = (catalog = '', more: readonly string[] = [], content = offer): Buffer =>
  pdf([
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    pages,
    page(),
    stream('', content),
    font,
    ...more,
  ]);

/** A PDF with a page for each text. */
export function pagesOf(texts: readonly string[]): Buffer {
  const first = 4;
  const kids = texts.map((_, i) => `${first + 2 * i} 0 R`).join(' ');
  const objects = texts.flatMap((text, i) => [
    page(`/Contents ${first + 2 * i + 1} 0 R`).replace('5 0 R', '3 0 R'),
    stream('', `BT /F 12 Tf 50 700 Td (${text}) Tj ET`),
  ]);
  const list = `<< /Type /Pages /Kids [${kids}] /Count ${texts.length} >>`;
  return pdf(['<< /Type /Catalog /Pages 2 0 R >>', list, font, ...objects]);
}

/** A PDF whose pages are one JPEG each, as a scanner makes them. */
export function scanOf(jpeg: Uint8Array, width: number, height: number, count: number): Buffer {
  const first = 5;
  const kids = Array.from({ length: count }, (_, i) => `${first + i} 0 R`);
  const size = `/Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8`;
  const draws = page('/Contents 3 0 R').replace('/Font << /F 5 0 R >>', '/XObject << /A 4 0 R >>');
  return pdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${count} >>`,
    stream('', 'q 600 0 0 800 0 0 cm /A Do Q'),
    stream(`/Type /XObject /Subtype /Image ${size} /Filter /DCTDecode`, jpeg),
    ...kids.map(() => draws),
  ]);
}

const action = (kind: string): string => `/OpenAction << /S /${kind} >>`;
function scripts(): HostileFile[] {
  const run = (name: string, catalog: string, ...more: string[]) =>
    hostile(`a PDF that ${name}`, onePage(catalog, more), 'text');
  return [
    run('runs a script', action('JavaScript /JS (app.alert\\(1\\); while\\(true\\){})')),
    run(
      'runs a script of a name',
      '/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (for(;;){}) >>] >> >>',
    ),
    run('runs a script on every event', '/AA << /WC << /S /JavaScript /JS (for(;;){}) >> >>'),
    run('starts a program', action('Launch /F (cmd.exe)')),
    run('opens a page', action('URI /URI (http://127.0.0.1:1/)')),
    run('sends a form', action('SubmitForm /F (http://127.0.0.1:1/)')),
    run('takes in another file', action('GoToR /F (/etc/passwd) /D [0 /Fit]')),
    run(
      'holds a form of its own kind',
      '/AcroForm << /XFA 6 0 R >>',
      stream('', '<xdp:xdp><script>for(;;){}</script></xdp:xdp>'),
    ),
    run(
      'holds a program',
      '/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>',
      '<< /Type /Filespec /F (a.exe) >>',
    ),
    run(
      'holds a page that never ends',
      '/Metadata 6 0 R',
      stream('/Type /Metadata /Subtype /XML', '<x>'.repeat(20_000)),
    ),
  ];
}

function loops(): HostileFile[] {
  const zeros = deflateSync(Buffer.alloc(20_000_000, 32));
  const twice = deflateSync(zeros);
  const flate = (data: Uint8Array, filter = '/FlateDecode') => stream(`/Filter ${filter}`, data);
  const root = '<< /Type /Catalog /Pages 2 0 R >>';
  const form = (body: string) =>
    stream(
      '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 6 0 R >> >>',
      body,
    );
  const withForm = page('/Contents 4 0 R').replace('/Font', '/XObject << /A 6 0 R >> /Font');
  const image = (size: string, data: string) =>
    stream(
      `/Type /XObject /Subtype /Image ${size} /ColorSpace /DeviceGray /BitsPerComponent 8`,
      data,
    );
  const showing = (object: string) =>
    pdf([root, pages, withForm, stream('', '/A Do'), font, object]);
  return [
    hostile(
      'a PDF whose page unpacks to 20 MB',
      pdf([root, pages, page(), flate(zeros), font]),
      'no-text',
      'damaged',
      'too-large',
      'too-slow',
    ),
    hostile(
      'a PDF packed twice',
      pdf([root, pages, page(), flate(twice, '[/FlateDecode /FlateDecode]'), font]),
      'no-text',
      'damaged',
      'too-large',
      'too-slow',
    ),
    hostile(
      'a PDF whose pages hold themselves',
      pdf([root, '<< /Type /Pages /Kids [2 0 R] /Count 9 >>']),
      'damaged',
      'no-text',
    ),
    hostile('a PDF whose root is itself', pdf(['1 0 R', pages]), 'damaged', 'no-text'),
    hostile(
      'a PDF of a million pages, it says',
      pdf([
        root,
        '<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>',
        page(),
        stream('', offer),
        font,
      ]),
      'text',
      'damaged',
    ),
    hostile(
      'a PDF of −1 pages',
      pdf([root, '<< /Type /Pages /Kids [3 0 R] /Count -1 >>', page(), stream('', offer), font]),
      'text',
      'damaged',
      'no-text',
    ),
    hostile(
      'a PDF of 3,000 pages',
      pdf([
        root,
        `<< /Type /Pages /Kids [${'3 0 R '.repeat(3_000)}] /Count 3000 >>`,
        page(),
        stream('', offer),
        font,
      ]),
      'text',
      'damaged',
    ),
    hostile('a PDF whose form draws itself', showing(form('/A Do')), 'no-text', 'damaged'),
    hostile(
      'a PDF with a picture of 50,000 × 50,000',
      showing(image('/Width 50000 /Height 50000', 'x')),
      'no-text',
      'damaged',
      'too-large',
    ),
    hostile(
      'a PDF with a picture of 5,000 × 5,000',
      showing(image('/Width 5000 /Height 5000', 'x')),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PDF with a picture of size 0',
      showing(image('/Width 0 /Height 0', 'x')),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PDF with a broken JPEG',
      showing(image('/Width 9 /Height 9 /Filter /DCTDecode', '\xff\xd8\xff\xdb')),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PDF with a broken JPEG 2000',
      showing(image('/Width 9 /Height 9 /Filter /JPXDecode', 'x')),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PDF with a broken fax',
      showing(image('/Width 9 /Height 9 /Filter /JBIG2Decode', 'x')),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PDF of 50,000 brackets',
      onePage('', [], `${'['.repeat(50_000)} TJ`),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PDF of 50,000 nested lists',
      pdf([root, pages, page(`/X ${'['.repeat(50_000)}`)]),
      'damaged',
      'no-text',
    ),
    hostile(
      'a PDF with a box as large as the world',
      pdf([root, pages, page().replace('600 800', '1e30 1e30'), stream('', offer), font]),
      'text',
      'damaged',
    ),
    hostile(
      'a PDF with 20,000 lines',
      onePage('', [], `BT /F 12 Tf ${'(gaji besar) Tj T* '.repeat(20_000)} ET`),
      'text',
    ),
    hostile(
      'a PDF without a page',
      pdf([root, '<< /Type /Pages /Kids [] /Count 0 >>']),
      'no-text',
      'damaged',
    ),
    hostile(
      'a PDF with a font that is itself',
      pdf([root, pages, page(), stream('', offer), '5 0 R']),
      'text',
      'damaged',
      'no-text',
    ),
  ];
}

const locked =
  '/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <' +
  '41'.repeat(32) +
  '> /U <' +
  '42'.repeat(32) +
  '> >> /ID [<61><61>]';

export function hostilePdfs(): HostileFile[] {
  const good = onePage();
  return [
    hostile(
      'a PDF with a password',
      pdf(
        [`<< /Type /Catalog /Pages 2 0 R >>`, pages, page(), stream('', offer), font],
        `/Root 1 0 R ${locked}`,
      ),
      'locked',
    ),
    hostile(
      'a PDF locked in an unknown way',
      pdf(
        [`<< /Type /Catalog /Pages 2 0 R >>`, pages],
        '/Root 1 0 R /Encrypt << /Filter /Foo /V 9 >>',
      ),
      'damaged',
      'locked',
      'no-text',
    ),
    hostile('only the mark of a PDF', '%PDF-1.7', 'damaged'),
    hostile('a PDF of noise', `%PDF-1.7\n${'\x9c\xfe\0('.repeat(20_000)}`, 'damaged'),
    hostile(
      'a PDF whose table points at itself',
      `%PDF-1.7\nxref\n0 1\ntrailer\n<< /Size 1 /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF`,
      'damaged',
    ),
    hostile(
      'a PDF followed by 2 MB of zeros',
      Buffer.concat([good, Buffer.alloc(2_000_000)]),
      'text',
      'damaged',
    ),
    ...scripts(),
    ...loops(),
    ...cutShort('a PDF', good, 8),
    ...spoil('a PDF', good, 12),
  ];
}
