import type { Contact, Facts, Place } from '#domain/offer.ts';
import type { CompanyCheck } from '#reference/p3mi-registry.ts';
import type { PayJudgement } from '#reference/usual-pay.ts';

export type Words = { readonly first: number; readonly last: number };
/** Facts a rule may ask for, as `name:value`, with the tokens that gave them. */
export type Atoms = Map<string, Words>;

/** What each fact was read from, as tokens. */
export type FactWordsFound = {
  readonly places: readonly {
    readonly place: Place;
    readonly first: number;
    readonly last: number;
  }[];
  readonly jobs: readonly {
    readonly family: string;
    readonly first: number;
    readonly last: number;
  }[];
  readonly pay: number | null;
  readonly fees: readonly number[];
  readonly contacts: readonly { readonly contact: Contact; readonly token: number }[];
  readonly company: Words | null;
  readonly age: Words | null;
  /** Facts stated by a phrase, such as `visa:work` and `address:stated`. */
  readonly phrases: readonly {
    readonly fact: string;
    readonly first: number;
    readonly last: number;
  }[];
};

export type Judgements = {
  readonly pay: PayJudgement | null;
  readonly minimumWage: boolean;
  readonly muchRupiahAbroad: boolean;
  readonly company: (CompanyCheck & { readonly famous: boolean }) | null;
  readonly freeLinks: ReadonlySet<string>;
  readonly freeMail: ReadonlySet<string>;
  readonly officialSuffixes: readonly string[];
  readonly organisationSuffixes: readonly string[];
};

const adult = 18;

/** All facts of one message in the closed form that rules ask for. */
export function collectAtoms(facts: Facts, found: FactWordsFound, judged: Judgements): Atoms {
  const atoms: Atoms = new Map();
  const put = (key: string, { first, last }: Words) => {
    if (!atoms.has(key)) atoms.set(key, { first, last });
  };
  putPlaces(found, put);
  for (const job of found.jobs) {
    put(`job:${job.family}`, job);
    put('job:any', job);
  }
  if (found.pay !== null) putPay(judged, { first: found.pay, last: found.pay }, put);
  for (const token of found.fees) put('fee:asked', { first: token, last: token });
  if (found.age && facts.age?.min != null && facts.age.min < adult) put('age:under-18', found.age);
  if (found.company) putCompany(judged.company, found.company, put);
  for (const { contact, token } of found.contacts) {
    for (const value of contactValues(contact, judged)) {
      put(`contact:${value}`, { first: token, last: token });
    }
  }
  for (const { fact, first, last } of found.phrases) put(fact, { first, last });
  return atoms;
}

function putPay(judged: Judgements, at: Words, put: (key: string, at: Words) => void): void {
  put('pay:stated', at);
  if (judged.minimumWage) put('pay:minimum', at);
  if (judged.muchRupiahAbroad) put('pay:rupiah-abroad', at);
  if (judged.pay) put(`pay:${judged.pay}`, at);
  // Far above is above, too: rules that ask for the milder value must not miss the worse.
  if (judged.pay === 'far-above-usual') put('pay:above-usual', at);
  if (judged.pay === 'top-of-usual') put('pay:usual', at);
}

function putPlaces({ places }: FactWordsFound, put: (key: string, at: Words) => void): void {
  const abroad = places.filter(({ place }) => place.country !== 'ID');
  for (const found of abroad) {
    const { place } = found;
    put('place:abroad', found);
    put(`place:${place.country}`, found);
    if (place.placement === 'closed') put('place:closed', found);
    const risky = place.placement === 'closed' || place.groups.includes('scam-town');
    if (risky) put('place:risky', found);
    for (const group of place.groups) put(`place:${group}`, found);
  }
  for (const found of places) put(`place:${found.place.id}`, found);
  const [home] = places;
  if (home && abroad.length === 0) put('place:domestic', home);
}

function putCompany(
  check: Judgements['company'],
  at: Words,
  put: (key: string, at: Words) => void,
): void {
  put('company:named', at);
  if (!check) return;
  if (check.outcome === 'found') put('company:in-p3mi-list', at);
  if (check.outcome === 'similar') put('company:similar-to-p3mi', at);
  if (check.revoked) put('company:revoked', at);
  if (check.famous) put('company:famous', at);
}

/** Mobile numbers begin with 08 or +62 8; anybody gets one, an office has a landline too. */
const mobileStart = /^(0|62)8/;

function phoneValues(text: string, callingCode: string | null): string[] {
  if (callingCode) return ['phone', 'foreign-phone'];
  const digits = text.replace(/[oO]/g, '0').replace(/[Il]/g, '1').replace(/\D/g, '');
  return mobileStart.test(digits) ? ['phone', 'mobile'] : ['phone'];
}

function contactValues(contact: Contact, judged: Judgements): string[] {
  const { kind, domain, callingCode } = contact;
  if (kind === 'phone') return phoneValues(contact.text, callingCode);
  if (kind === 'handle' || kind === 'chat-link') return ['chat-app'];
  if (domain === null) return [];
  if (kind === 'email' && judged.freeMail.has(domain)) return ['free-mail'];
  const isUnder = (suffix: string) => domain.endsWith(`.${suffix}`);
  if (judged.officialSuffixes.some(isUnder)) return ['official-link'];
  if (judged.organisationSuffixes.some(isUnder)) return ['organisation-link'];
  return kind === 'link' && judged.freeLinks.has(domain) ? ['free-link'] : [];
}
