/**
 * How the project compares writing: every UTF-16 unit becomes a small symbol, so that capitals,
 * accents, full-width, circled and styled letters and look-alikes of other alphabets read alike.
 * Rule words and messages go through the same table; offsets into the original stay exact.
 */

/** Symbols: 1–26 letters a–z, 27–36 digits 0–9, the rest below. */
export const symbol = {
  space: 0,
  letterFirst: 1,
  letterLast: 26,
  digitFirst: 27,
  digitLast: 36,
  /** Invisible or a mark on a letter: as if it were not there. */
  drop: 37,
  /** First half of a character beyond U+FFFF; ask `foldAstral`. */
  surrogate: 38,
  newline: 39,
  /** Ends a sentence. */
  stop: 40,
  /** A smaller pause: comma, colon, bracket, quotation mark. */
  soft: 41,
  ask: 42,
  dot: 43,
  comma: 44,
  at: 45,
  plus: 46,
  currency: 47,
} as const;

const zeroWidth =
  '\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u20e3\ufe0e\ufe0f\ufeff';
const apostrophes = "'`´‘’ʼʻ′";
const pauses = ':()[]{}"“”„«»|•·–—;…→';
/** Letters of other alphabets that look like ours, as pairs "theirs, ours". */
const lookAlikes = [
  // Cyrillic
  'аaвbеeкkмmнhоoрpсcтtуyхxіiјjѕsԁdԛqԝwɡgһhӏlпnгrиuцuьbвbзzшwщwчhбbдdлlєeэeяrүyұyѵvԍgґrғfқkңhҥhҙzєeѐeёeйuѝu',
  'АaВbЕeКkМmНhОoРpСcТtУyХxІiЈjЅsԌgИuЬbЗzШwЯrЄeЭeҮyҒfҚkҢhЙuДdЛlПnГr',
  // Greek
  'αaβbεeηnιiκkνvοoρpτtυuχxωwγyσoςsμuθoλlδdπnφoΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧxΩoΛaΣeΠnΔa',
  // Armenian, Coptic, Cherokee, Lisu
  'աwոnսuօoհhցgքpյjզqտsնuղnեtաwձdՏsՕoՍuԼlԻhՒrՑgՅjᎪaᏴbᏟcᎠdᎬeᎻhᎥiᎫjᏦkᏞlᎷmᏢpᎡrᏚsᎢtᏙvᎳwᏃzᏀgᏆi',
  'ⲁaⲃbⲥcⲉeⲏhⲓiⲕkⲙmⲛnⲟoⲣpⲧtⲩyⲭxⲀaⲂbⲤcⲈeⲎhⲒiⲔkⲘmⲚnⲞoⲢpⲦtⲨyⲬx',
  'ꓮaꓐbꓚcꓓdꓰeꓝfꓖgꓧhꓲiꓙjꓗkꓡlꓟmꓠnꓳoꓑpꓣrꓢsꓔtꓴuꓦvꓪwꓫxꓬyꓜz',
  // Latin with hooks, bars and tails, small capitals, turned letters
  'ɑaɐaɒaƀbɓbƃbɔcƈcçcđdɖdɗdðdəeɛeɘeǝeɇeƒfɠgǥgɢgʜhħhɦhɥhɪiɩiıiɨiʝjɉjǰjƙkʞkĸkłlɭlʟlɫlɱmɯmŋnɳnɲnɴnøoɵoƥpþpɋqɾrɽrɹrʀrʁrʂsƨsƽsŧtʈtƭtʇtʉuʊuưuʋvʌvɯwʍwʏyƴyʎyɏyƶzʐzƹz',
  'ʙbᴀaᴄcᴅdᴇeᴊjᴋkᴌlᴍmᴏoᴘpᴛtᴜuᴠvᴡwᴢzꜱsꜰfꞯqĐdÐdĦhŁlØoŦt',
  // Signs of money that are drawn on as letters
  '₳a₵c₣f₲g₥m₦n₮tⱫz₭k',
].join('');

const letterOf = (character: string): number => {
  const code = character.toLowerCase().charCodeAt(0);
  if (code >= 97 && code <= 122) return code - 96;
  if (code >= 48 && code <= 57) return code - 48 + symbol.digitFirst;
  return symbol.space;
};

/** Symbol of a character by its compatibility decomposition; a bare accent is dropped. */
function decomposed(character: string): number {
  const plain = character.normalize('NFKD');
  const first = letterOf(plain);
  if (first !== symbol.space) return first;
  const enclosed = enclosedDigit(character);
  if (enclosed !== symbol.space) return enclosed;
  return /^\p{Mn}/u.test(plain) ? symbol.drop : symbol.space;
}

/** White or ringed digits such as ❶ and ➀, which Unicode takes for ornaments. */
function enclosedDigit(character: string): number {
  const code = character.charCodeAt(0);
  const first = enclosedDigits.find((from) => code >= from && code < from + 9);
  return first === undefined ? symbol.space : symbol.digitFirst + 1 + code - first;
}
const enclosedDigits = [0x2776, 0x2780, 0x278a];

