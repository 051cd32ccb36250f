import { ocrNoise, spokenTranscript } from './distortions.ts';

/** Random numbers in [0, 1). */
export type Random = () => number;
/** A change that leaves the offer readable for people. */
export type Disguise = {
  readonly name: string;
  /** Most recall that may be lost, as a share of the recall on clean text. */
  readonly lossMax: number;
  readonly apply: (text: string, random: Random) => string;
};

const lossMax = 0.05;
const ocrLossMax = 0.1;

const pick = <T>(list: ArrayLike<T>, random: Random): T =>
  list[Math.floor(random() * list.length)]!;
/** Changes every word (run of non-spaces) and leaves the spaces between them. */
const eachWord = (text: string, change: (word: string) => string) => text.replace(/\S+/g, change);
const isWord = (word: string) => /^\p{L}{4,}[.,!?]?$/u.test(word);

const keys = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
function neighbourKey(letter: string, random: Random): string {
  const row = keys.find((r) => r.includes(letter));
  if (!row) return letter;
  const at = row.indexOf(letter);
  return pick(
    [row[at - 1], row[at + 1]].filter((c) => c !== undefined),
    random,
  );
}

/** One letter dropped, doubled, swapped with the next or struck beside, as on a phone. */
function typo(word: string, random: Random): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [before, letter, next, rest] = [
    word.slice(0, at),
    word[at]!,
    word[at + 1] ?? '',
    word.slice(at + 2),
  ];
  const kind = Math.floor(random() * 4);
  if (kind === 0) return before + next + rest;
  if (kind === 1) return before + letter + letter + next + rest;
  if (kind === 2) return before + next + letter + rest;
  return before + neighbourKey(letter.toLowerCase(), random) + next + rest;
}

const leet: Readonly<Record<string, string>> = { a: '4', i: '1', e: '3', o: '0', s: '5', g: '9' };
const lookAlikes: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  j: 'ј',
  k: 'к',
  m: 'м',
  n: 'ո',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  t: 'т',
  u: 'υ',
  v: 'ν',
  x: 'х',
  y: 'у',
  A: 'А',
  B: 'В',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  N: 'Ν',
  O: 'О',
  P: 'Р',
  S: 'Ѕ',
  T: 'Т',
  Y: 'У',
  g: 'ɡ',
  h: 'һ',
  l: 'ӏ',
  d: 'ԁ',
  b: 'Ь',
};
const replaceLetters =
  (table: Readonly<Record<string, string>>, share: number): Disguise['apply'] =>
  (text, random) =>
    text.replace(/[a-z]/gi, (c) => {
      const other = table[c] ?? table[c.toLowerCase()];
      return other !== undefined && random() < share ? other : c;
    });

/** Letters as those of another alphabet block that begins with A (and a small one with a). */
const styled =
  (capitalFirst: number, smallFirst: number): Disguise['apply'] =>
  (text) =>
    text.replace(/[a-z]/gi, (c) => {
      const code = c.charCodeAt(0);
      return String.fromCodePoint(code >= 97 ? code - 97 + smallFirst : code - 65 + capitalFirst);
    });

const apart =
  (mark: string): Disguise['apply'] =>
  (text, random) =>
    eachWord(text, (word) => (isWord(word) && random() < 0.1 ? [...word].join(mark) : word));

/** Common short forms of chat; each eligible word is shortened with a chance of one half. */
const shortForms: Readonly<Record<string, string>> = {
  yang: 'yg',
  tidak: 'gk',
  dengan: 'dgn',
  untuk: 'utk',
  sudah: 'udh',
  belum: 'blm',
  juga: 'jg',
  jangan: 'jgn',
  orang: 'org',
  bulan: 'bln',
  tahun: 'thn',
  hari: 'hr',
  bayar: 'byr',
  transfer: 'tf',
  juta: 'jt',
  ribu: 'rb',
  dari: 'dr',
  kalau: 'klo',
  dalam: 'dlm',
  kerja: 'krj',
  dapat: 'dpt',
  tanpa: 'tnp',
  saya: 'sy',
  langsung: 'lgsg',
  berangkat: 'brgkt',
  pengalaman: 'pglmn',
  perempuan: 'cewe',
  paspor: 'pspr',
  hubungi: 'hub',
  nomor: 'no',
  bisa: 'bs',
  harus: 'hrs',
  karena: 'krn',
  saja: 'aja',
  lebih: 'lbh',
  masih: 'msh',
  banyak: 'bnyk',
  tempat: 'tmpt',
  biaya: 'bya',
  kontrak: 'kntrk',
  karyawan: 'krywn',
  perusahaan: 'prshn',
  minggu: 'mggu',
};

const emoji = ['🔥', '💰', '✅', '✨', '👉', '🙏', '💼', '✈️', '📢', '❗'];
const padding = `Assalamualaikum warahmatullahi wabarakatuh, selamat pagi bapak ibu semua. Semoga kita semua sehat selalu dan dilancarkan rezekinya. Maaf mengganggu waktunya sebentar, izin berbagi kabar di grup ini. Cuaca hari ini cerah, jangan lupa sarapan dan minum air putih yang cukup. Mohon maaf kalau ada salah kata. `;
const places: readonly (readonly [RegExp, string])[] = [
  [/\b(kamboja|cambodia)\b/gi, '🇰🇭'],
  [/\bmyanmar\b/gi, '🇲🇲'],
  [/\blaos\b/gi, '🇱🇦'],
  [/\bthailand\b/gi, '🇹🇭'],
  [/\bmalaysia\b/gi, '🇲🇾'],
  [/\bdubai\b/gi, '🇦🇪'],
  [/\b(arab saudi|saudi|arab)\b/gi, '🇸🇦'],
  [/\btaiwan\b/gi, '🇹🇼'],
  [/\bjepang\b/gi, '🇯🇵'],
  [/\bkorea\b/gi, '🇰🇷'],
  [/\bqatar\b/gi, '🇶🇦'],
  [/\boman\b/gi, '🇴🇲'],
];

