import { z } from 'zod';

/** One placement company as the official list prints it. */
export type P3miEntry = {
  readonly name: string;
  readonly number: string;
  readonly listDate: string;
};

export const employersSchema = z.strictObject({
  famous: z.array(
    z.strictObject({
      name: z.string().min(2),
      also: z.array(z.string().min(2)).optional(),
      domains: z.array(z.string()),
    }),
  ),
  revoked: z.array(
    z.strictObject({
      name: z.string().min(2),
      what: z.string().min(5),
      date: z.iso.date(),
      source: z.string().min(5),
      confidence: z.enum(['confirmed', 'single']),
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
  readonly listDate: string;
  readonly revoked?: { readonly what: string; readonly date: string };
};

/** Legal forms and other words that do not tell one company from another. */
const formWords = new Set(['pt', 'cv', 'ud', 'tbk', 'persero', 'p3mi', 'pjtki', 'pptkis', 'bkk']);

/** A company name without legal form, case and punctuation. */
export function plainCompanyName(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, ' ')
    .split(' ')
    .filter((w) => w !== '' && !formWords.has(w))
    .join(' ');
}

type Names = {
  byName: Map<string, P3miEntry>;
  words: Map<string, P3miEntry[]>;
  famous: Set<string>;
};
const namesOf = new WeakMap<Registry, Names>();

function indexed(registry: Registry): Names {
  let names = namesOf.get(registry);
  if (names) return names;
  names = { byName: new Map(), words: new Map(), famous: new Set() };
  for (const entry of registry.p3mi) {
    const plain = plainCompanyName(entry.name);
    names.byName.set(plain, entry);
    for (const word of plain.split(' ')) {
      names.words.set(word, [...(names.words.get(word) ?? []), entry]);
    }
  }
  for (const { name, also } of registry.employers.famous) {
    for (const n of [name, ...(also ?? [])]) names.famous.add(plainCompanyName(n));
  }
  namesOf.set(registry, names);
  return names;
}

/** Is the company in the copy of the official list? Only the exact name counts as found. */
export function checkCompany(name: string, registry: Registry): CompanyCheck {
  const plain = plainCompanyName(name);
  const { byName } = indexed(registry);
  const listDate = registry.p3mi[0]?.listDate ?? '';
  const gone = registry.employers.revoked.find((r) => plainCompanyName(r.name) === plain);
  const revoked = gone ? { revoked: { what: gone.what, date: gone.date } } : {};
  const exact = byName.get(plain);
  if (exact) return { outcome: 'found', name: exact.name, listDate, ...revoked };
  const near = nearest(plain, registry);
  if (near) return { outcome: 'similar', name: near.name, listDate, ...revoked };
  return { outcome: 'not-found', listDate, ...revoked };
}

/** An entry that shares most words, or differs by a letter or two. */
function nearest(plain: string, registry: Registry): P3miEntry | undefined {
  const words = plain.split(' ').filter(Boolean);
  if (words.length === 0) return undefined;
  const { words: byWord } = indexed(registry);
  const candidates = new Set(words.flatMap((w) => byWord.get(w) ?? []));
  let best: { entry: P3miEntry; share: number } | undefined;
  for (const entry of candidates) {
    const other = plainCompanyName(entry.name).split(' ');
    const shared = words.filter((w) => other.includes(w)).length;
    const share = (2 * shared) / (words.length + other.length);
    if (share >= similarShareMin && share > (best?.share ?? 0)) best = { entry, share };
  }
  if (best) return best.entry;
  return registry.p3mi.find((e) => withinTwoLetters(plain, plainCompanyName(e.name)));
}

/** Two of three words, or three of four. */
const similarShareMin = 0.65;
const lettersMin = 8;

function withinTwoLetters(a: string, b: string): boolean {
  if (a.length < lettersMin || Math.abs(a.length - b.length) > 2) return false;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]! <= 2;
}

/** Is it one of the well-known names that false vacancies steal? */
export function isFamous(name: string, registry: Registry): boolean {
  const plain = plainCompanyName(name);
  const { famous } = indexed(registry);
  if (famous.has(plain)) return true;
  const words = plain.split(' ');
  return words.some((_, i) => famous.has(words.slice(0, i + 1).join(' ')));
}