function buildTable(): Uint8Array {
  const table = new Uint8Array(65_536);
  for (let code = 0x20; code < 0x10000; code++) {
    const surrogate = code >= 0xd800 && code < 0xe000;
    // Blocks without letters that decompose to ours; skipping them keeps start-up under 40 ms.
    const foreign = (code >= 0x3400 && code < 0xa640) || (code >= 0xac00 && code < 0xf900);
    if (!surrogate && !foreign) table[code] = decomposed(String.fromCharCode(code));
  }
  for (let i = 0; i < lookAlikes.length; i += 2) {
    table[lookAlikes.charCodeAt(i)] = letterOf(lookAlikes[i + 1]!);
  }
  const put = (characters: string, value: number) => {
    for (const c of characters) table[c.charCodeAt(0)] = value;
  };
  put(zeroWidth + apostrophes, symbol.drop);
  put(pauses, symbol.soft);
  put('\n\r\u2028\u2029\u0085', symbol.newline);
  put('!¡！;', symbol.stop);
  put('?？؟', symbol.ask);
  put('.．。', symbol.dot);
  put(',，', symbol.comma);
  put('@＠', symbol.at);
  put('+＋', symbol.plus);
  put('$€£¥₩฿₱₫₹', symbol.currency);
  table.fill(symbol.surrogate, 0xd800, 0xdc00);
  return table;
}

/** Symbol of each UTF-16 unit. */
export const foldTable: Uint8Array = buildTable();

/**
 * Code point at a place of a text; a half pair gives its own code. Unlike `String.codePointAt`,
 * which Node 24.21 compiles wrongly (Maglev): on a slice cut within a pair it reads on into the
 * string the slice was cut from, so that two looks at one place differ.
 */
export function codePointAt(text: string, position: number): number {
  const first = text.charCodeAt(position);
  if (first < 0xd800 || first >= 0xdc00 || position + 1 >= text.length) return first;
  const second = text.charCodeAt(position + 1);
  if (second < 0xdc00 || second >= 0xe000) return first;
  return ((first - 0xd800) << 10) + (second - 0xdc00) + 0x10000;
}

/** Greek letters in mathematical styles look like ours, too. */
const styledLetter = (codePoint: number): number => {
  const plain = String.fromCodePoint(codePoint).normalize('NFKD');
  return letterOf(plain) || (foldTable[plain.charCodeAt(0)] ?? symbol.space);
};

const letterBlocks: readonly (readonly [first: number, last: number])[] = [
  [0x1f110, 0x1f129], // in brackets
  [0x1f130, 0x1f149], // squared
  [0x1f150, 0x1f169], // white on black circle
  [0x1f170, 0x1f189], // white on black square
  [0x1f1e6, 0x1f1ff], // regional indicators
];
const regionalFirst = 0x1f1e6;
const regionalLast = 0x1f1ff;

/** True for the letters of which two make a flag. */
export const isRegionalIndicator = (codePoint: number): boolean =>
  codePoint >= regionalFirst && codePoint <= regionalLast;

/** Symbol of a character beyond U+FFFF: a letter or digit where it shows one, else a space. */
export function foldAstral(codePoint: number): number {
  if (codePoint >= 0x1d400 && codePoint <= 0x1d7ff) {
    return styledLetter(codePoint);
  }
  for (const [first, last] of letterBlocks) {
    if (codePoint >= first && codePoint <= last) return codePoint - first + symbol.letterFirst;
  }
  // Variation selectors and skin tones belong to the emoji before them.
  if (codePoint >= 0xe0000 && codePoint <= 0xe0fff) return symbol.drop;
  return symbol.space;
}

/** FNV-1a, 32 bits. */
export const hashStart = 0x811c9dc5;
export const hashPrime = 0x01000193;
/** FNV-1a over symbols; a letter equal to the one before it is left out (gampaang = gampang). */
export function hashSymbols(symbols: Uint8Array, from: number, to: number): number {
  let hash = hashStart;
  let previous = 0;
  for (let i = from; i < to; i++) {
    const s = symbols[i]!;
    if (s === previous && s <= symbol.letterLast) continue;
    hash = Math.imul(hash ^ s, hashPrime);
    previous = s;
  }
  return hash;
}

/** Hashes as `hashSymbols` gives them of all beginnings: that of `from` to n at place n. */
export function hashBeginnings(
  symbols: Uint8Array,
  from: number,
  to: number,
  into: Int32Array,
): void {
  let hash = hashStart;
  let previous = 0;
  for (let i = from; i < to; i++) {
    const s = symbols[i]!;
    if (s !== previous || s > symbol.letterLast) hash = Math.imul(hash ^ s, hashPrime);
    previous = s;
    into[i + 1] = hash;
  }
}
