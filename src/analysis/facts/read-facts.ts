import type { Contact, Facts, Job, Visa } from '#domain/offer.ts';
import type { Reference } from '#reference/load-reference.ts';
import { checkCompany, isFamous } from '#reference/p3mi-registry.ts';
import { isMinimumWage, isMuchRupiahAbroad, judgePay } from '#reference/usual-pay.ts';
import type { PhraseHit } from '#rulebook/phrase-index.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import type { Knowledge } from '../knowledge.ts';
import { pause, type Tokens } from '../tokens.ts';
import { hasHint, hint } from './amount-words.ts';
import { readAmounts } from './amounts.ts';
import { type Atoms, collectAtoms, type FactWordsFound } from './atoms.ts';
import { readCompany } from './company.ts';
import { readContacts } from './contacts.ts';
import { chooseFees, choosePay } from './pay.ts';
import { readAge } from './person.ts';
import { readPlaces } from './place.ts';

export type FactsRead = {
  readonly facts: Facts;
  readonly atoms: Atoms;
  /** All hits of rule phrases and cues. */
  readonly hits: readonly PhraseHit[];
};

/** Reads all facts; joins contacts and amounts into single tokens on the way, in place. */
export function readFacts(tokens: Tokens, knowledge: Knowledge, reference: Reference): FactsRead {
  const contacts = readContacts(tokens, knowledge.platforms);
  const amounts = readAmounts(tokens, knowledge.amounts);
  const nameHits = knowledge.names.search(tokens);
  const placesFound = readPlaces(
    tokens,
    nameHits,
    (hit) => placeOf(knowledge, hit),
    knowledge.places,
  );
  const hits = knowledge.rules.index.search(tokens);
  const jobs = readJobs(tokens, nameHits, knowledge);
  const places = placesFound.map((p) => p.place);
  const phrases = factPhrases(hits, knowledge);
  const isAbroad = places.some((p) => p.country !== 'ID');
  const kind = {
    isTraineeship: holdsAny(tokens, knowledge.trainees),
    isOfBody: holdsAny(tokens, knowledge.bodyParts),
    isAbroad,
    isSold: !isAbroad && isSold(phrases, tokens, knowledge),
  };
  const pay = choosePay(amounts, places, reference.factWords, tokens, kind);
  const fees = chooseFees(amounts, places, reference.factWords, tokens, kind);
  const company = readCompany(tokens, knowledge.companies);
  const age = readAge(tokens, knowledge.ages);
  const facts: Facts = {
    pay: pay?.pay ?? null,
    fees: fees.map((f) => f.fee),
    places,
    job: jobs[0]?.job ?? null,
    company: company?.company ?? null,
    contacts,
    age: age?.age ?? null,
    visa: visaOf(phrases, tokens),
  };
  const found: FactWordsFound = {
    places: placesFound,
    jobs: jobs.map((j) => ({ family: j.job.family, first: j.first, last: j.last })),
    pay: pay?.token ?? null,
    fees: fees.map((f) => f.token),
    contacts: contactTokens(tokens, contacts),
    company,
    age,
    phrases,
  };
  const atoms = collectAtoms(facts, found, judge(facts, reference));
  return { facts, atoms, hits };
}

function placeOf(knowledge: Knowledge, hit: PhraseHit) {
  const owner = knowledge.nameOwners[hit.owner]!;
  return owner.type === 'place' ? owner.place : undefined;
}

function holdsAny({ ids, count }: Tokens, wanted: ReadonlySet<number>): boolean {
  for (let i = 0; i < count; i++) if (wanted.has(ids[i]!)) return true;
  return false;
}

/** How far a "not" reaches ahead of "titipan lamaran", in words. */
const notReach = 4;

/** True where a place at work is sold and nobody says that it is not. */
function isSold(
  phrases: FactWordsFound['phrases'],
  { ids, pauses }: Tokens,
  { amounts }: Knowledge,
): boolean {
  const isDenied = (first: number) => {
    for (let i = first - 1; i >= 0 && i >= first - notReach; i--) {
      if (pauses[i + 1] === pause.hard) return false;
      if (hasHint(amounts, ids[i]!, hint.not)) return true;
    }
    return false;
  };
  return phrases.some((p) => p.fact === 'entry:sold' && !isDenied(p.first));
}

type JobFound = { readonly job: Job; readonly first: number; readonly last: number };

/** Kinds of work named, each once, in order. */
function readJobs(tokens: Tokens, hits: readonly PhraseHit[], knowledge: Knowledge): JobFound[] {
  const found = new Map<string, JobFound>();
  for (const hit of hits) {
    const owner = knowledge.nameOwners[hit.owner]!;
    if (owner.type !== 'job' || found.has(owner.job.id)) continue;
    const { first, last } = hit;
    const job = {
      family: owner.job.id,
      text: tokens.slice(first, last),
      span: tokens.span(first, last),
    };
    found.set(owner.job.id, { job, first, last });
  }
  return [...found.values()].sort((a, b) => a.first - b.first);
}

function factPhrases(hits: readonly PhraseHit[], { rules }: Knowledge): FactWordsFound['phrases'] {
  return hits.flatMap(({ owner, first, last }) => {
    const of = rules.owners[owner]!;
    return of.type === 'fact' ? [{ fact: of.fact, first, last }] : [];
  });
}

function visaOf(phrases: FactWordsFound['phrases'], tokens: Tokens): Visa | null {
  // A visa that does not allow work outweighs the mention of one that does.
  for (const kind of ['pilgrimage', 'visit', 'work'] as const) {
    const found = phrases.find((p) => p.fact === `visa:${kind}`);
    if (found) return { kind, span: tokens.span(found.first, found.last) };
  }
  return null;
}

function contactTokens(tokens: Tokens, contacts: readonly Contact[]): FactWordsFound['contacts'] {
  const found: { contact: Contact; token: number }[] = [];
  if (contacts.length === 0) return found;
  for (let token = 0; token < tokens.count; token++) {
    if (tokens.ids[token] !== tokenClass.contact) continue;
    found.push({ contact: contacts[tokens.values[token]!]!, token });
  }
  return found;
}

function judge(facts: Facts, reference: Reference) {
  const { factWords, usualPay } = reference;
  const { pay, places } = facts;
  const job = facts.job?.family ?? null;
  return {
    pay: pay ? judgePay(pay, job, places, usualPay) : null,
    minimumWage: pay ? isMinimumWage(pay, job, places, usualPay) : false,
    muchRupiahAbroad: pay ? isMuchRupiahAbroad(pay, places, usualPay) : false,
    company: facts.company
      ? {
          ...checkCompany(facts.company.name, reference),
          famous: isFamous(facts.company.name, reference),
        }
      : null,
    freeLinks: freeLinksOf(factWords['free-links']),
    freeMail: freeLinksOf(factWords['free-mail']),
    officialSuffixes: factWords['official-suffixes'],
    organisationSuffixes: factWords['organisation-suffixes'],
  };
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();
function freeLinksOf(list: readonly string[]): ReadonlySet<string> {
  const known = sets.get(list);
  if (known) return known;
  const set = new Set(list);
  sets.set(list, set);
  return set;
}
