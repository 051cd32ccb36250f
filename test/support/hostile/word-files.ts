import { crc32, deflateRawSync } from 'node:zlib';
import { cutShort, type HostileFile, hostile, spoil } from './hostile-file.ts';

type Entry = {
  readonly name: string;
  readonly data: Uint8Array;
  readonly flags?: number;
  readonly method?: number;
  /** Where the entry is said to begin. */
  readonly offset?: number;
};
/** A zip by hand; what it says of itself may be a lie. */
export function zip(
  entries: readonly Entry[],
  said: { count?: number; start?: number } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, flags = 0, method = 8, offset = at } of entries) {
    const content = method === 8 ? deflateRawSync(data) : Buffer.from(data);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      common,
      Buffer.from(name, 'latin1'),
      content,
    ]);
    parts.push(local);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, rest, Buffer.from(name, 'latin1')]),
    );
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(said.count ?? entries.length, 4);
  end.writeUInt16LE(said.count ?? entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(said.start ?? at, 12);
  return Buffer.concat([...parts, list, Buffer.from('PK\x05\x06'), end]);
}

const mainPart = 'word/document.xml';
export const docx = (xml: string | Uint8Array, more: Partial<Entry> = {}): Buffer =>
  zip([{ name: mainPart, data: Buffer.from(xml), ...more }]);
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

export function hostileWordFiles(): HostileFile[] {
  const bomb = Buffer.alloc(100_000_000, 32);
  const inner = zip([{ name: mainPart, data: Buffer.from(paragraph('halo')) }]);
  const marks = (mark: string) => docx(mark.repeat(Math.floor(8_000_000 / mark.length)));
  const good = docx(paragraph('Loker Kamboja'.repeat(20)));
  return [
    hostile('a Word file that unpacks to 100 MB', docx(bomb), 'too-large'),
    hostile('a zip in a zip', zip([{ name: 'a.zip', data: inner }]), 'unknown-type'),
    hostile(
      'a Word file with a bomb beside its text',
      zip([
        { name: 'word/media/a.png', data: bomb },
        { name: mainPart, data: Buffer.from(paragraph('halo')) },
      ]),
      'text',
    ),
    hostile('a Word file with a password', docx(paragraph('halo'), { flags: 1 }), 'locked'),
    hostile(
      'a Word file packed in an unknown way',
      docx(paragraph('halo'), { method: 99 }),
      'damaged',
    ),
    hostile(
      'a Word file whose text lies elsewhere',
      docx(paragraph('halo'), { offset: 4_000_000_000 }),
      'damaged',
    ),
    hostile(
      'a zip whose list lies elsewhere',
      zip([{ name: mainPart, data: Buffer.from('x') }], { start: 4_000_000_000 }),
      'unknown-type',
      'damaged',
    ),
    hostile(
      'a zip said to hold 65,535 files',
      zip([{ name: 'a', data: Buffer.from('x') }], { count: 65_535 }),
      'unknown-type',
    ),
    hostile(
      'a zip of 5,000 files',
      zip(
        Array.from({ length: 5_000 }, (_, i) => ({
          name: `${i}`,
          data: Buffer.from('x'),
          method: 0,
        })),
      ),
      'unknown-type',
    ),
    hostile(
      'a zip that climbs out',
      zip([{ name: '../../etc/passwd', data: Buffer.from('x') }]),
      'unknown-type',
    ),
    hostile(
      'a zip with a name of 60 kB',
      zip([{ name: 'n'.repeat(60_000), data: Buffer.from('x') }]),
      'unknown-type',
    ),
    hostile('a zip without files', zip([]), 'unknown-type', 'damaged'),
    hostile('a Word file of 8 million opening marks', marks('<'), 'no-text', 'text'),
    hostile('a Word file of marks that never end', marks('<w:br '), 'no-text', 'text'),
    hostile('a Word file of fields that never end', marks('<w:instrText>'), 'no-text', 'text'),
    hostile('a Word file of closing marks', marks('>'), 'text'),
    hostile('a Word file of line ends', marks('</w:p>'), 'no-text'),
    hostile(
      'a Word file with a laughing entity',
      docx(
        `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(99)}"><!ENTITY b "&a;&a;">]>${paragraph('&b;')}`,
      ),
      'text',
      'no-text',
    ),
    hostile(
      'a Word file with an entity from a file',
      docx(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${paragraph('&a;halo')}`),
      'text',
    ),
    hostile('a Word file without text', docx('<w:document/>'), 'no-text'),
    hostile('a Word file of zeros', docx(Buffer.alloc(10_000)), 'text', 'no-text'),
    hostile(
      'a zip with the mark of its end twice',
      Buffer.concat([good, Buffer.from('PK\x05\x06'), Buffer.alloc(40)]),
      'text',
      'damaged',
      'unknown-type',
    ),
    ...cutShort('a Word file', good, 6),
    ...spoil('a Word file', good, 8),
  ];
}