const keycaps = (text: string) => text.replace(/\d/g, (d) => `${d}\ufe0f\u20e3`);
const maskVowel = (word: string, random: Random) => {
  const at = word.search(/(?<=.)[aeiou]/i);
  return at > 0 && isWord(word) && random() < 0.15
    ? `${word.slice(0, at)}*${word.slice(at + 1)}`
    : word;
};

function shuffleSentences(text: string, random: Random): string {
  const parts = text.split(/(?<=[.!?])\s+|\n+/);
  for (let i = parts.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [parts[i], parts[j]] = [parts[j]!, parts[i]!];
  }
  return parts.join('\n');
}

/** Two cuts between words, as one message sent in three goes within a minute. */
function splitMessage(text: string, random: Random): string {
  const words = text.split(' ');
  for (let cut = 0; cut < 2 && words.length > 1; cut++) {
    const at = 1 + Math.floor(random() * (words.length - 1));
    words[at] = `\n${words[at]}`;
  }
  return words.join(' ');
}

const noPunctuation = (text: string) => text.replace(/[.,!?:;()"“”*_~]+(?!\d)/g, ' ');
const abbreviate: Disguise['apply'] = (text, random) =>
  eachWord(text, (w) => {
    const short = shortForms[w.toLowerCase()];
    return short !== undefined && random() < 0.5 ? short : w;
  });

/** The transforms of the evaluation protocol, and a few that people use besides. */
export const disguises: readonly Disguise[] = [
  { name: 'upper case', lossMax, apply: (t) => t.toUpperCase() },
  { name: 'no punctuation', lossMax, apply: noPunctuation },
  { name: 'newline between words', lossMax, apply: (t) => t.replace(/ +/g, '\n') },
  {
    name: 'newline every 4 words',
    lossMax,
    apply: (t) => t.replace(/((?:\S+ ){3}\S+) /g, '$1\n'),
  },
  { name: 'abbreviations', lossMax, apply: abbreviate },
  {
    name: 'typos, 1 per 8 words',
    lossMax,
    apply: (t, r) => eachWord(t, (w) => (isWord(w) && r() < 1 / 8 ? typo(w, r) : w)),
  },
  { name: 'leet, 30 % of letters', lossMax, apply: replaceLetters(leet, 0.3) },
  { name: 'look-alikes, 50 % of letters', lossMax, apply: replaceLetters(lookAlikes, 0.5) },
  { name: 'bold', lossMax, apply: styled(0x1d400, 0x1d41a) },
  { name: 'squared', lossMax, apply: styled(0x1f170, 0x1f170) },
  { name: 'circled', lossMax, apply: styled(0x24b6, 0x24d0) },
  {
    name: 'zero-width inside words',
    lossMax,
    apply: (t, r) =>
      t.replace(/(?<=\p{L})(?=\p{L})/gu, () =>
        r() < 0.3 ? pick(['\u200b', '\u200d', '\u2060'], r) : '',
      ),
  },
  { name: 'spaced words, 10 %', lossMax, apply: apart(' ') },
  { name: 'dotted words, 10 %', lossMax, apply: apart('.') },
  { name: 'hyphened words, 10 %', lossMax, apply: apart('-') },
  { name: 'masked vowels, 15 %', lossMax, apply: (t, r) => eachWord(t, (w) => maskVowel(w, r)) },
  {
    name: 'emoji between words',
    lossMax,
    apply: (t, r) => t.replace(/ +/g, () => ` ${pick(emoji, r)} `),
  },
  {
    name: 'stretched vowels',
    lossMax,
    apply: (t, r) =>
      eachWord(t, (w) =>
        isWord(w) && r() < 0.3 ? w.replace(/[aeiou](?=[^aeiou]*$)/i, '$&$&$&$&') : w,
      ),
  },
  {
    name: 'doubled letters',
    lossMax,
    apply: (t, r) => t.replace(/[a-z]/gi, (c) => (r() < 0.15 ? c + c : c)),
  },
  {
    name: 'joined words, 10 %',
    lossMax,
    apply: (t, r) => t.replace(/(?<=[a-z]) (?=[a-z])/gi, (s) => (r() < 0.1 ? '' : s)),
  },
  { name: 'keycap digits', lossMax, apply: keycaps },
  {
    name: 'flags for countries',
    lossMax,
    apply: (t) => places.reduce((s, [name, flag]) => s.replace(name, ` ${flag} `), t),
  },
  { name: 'OCR noise 3 %', lossMax, apply: (t, r) => ocrNoise(t, 0.03, r) },
  { name: 'OCR noise 5 %', lossMax, apply: (t, r) => ocrNoise(t, 0.05, r) },
  { name: 'OCR noise 10 %', lossMax: ocrLossMax, apply: (t, r) => ocrNoise(t, 0.1, r) },
  { name: 'voice transcript', lossMax, apply: spokenTranscript },
  {
    name: 'padding before and after',
    lossMax,
    apply: (t) => `${padding}\n${t}\n${padding.repeat(3)}`,
  },
  { name: 'split in three', lossMax, apply: splitMessage },
  { name: 'sentences shuffled', lossMax, apply: shuffleSentences },
];
