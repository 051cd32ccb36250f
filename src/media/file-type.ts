/** Types that can be read, and those that are known only to be answered kindly. */
export type FileType =
  | 'jpeg'
  | 'png'
  | 'webp'
  | 'gif'
  | 'tiff'
  | 'avif'
  | 'heic'
  | 'pdf'
  | 'zip'
  | 'card'
  | 'location'
  | 'ogg'
  | 'audio'
  | 'video';

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
};

const signatures: readonly (readonly [type: FileType, is: (bytes: Uint8Array) => boolean])[] = [
  ['jpeg', (b) => startsWith(b, '\xff\xd8\xff')],
  ['png', (b) => startsWith(b, '\x89PNG\r\n\x1a\n')],
  ['gif', (b) => startsWith(b, 'GIF87a') || startsWith(b, 'GIF89a')],
  ['webp', (b) => startsWith(b, 'RIFF') && startsWith(b, 'WEBP', 8)],
  ['tiff', (b) => startsWith(b, 'II*\0') || startsWith(b, 'MM\0*')],
  ['avif', (b) => startsWith(b, 'ftyp', 4) && brandsOf(b).includes('avif')],
  // Pictures of iPhones; their patented packing is not in our library.
  ['heic', (b) => startsWith(b, 'ftyp', 4) && brandsOf(b).some((brand) => heicBrands.has(brand))],
  ['pdf', (b) => startsWith(b, '%PDF-')],
  ['zip', (b) => startsWith(b, 'PK\x03\x04')],
  ['card', (b) => startsWith(withoutMark(b), 'BEGIN:VCARD')],
  ['location', (b) => startsWith(b, 'geo:')],
  ['ogg', (b) => startsWith(b, 'OggS')],
  ['audio', (b) => startsWith(b, 'ID3') || startsWith(b, '\xff\xfb') || startsWith(b, '\xff\xf1')],
  ['audio', (b) => startsWith(b, '#!AMR') || (startsWith(b, 'RIFF') && startsWith(b, 'WAVE', 8))],
  ['audio', (b) => startsWith(b, 'ftypM4A', 4)],
  ['video', (b) => startsWith(b, 'ftyp', 4) || startsWith(b, '\x1aE\xdf\xa3')],
];

/** What a file of this family says it is, its own name first. */
function brandsOf(bytes: Uint8Array): string[] {
  const end = Math.min(bytes.length, bytes[3] ?? 0, brandBytesMax);
  const brands = [];
  for (let at = 8; at + 4 <= end; at += 4) {
    brands.push(String.fromCharCode(...bytes.subarray(at, at + 4)));
  }
  return brands;
}
const brandBytesMax = 64;
const heicBrands = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']);

/** Text files may begin with a byte order mark. */
const withoutMark = (bytes: Uint8Array): Uint8Array =>
  startsWith(bytes, '\xef\xbb\xbf') ? bytes.subarray(3) : bytes;

/** Type by what the file begins with; names and what a sender claims are never believed. */
export const fileType = (bytes: Uint8Array): FileType | null =>
  signatures.find(([, is]) => is(bytes))?.[0] ?? null;

export const pictureTypes: ReadonlySet<FileType> = new Set<FileType>([
  'jpeg',
  'png',
  'webp',
  'gif',
  'tiff',
  'avif',
]);
