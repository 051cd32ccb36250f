import { z } from 'zod';
import { inEveryLanguage } from './data-file.ts';

/** One placement company as the official list prints it. */
export type P3miEntry = {
  readonly name: string;
  /** Empty where the list shows none. It is a business number, not the permit itself. */
  readonly number: string;
  readonly listDate: string;
};

const names = z.array(z.string().min(2)).min(1);
const confidence = z.enum(['confirmed', 'single']);
const source = z.string().min(5);

export const employersSchema = z.strictObject({
  famous: z.array(
    z.strictObject({
      source,
      date: z.iso.date(),
      confidence,
      firms: z
        .array(
          z.strictObject({
            name: z.string().min(2),
            also: names.optional(),
            ambiguous: names.optional().describe('ordinary words; they count only as whole name'),
            domains: z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)),
          }),
        )
        .min(1),
    }),
  ),
  revoked: z.array(
    z.strictObject({
      name: z.string().min(2),
      also: names.optional(),
      what: inEveryLanguage(5),
      date: z.iso.date().describe('of the fact, or of the page where that is not told'),
      source,
      confidence,
    }),
  ),
});
export type Employers = z.infer<typeof employersSchema>;

export type Registry = { readonly p3mi: readonly P3miEntry[]; readonly employers: Employers };

export type CompanyCheck = {
  /** `similar` never vouches: a look-alike name is how a false company hides. */
  readonly outcome: 'found' | 'similar' | 'not-found';
  /** The name as listed, for `found` and `similar`. */
  readonly name?: string;
  /** The number beside an exact name, where the list shows one. */
  readonly number?: string;
  /** Date of the copy that was searched. */
  readonly listDate: string;
  /** A dated fact against it; the words are for people, in Indonesian and English. */
  readonly revoked?: Pick<Employers['revoked'][number], 'what' | 'date'>;
};

/** The company that a business number belongs to, in the copy of the list of that date. */
export type NumberCheck = { readonly name: string | null; readonly listDate: string };

/** Legal forms and other words that do not tell one company from another. */
const formWords = new Set(['pt', 'cv', 'ud', 'tbk', 'persero', 'p3mi', 'pjtki', 'pptkis', 'bkk']);

/** A company name without legal form, case and punctuation. */
export function plainCompanyName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\b(p|c|u)\.\s?(t|v|d)\b/g, '$1$2')
    .replace(/[^a-z0-9]+/g, ' ')
    .split(' ')
    .filter((w) => w !== '' && !formWords.has(w))
    .join(' ');
}

/** Two ways to space a name are one name: "Nil Sejati", "Nilsejati". */
const joined = (plain: string): string => plain.replaceAll(' ', '');

type Listed = {
  readonly entry: P3miEntry;
  readonly plain: string;
  readonly words: string[];
  /** One bit for each letter it has. */
  readonly letters: number;
};
type Names = {
  readonly byLength: ReadonlyMap<number, readonly Listed[]>;
  readonly byWord: ReadonlyMap<string, readonly Listed[]>;
  /** Two entries of a name with different numbers are kept as one without a number. */
  readonly byName: ReadonlyMap<string, P3miEntry>;
  readonly revoked: ReadonlyMap<string, Employers['revoked'][number]>;
  /** Famous names, and those that count only as a whole. */
  readonly famous: ReadonlySet<string>;
  readonly famousWhole: ReadonlySet<string>;
};
const namesOf = new WeakMap<Registry, Names>();

function indexed(registry: Registry): Names {
  const known = namesOf.get(registry);
  if (known) return known;
  const { p3mi, employers } = registry;
  const listed = p3mi.map((entry) => {
    const plain = plainCompanyName(entry.name);
    return { entry, plain, words: plain.split(' '), letters: lettersOf(plain) };
  });
  const byWord = new Map<string, Listed[]>();
  for (const one of listed) {
    for (const word of new Set(one.words)) byWord.set(word, [...(byWord.get(word) ?? []), one]);
  }
  const byLength = Map.groupBy(listed, ({ plain }) => plain.length);
  const firms = employers.famous.flatMap((block) => block.firms);
  const names: Names = {
    byLength,
    byWord,
    byName: entriesByName(listed),
    revoked: new Map(
      employers.revoked.flatMap((r) =>
        [r.name, ...(r.also ?? [])].map((n) => [joined(plainCompanyName(n)), r] as const),
      ),
    ),
    famous: new Set(firms.flatMap((f) => [f.name, ...(f.also ?? [])]).map(plainCompanyName)),
    famousWhole: new Set(firms.flatMap((f) => f.ambiguous ?? []).map(plainCompanyName)),
  };
  namesOf.set(registry, names);
  return names;
}

