import type { Harm } from '#domain/verdict.ts';
import { type Hotline, hotlinesFor, yearToShow } from '#reference/hotline-directory.ts';
import { fill, type Voice } from './compose-reply.ts';
import { type Case, isAbroad, isMinor } from './session.ts';

/** Only danger is reported; at home a false broker is first of all a matter for the police. */
function harmToReport(case_: Case): Harm | null {
  if (case_.risk !== 'danger') return null;
  return case_.harm === 'both' && !isAbroad(case_) ? 'fraud' : case_.harm;
}

/** Lines that fit a case, best first. */
export function linesFor(voice: Voice, case_: Case | null, emergency = false): Hotline[] {
  const country = case_?.country ?? null;
  const harm = case_ ? harmToReport(case_) : null;
  const minorOrWoman = case_ !== null && isMinor(case_);
  return hotlinesFor(voice.hotlines, { country, harm, emergency, minorOrWoman }, voice.now);
}

/** The best line for a case inside a sentence; a doubt about a job at home is for Kemnaker. */
export function nameBest(voice: Voice, case_: Case | null): string {
  const isDoubtAtHome = case_ !== null && case_.risk !== 'danger' && case_.country === 'ID';
  return isDoubtAtHome ? nameById(voice, 'labour') : nameHotline(voice, linesFor(voice, case_)[0]);
}

/** A line by its id inside a sentence; the directory is checked to hold those asked for here. */
export const nameById = (
  voice: Voice,
  id: 'police' | 'sapa' | 'bank' | 'ojk' | 'labour' | 'account-check',
): string =>
  nameHotline(
    voice,
    voice.hotlines.find((h) => h.id === id),
  );

/** Whom to call in danger, for somebody of whom nothing is known. */
export const nameUrgent = (voice: Voice): string =>
  [nameById(voice, 'police'), nameById(voice, 'sapa')].join(voice.texts.or);

/** A line for a question that also tells of somebody in trouble; else empty. */
export function sayInDanger(voice: Voice, case_: Case): string {
  const { rules } = voice.rulebook;
  const isTold = case_.evidence.some(
    (e) => e.scope !== 'negated' && e.scope !== 'warned' && rules.get(e.rule)?.kind === 'emergency',
  );
  if (case_.kind === 'offer' || !isTold) return '';
  const lines = linesFor(voice, case_, true).slice(0, 2);
  const urgent = lines.map((h) => nameHotline(voice, h)).join(voice.texts.or);
  return fill(voice.texts['in-danger'], { urgent });
}

/** Offices have no Sundanese or Javanese names; people know them by the Indonesian ones. */
const nameIn = ({ language }: Voice, { name }: Hotline): string =>
  name[language === 'en' ? 'en' : 'id'];

/** Hotline inside a sentence: "KP2MI *0800-1000* (gratis, 24 jam)". */
export function nameHotline(voice: Voice, hotline: Hotline | undefined): string {
  if (!hotline) throw new RangeError('the hotline directory lacks a line');
  const { kind, number } = hotline;
  if (kind === 'site') return `*${number}*`;
  const full = nameIn(voice, hotline);
  const plain = full.split(/[,(]/)[0]!.trim();
  // "SAPA 129 *129*" would say the number twice.
  const name = plain.endsWith(number) ? plain.slice(0, -number.length).trim() : plain;
  const detail = /\([^)]+\)/.exec(full)?.[0] ?? '';
  return `${name} *${number}* ${detail}`.trim();
}

/** Hotlines as lines; an old number is shown with its year. */
export const listHotlines = (voice: Voice, hotlines: readonly Hotline[]): string =>
  hotlines
    .map((h) => {
      const { line, 'line-old': lineOld } = voice.texts.emergency;
      const year = yearToShow(h, voice.now);
      const values = { name: nameIn(voice, h), number: h.number };
      return year === null ? fill(line, values) : fill(lineOld, { ...values, year: String(year) });
    })
    .join('\n');
