type Random = () => number;

/** What a reader of pictures takes for what, in both directions where it happens so. */
const misread: Readonly<Record<string, readonly string[]>> = {
  m: ['rn'],
  l: ['1', 'I'],
  i: ['l', '1'],
  I: ['l', '1'],
  o: ['0'],
  O: ['0'],
  '0': ['O', 'o'],
  s: ['5'],
  S: ['5'],
  '5': ['S'],
  e: ['c'],
  c: ['e'],
  a: ['o'],
  B: ['8'],
  '8': ['B'],
  '1': ['l', 'I'],
  g: ['q', '9'],
  q: ['g'],
  t: ['f'],
  f: ['t'],
  u: ['v'],
  n: ['r'],
  h: ['b'],
  z: ['2'],
  Z: ['2'],
  G: ['6'],
  D: ['O'],
  d: ['cl'],
};
/** Of ten confusions one is a lost space; of a hundred lines three are not read. */
const spacesLost = 0.1;
const linesLost = 0.03;
const longText = 6;

/** Text as read from a picture: this share of the characters that can be confused is. */
export function ocrNoise(text: string, share: number, random: Random): string {
  const lines = text.split('\n');
  const kept = lines.length < longText ? lines : lines.filter(() => random() >= linesLost);
  return kept
    .map((line) =>
      [...line]
        .map((c) => {
          if (c === ' ') return random() < share * spacesLost ? '' : c;
          const others = misread[c];
          if (!others || random() >= share) return c;
          return others[Math.floor(random() * others.length)]!;
        })
        .join(''),
    )
    .join('\n');
}

const digits = [
  'nol',
  'satu',
  'dua',
  'tiga',
  'empat',
  'lima',
  'enam',
  'tujuh',
  'delapan',
  'sembilan',
];
const scales: readonly (readonly [number, string, string])[] = [
  [1e9, 'miliar', 'satu miliar'],
  [1e6, 'juta', 'satu juta'],
  [1e3, 'ribu', 'seribu'],
  [100, 'ratus', 'seratus'],
];

/** A whole number from 0 below a million million in Indonesian words. */
export function numberInWords(n: number): string {
  if (n < 10) return digits[n]!;
  if (n < 20) return n === 10 ? 'sepuluh' : n === 11 ? 'sebelas' : `${digits[n - 10]} belas`;
  if (n < 100) {
    const rest = n % 10;
    return `${digits[Math.floor(n / 10)]} puluh${rest ? ` ${digits[rest]}` : ''}`;
  }
  const [scale, word, one] = scales.find(([s]) => n >= s)!;
  const count = Math.floor(n / scale);
  const rest = n % scale;
  const head = count === 1 ? one : `${numberInWords(count)} ${word}`;
  return rest === 0 ? head : `${head} ${numberInWords(rest)}`;
}

const fillers = ['eh', 'anu', 'teh', 'kan', 'ya', 'gitu', 'emm', 'apa namanya'];
const fillerShare = 0.06;
const spokenMax = 1e12;
const units: Readonly<Record<string, string>> = {
  jt: 'juta',
  rb: 'ribu',
  k: 'ribu',
  th: 'tahun',
  thn: 'tahun',
  bln: 'bulan',
  hr: 'hari',
};

/** "Rp3.500.000" and "3,5jt" as they are said; phone numbers digit by digit. */
function sayNumber(written: string): string {
  const plain = written.replace(/[.,](?=\d{3}(?!\d))/g, '');
  const [whole = '', fraction] = plain.split(/[.,]/);
  const value = Number(whole);
  if (whole.length > 8 && /^0|^62/.test(whole)) return [...whole].map((d) => digits[+d]).join(' ');
  if (!Number.isSafeInteger(value) || value >= spokenMax) return written;
  const after = fraction ? ` koma ${[...fraction].map((d) => digits[+d]).join(' ')}` : '';
  return numberInWords(value) + after;
}

/** A voice note as a transcript: small letters, no punctuation, numbers in words, fillers. */
export function spokenTranscript(text: string, random: Random): string {
  const words = text
    .toLowerCase()
    .replace(/\b(rp|idr)\.?\s?(?=\d)/g, '')
    .replace(/\p{Extended_Pictographic}|[\u{1f1e6}-\u{1f1ff}]|\ufe0f/gu, ' ')
    .replace(/(\d)\s?[-–]\s?(?=\d)/g, '$1 sampai ')
    .replace(/\d+(?:[.,]\d+)*/g, (n) => ` ${sayNumber(n)} `)
    .replace(/[^\p{L}\p{N}\s@/]|(?<=\s)[/@]|[/@](?=\s)/gu, ' ')
    .split(/\s+/)
    .filter((w) => w !== '')
    .map((w) => units[w] ?? w);
  return words
    .flatMap((w) =>
      random() < fillerShare ? [w, fillers[Math.floor(random() * fillers.length)]!] : [w],
    )
    .join(' ');
}