function entriesByName(listed: readonly Listed[]): Map<string, P3miEntry> {
  const byName = new Map<string, P3miEntry>();
  for (const { entry, plain } of listed) {
    const first = byName.get(joined(plain));
    if (!first) byName.set(joined(plain), entry);
    else if (first.number !== entry.number) byName.set(joined(plain), { ...first, number: '' });
  }
  return byName;
}

/** Is the company in the copy of the official list? Only the exact name counts as found. */
export function checkCompany(name: string, registry: Registry): CompanyCheck {
  const plain = plainCompanyName(name);
  const names = indexed(registry);
  const { byName, revoked: gone } = names;
  const listDate = registry.p3mi[0]?.listDate ?? '';
  const fact = gone.get(joined(plain));
  const revoked = fact ? { revoked: { what: fact.what, date: fact.date } } : {};
  const exact = byName.get(joined(plain));
  if (exact) {
    const number = exact.number === '' ? {} : { number: exact.number };
    return { outcome: 'found', name: exact.name, ...number, listDate, ...revoked };
  }
  const near = nearest(plain, names);
  if (near) return { outcome: 'similar', name: near.name, listDate, ...revoked };
  return { outcome: 'not-found', listDate, ...revoked };
}

/** Whose business number is it? Null where the list shows it for nobody. */
export function checkNumber(number: string, { p3mi }: Registry): NumberCheck {
  const entry = p3mi.find((e) => e.number === number);
  return { name: entry?.name ?? null, listDate: p3mi[0]?.listDate ?? '' };
}

/** Two of three words, or three of four. */
const similarShareMin = 0.65;

/** An entry that shares most words, or differs by a letter or two. */
function nearest(plain: string, { byLength, byWord }: Names): P3miEntry | undefined {
  const words = plain.split(' ').filter(Boolean);
  if (words.length === 0) return undefined;
  let best: { entry: P3miEntry; share: number } | undefined;
  for (const { entry, words: other } of new Set(words.flatMap((w) => byWord.get(w) ?? []))) {
    const shared = words.filter((w) => other.includes(w)).length;
    const share = (2 * shared) / (words.length + other.length);
    if (share >= similarShareMin && share > (best?.share ?? 0)) best = { entry, share };
  }
  if (best) return best.entry;
  const letters = lettersOf(plain);
  const near = (e: Listed) => mayBeNear(letters, e.letters) && fewLettersApart(plain, e.plain);
  for (const longer of lengthsNear) {
    const found = byLength.get(plain.length + longer)?.find(near);
    if (found) return found.entry;
  }
  return undefined;
}

function lettersOf(plain: string): number {
  let letters = 0;
  for (let i = 0; i < plain.length; i++) letters |= 1 << (plain.charCodeAt(i) & 31);
  return letters;
}

/** Each letter that differs changes at most two bits; comparing all names in full is slow. */
function mayBeNear(a: number, b: number): boolean {
  let differing = 0;
  for (let bits = a ^ b; bits !== 0; bits &= bits - 1) differing++;
  return differing <= 2 * lettersApartMax;
}

const lettersApartMax = 2;
/** A name as long comes first, then those a letter or two shorter or longer. */
const lengthsNear = [0, -1, 1, -2, 2];
/** Letters that may differ in a name of at least so many letters. */
const lettersApart = (length: number): number =>
  length >= 8 ? lettersApartMax : length >= 5 ? 1 : 0;

function fewLettersApart(a: string, b: string): boolean {
  const most = lettersApart(Math.min(a.length, b.length));
  if (most === 0 || Math.abs(a.length - b.length) > most) return false;
  let row = Uint8Array.from({ length: b.length + 1 }, (_, i) => i);
  let next = new Uint8Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    next[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, row[j]! + 1, next[j - 1]! + 1);
      least = Math.min(least, next[j]!);
    }
    if (least > most) return false;
    [row, next] = [next, row];
  }
  return row[b.length]! <= most;
}

/** Is it one of the well-known names that false vacancies borrow? */
export function isFamous(name: string, registry: Registry): boolean {
  const plain = plainCompanyName(name);
  const { famous, famousWhole } = indexed(registry);
  if (famousWhole.has(plain)) return true;
  const words = plain.split(' ');
  return words.some((_, i) => famous.has(words.slice(0, i + 1).join(' ')));
}
