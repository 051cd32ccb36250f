import type { Analysis } from '#analysis/analysis.ts';
import type { Reply } from '#domain/message.ts';
import type { CompanyCheck } from '#reference/p3mi-registry.ts';
import {
  bubble,
  fill,
  fitReasons,
  numbered,
  sayDate,
  sayReasons,
  type Voice,
} from '../compose-reply.ts';
import { countableItem } from '../countable.ts';
import { nameBest, nameById, sayInDanger } from '../name-hotlines.ts';
import { readCase } from '../read-case.ts';
import { type Case, isAbroad } from '../session.ts';
import { type ConversationParts, type Incoming, sessionAfter, type Turn, turnOf } from '../turn.ts';

/**
 * Is this company, person or number real? Never more than "found in the list of that date": a
 * name can be borrowed. Warning signs in the same message are told, too.
 */
export function answerAgencyCheck(
  voice: Voice,
  check: CompanyCheck | null,
  case_: Case,
  analysis: Analysis,
): Reply[] {
  const { agency } = voice.texts;
  const asksContact = analysis.facts.contacts.length > 0 || analysis.reasons.length > 0;
  if (!check && !asksContact) {
    return [{ text: fill(agency['no-name'], { hotline: nameBest(voice, case_) }) }];
  }
  const steps = numbered(agency[stepsKey(check, case_)], {
    hotline: nameBest(voice, case_),
    police: nameById(voice, 'police'),
    account: nameById(voice, 'account-check'),
  });
  return fitReasons(
    (count) =>
      bubble(
        check?.revoked ? sayRevoked(voice, check.revoked) : '',
        check ? sayOutcome(voice, check, case_) : fill(agency.contact),
        `${agency.check}\n${steps}`,
        sayReasons(voice, agency.warning, analysis.reasons.slice(0, count)),
        sayInDanger(voice, case_),
      ),
    null,
  );
}

/** A business number has 13 digits, an older one up to 17. */
const businessNumber = /(?<!\d)\d{13,17}(?!\d)/;
const phone = /^(?:62|08)/;
/** A longer message is an offer that shows the number. */
const numberWordsMax = 20;

/** The turn of a message that asks for a business number, or null. */
export function answerNumberCheck(parts: ConversationParts, incoming: Incoming): Turn | null {
  const { analysis, voice, text } = incoming;
  const number = businessNumber.exec(text.replace(/(?<=\d)[ .-](?=\d)/g, ''))?.[0];
  const { company, contacts } = analysis.facts;
  if (!number || company || contacts.length > 0) return null;
  if (analysis.wordCount > numberWordsMax || phone.test(number)) return null;
  const { agency } = voice.texts;
  const { name, listDate } = parts.checkNumber(number);
  const case_ = readCase('agency-check', analysis);
  const values = { name: name ?? '', date: sayDate(voice, listDate) };
  const reply = bubble(
    fill(name ? agency['number-found'] : agency['number-unknown'], values),
    `${agency.check}\n${numbered(agency.steps, { hotline: nameBest(voice, case_) })}`,
  );
  const item = countableItem(case_, incoming, parts.usualPay);
  return turnOf(sessionAfter(case_, null, incoming), [{ text: reply }], case_, {
    wish: 'count',
    item,
  });
}

/** One line below an offer for work abroad that names a company; else empty. */
export function sayListed(parts: ConversationParts, { analysis, voice }: Incoming, case_: Case) {
  const company = analysis.facts.company;
  if (!company || !isAbroad(case_)) return '';
  const check = parts.checkCompany(company.name);
  if (check.revoked) return sayRevoked(voice, check.revoked);
  const values = { name: check.name ?? '', date: sayDate(voice, check.listDate) };
  return fill(voice.texts.agency['in-offer'][check.outcome], values);
}

/** What the list says of the name. */
export function sayOutcome(voice: Voice, check: CompanyCheck, case_: Case): string {
  const { agency } = voice.texts;
  const values = { name: check.name ?? '', date: sayDate(voice, check.listDate) };
  return fill(agency[isLocal(check, case_) ? 'home' : check.outcome], values);
}

/** A factory or shop at home is in no list of companies that place workers abroad. */
const isLocal = (check: CompanyCheck, { atoms }: Case): boolean =>
  check.outcome !== 'found' &&
  !check.revoked &&
  !atoms.includes('place:abroad') &&
  (atoms.includes('company:famous') || (check.outcome === 'not-found' && isAtHome(atoms)));

const isAtHome = (atoms: readonly string[]): boolean => atoms.includes('place:domestic');

function stepsKey(check: CompanyCheck | null, case_: Case) {
  if (!check) return 'contact-steps';
  return isLocal(check, case_) ? 'home-steps' : 'steps';
}

const sayRevoked = (voice: Voice, { what, date }: NonNullable<CompanyCheck['revoked']>): string =>
  fill(voice.texts.agency.revoked, { what: what[voice.language], date: sayDate(voice, date) });
