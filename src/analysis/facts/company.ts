import type { Company } from '#domain/offer.ts';
import { pause, type Tokens, tokenFlag } from '../tokens.ts';

const nameWordsMax = 5;
/** In a text without capitals a name is at most so long. */
const plainNameWordsMax = 3;
/** "Toko bahan bangunan Mekar Sari": words between the kind and the name. */
const kindWordsMax = 2;

export type CompanyWords = {
  /** Word ids of "pt", "cv", "toko" … */
  readonly forms: ReadonlySet<number>;
  /** Of these, those that always begin a name (pt, cv), also in a text without capitals. */
  readonly strict: ReadonlySet<number>;
  /** Those that end a name (ltd, bhd). */
  readonly endings: ReadonlySet<number>;
  /** Before a form: it is denied, asked of a school leaver, or only tells the way. */
  readonly notAfter: ReadonlySet<number>;
  /** Bodies that are called by their place alone ("RSUD Serang"). */
  readonly local: ReadonlySet<number>;
  /** Words that end the kind of a firm ("toko di …"). */
  readonly stops: ReadonlySet<number>;
};

type Found = { readonly company: Company; readonly first: number; readonly last: number };

/**
 * The company named with its legal form or kind: "PT Maju Jaya", "Maju Sdn Bhd", "Toko Bu Siti";
 * the first with a legal form, else the first at all.
 */
export function readCompany(tokens: Tokens, words: CompanyWords): Found | null {
  let loose: Found | null = null;
  for (let i = 0; i < tokens.count; i++) {
    const id = tokens.ids[i]!;
    if (words.strict.has(id)) {
      const found = namedFrom(tokens, i, words, true);
      if (found) return found;
    } else if (words.endings.has(id)) {
      loose ??= namedUpTo(tokens, i);
    } else if (loose === null && words.forms.has(id)) {
      loose = namedFrom(tokens, i, words, false);
    }
  }
  return loose;
}

function namedFrom(
  tokens: Tokens,
  form: number,
  words: CompanyWords,
  strict: boolean,
): Found | null {
  if (isPassing(tokens, form, words)) return null;
  const start = strict ? form + 1 : kindEnd(tokens, form, words);
  if (!isBeside(tokens, start, strict)) return null;
  const last = nameEnd(tokens, start, strict);
  if (last < start) return null;
  if (!words.local.has(tokens.ids[form]!) && isOnlyPlace(tokens, start, last)) return null;
  return foundAt(tokens, form, last);
}

const foundAt = (tokens: Tokens, first: number, last: number): Found => ({
  company: { name: tokens.slice(first, last), span: tokens.span(first, last) },
  first,
  last,
});

/** "tanpa PT", "lulusan SMK", "depan warung Pak RT": no employer. */
function isPassing(tokens: Tokens, form: number, { notAfter }: CompanyWords): boolean {
  for (let i = form - 1; i >= 0 && i >= form - 2; i--) {
    if (tokens.pauses[i + 1] === pause.hard) return false;
    if (notAfter.has(tokens.ids[i]!)) return true;
  }
  return false;
}

/** Where the name begins behind "toko bangunan", "warung nasi". */
function kindEnd(tokens: Tokens, form: number, { stops, notAfter }: CompanyWords): number {
  let at = form + 1;
  while (
    at < tokens.count &&
    at <= form + kindWordsMax &&
    tokens.pauses[at] === pause.none &&
    !tokens.has(at, tokenFlag.capital) &&
    !tokens.has(at, tokenFlag.number) &&
    !stops.has(tokens.ids[at]!) &&
    !notAfter.has(tokens.ids[at]!)
  ) {
    at++;
  }
  return at;
}

/** True where nothing but spaces and quotes stands before token `i`, or the dot of "PT.". */
const isBeside = (tokens: Tokens, i: number, strict: boolean): boolean =>
  i < tokens.count &&
  (strict ? besideForm : besideKind).test(
    tokens.text.slice(tokens.ends[i - 1]!, tokens.starts[i]!),
  );
const besideForm = /^[ \t.*_"'“”‘’«]*$/;
const besideKind = /^[ \t*_"'“”‘’«]*$/;

function nameEnd(tokens: Tokens, start: number, strict: boolean): number {
  let last = start - 1;
  for (let i = start; i < tokens.count && i < start + nameWordsMax; i++) {
    if (tokens.pauses[i] !== pause.none && i > start) break;
    if (tokens.has(i, tokenFlag.number)) break;
    const named = tokens.has(i, tokenFlag.capital);
    // Without capitals a name is told by words that no rule and no list knows.
    const plain = strict && tokens.ids[i] === 0 && i < start + plainNameWordsMax;
    // "Alihdaya" may be read as two words.
    const joined = i > start && tokens.starts[i] === tokens.ends[i - 1];
    if (!named && !plain && !joined) break;
    last = i;
  }
  return last;
}

/** "hotel Dubai", "pabrik Cikande": where it is, not what it is called. */
function isOnlyPlace(tokens: Tokens, first: number, last: number): boolean {
  for (let i = first; i <= last; i++) if (tokens.inPlace[i] !== 1) return false;
  return true;
}

/** "Maple Orchard Fresh Ltd", "Sazana Food Industries Sdn Bhd" */
function namedUpTo(tokens: Tokens, ending: number): Found | null {
  let first = ending;
  while (
    first > 0 &&
    ending - first < nameWordsMax &&
    tokens.pauses[first] === pause.none &&
    tokens.has(first - 1, tokenFlag.capital) &&
    !tokens.has(first - 1, tokenFlag.number)
  ) {
    first--;
  }
  return first === ending ? null : foundAt(tokens, first, ending);
}
