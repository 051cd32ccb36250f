import type { Chance } from '../chance.ts';

/** What breaks readers elsewhere: half characters, marks, directions, look-alikes, long digits. */
const awkward = [
  ...'\u0000\u00ad\u200b\u200d\u202e\u2066\ufeff\ufe0f\u0301\u0336\u0130\u1e9e\ud83d\ude00\ud800\udc00',
  ...['🇮🇩', '🅰', '𝐠', 'ﷺ', '₳', 'ĳ', '½', '٣', '１', '\r\n', '\u2028', '=\n', '\\', '{', '[', '"'],
  ...['__proto__', 'constructor', '%00', '../', '<b>', '{{', '${', 'Rp', '1e309', '-0', 'NaN'],
  ...[
    '9'.repeat(40),
    '0,'.repeat(30),
    '1.000.'.repeat(12),
    'jt',
    '8-15',
    'wa.me/',
    '+62',
    '@',
    '?',
  ],
];
const textLengthMax = 8_192;

const steps: readonly ((text: string, chance: Chance, other: string) => string)[] = [
  (t, c) => t.slice(0, c.below(t.length + 1)) + t.slice(c.below(t.length + 1)),
  (t, c) => insert(t, c, c.of(awkward)),
  (t, c) => insert(t, c, String.fromCharCode(c.below(c() < 0.5 ? 0x180 : 0x10000))),
  (t, c) => insert(t, c, part(t, c).repeat(1 + c.below(c() < 0.1 ? 400 : 4))),
  (t, c, other) => insert(t, c, part(other, c)),
  (t, c, other) => t.slice(0, c.below(t.length + 1)) + other.slice(c.below(other.length + 1)),
  (t, c) => swapWords(t, c),
  (t, c) => t.normalize(c.of(['NFC', 'NFD', 'NFKC', 'NFKD'])),
  (t, c) => (c() < 0.5 ? t.toUpperCase() : [...t].join(c.of([' ', '.', '\u200b', '\n']))),
  (t, c) => t.replace(/\d+/, () => String(Math.floor(c() * 10 ** c.below(22)))),
];

function insert(text: string, chance: Chance, piece: string): string {
  const at = chance.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

function part(text: string, chance: Chance): string {
  const from = chance.below(text.length + 1);
  return text.slice(from, from + chance.below(40));
}

function swapWords(text: string, chance: Chance): string {
  const words = text.split(' ');
  const [a, b] = [chance.below(words.length), chance.below(words.length)];
  [words[a], words[b]] = [words[b]!, words[a]!];
  return words.join(' ');
}

/** One to six changes of a text; never longer than 8,192 UTF-16 units. */
export function mutateText(text: string, others: readonly string[], chance: Chance): string {
  let changed = text;
  for (let n = 1 + chance.below(6); n > 0; n--) {
    changed = chance.of(steps)(changed, chance, chance.of(others)).slice(0, textLengthMax);
  }
  return changed;
}

/** One to eight changes of bytes: bits, bytes, pieces cut out, doubled, or taken from another. */
export function mutateBytes(
  bytes: Uint8Array,
  others: readonly Uint8Array[],
  chance: Chance,
): Uint8Array {
  let changed = Buffer.from(bytes);
  for (let n = 1 + chance.below(8); n > 0; n--) {
    const [at, from] = [chance.below(changed.length + 1), chance.below(changed.length + 1)];
    const kind = chance.below(5);
    if (kind === 0 && changed.length > 0) changed[at % changed.length]! ^= 1 << chance.below(8);
    else if (kind === 1 && changed.length > 0) changed[at % changed.length] = chance.below(256);
    else if (kind === 2) changed = Buffer.concat([changed.subarray(0, at), changed.subarray(from)]);
    else {
      const source = kind === 3 ? changed : chance.of(others);
      const piece = source.subarray(from, from + chance.below(64));
      changed = Buffer.concat([changed.subarray(0, at), piece, changed.subarray(at)]);
    }
  }
  return changed;
}
