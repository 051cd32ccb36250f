import { z } from 'zod';
import { isUncheckedSince } from '#domain/hotline-age.ts';
import type { Harm } from '#domain/verdict.ts';

const needs = [
  'checking',
  'trafficking',
  'abroad',
  'emergency',
  'women-children',
  'police',
  'fraud',
  'bank',
  'labour',
  'mission',
  'local',
] as const;

const hotlineSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    name: z.strictObject({ id: z.string().min(2), en: z.string().min(2) }),
    number: z.string().min(3).describe('as people dial it; for a site its address'),
    kind: z.enum(['call', 'whatsapp', 'both', 'site']),
    whatsapp: z
      .string()
      .regex(/^https:\/\/wa\.me\/\d{8,15}$/)
      .optional(),
    country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters (ISO 3166)'),
    hours: z.string().min(3).describe('as the source says; "unknown" where it does not'),
    serves: z.string().min(5).describe('who may call, for the task force'),
    'helps-with': z.array(z.enum(needs)).min(1),
    source: z.string().min(5),
    'source-date': z.iso.date(),
    confidence: z.enum(['confirmed', 'single']),
    'last-verified': z.iso.date().nullable().describe('when the task force called it'),
  })
  .refine((h) => (h.kind === 'site' ? domainName : phoneNumber).test(h.number), {
    path: ['number'],
    message: 'must be a phone number, or an address where kind is site',
  });
const phoneNumber = /^\+?[\d -]{3,20}$/;
const domainName = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Those that an answer may not miss; without them nobody could be told whom to call. */
const required = ['kp2mi', 'kp2mi-abroad', 'kemlu', 'sapa', 'police', 'bank', 'labour'] as const;
type Required = (typeof required)[number];

export const hotlinesSchema = z.array(hotlineSchema).superRefine((hotlines, context) => {
  for (const id of required) {
    if (hotlines.some((h) => h.id === id)) continue;
    context.addIssue({ code: 'custom', message: `the entry "${id}" is missing` });
  }
});
export type Hotline = z.infer<typeof hotlineSchema>;

/** A number printed by its source longer ago than this is shown with the year. */
export const oldAfterYears = 3;
const yearMs = 365.25 * 24 * 3_600_000;

/** The year to show beside an old number, or null where it was printed or tested lately. */
export function yearToShow(hotline: Hotline, now: Date): number | null {
  const newest = new Date(hotline['last-verified'] ?? hotline['source-date']);
  return now.getTime() - newest.getTime() > oldAfterYears * yearMs ? newest.getUTCFullYear() : null;
}

/** Whether nobody called the number or saw it printed for 180 days; the dashboard warns of it, too. */
export const isUnchecked = (hotline: Hotline, now: Date): boolean =>
  isUncheckedSince(hotline['last-verified'] ?? hotline['source-date'], now);

/** Where somebody is or would go, and what help fits. */
export type HelpNeeded = {
  /** ISO country; null where unknown, `ID` at home. */
  readonly country: string | null;
  /** Null for a question or a check of an agency. */
  readonly harm: Harm | null;
  readonly emergency: boolean;
  /** True where the person is a woman or under 18: the line for them comes earlier. */
  readonly minorOrWoman?: boolean;
};

/**
 * Hotlines that fit, best first, never empty. In danger abroad: the mission there, then the
 * ministry; at home: the police and the line for women and children. Fraud: the police and the
 * bank. Else KP2MI.
 * @param now puts numbers that may be dead behind newer ones; without it age does not count
 */
export function hotlinesFor(
  directory: readonly Hotline[],
  need: HelpNeeded,
  now?: Date,
): Hotline[] {
  const abroad = need.country !== null && need.country !== 'ID';
  const order = !need.emergency
    ? calmOrder(need, abroad)
    : abroad
      ? emergencyAbroad(directory, need.country, now)
      : emergencyHere(need);
  return order
    .map((entry) => (typeof entry === 'string' ? directory.find((h) => h.id === entry) : entry))
    .filter((h) => h !== undefined);
}

function calmOrder({ harm, minorOrWoman }: HelpNeeded, abroad: boolean): Required[] {
  if (harm === 'fraud') return ['police', 'bank', abroad ? 'kp2mi' : 'labour'];
  if (harm === null) return ['kp2mi', 'sapa', 'police'];
  // At home KP2MI can do little; a woman or child is in better hands with SAPA.
  if (minorOrWoman && !abroad) return ['sapa', 'kp2mi', 'police'];
  return harm === 'both' ? ['kp2mi', 'police', 'bank', 'sapa'] : ['kp2mi', 'sapa', 'police'];
}

function emergencyHere({ country, minorOrWoman }: HelpNeeded): Required[] {
  if (country === null && !minorOrWoman) return ['kemlu', 'police', 'sapa'];
  return country === null ? ['kemlu', 'sapa', 'police'] : ['police', 'sapa', 'kp2mi'];
}

function emergencyAbroad(
  directory: readonly Hotline[],
  country: string | null,
  now: Date | undefined,
): (Hotline | Required)[] {
  const isOld = (h: Hotline) => now !== undefined && yearToShow(h, now) !== null;
  const there = directory.filter((h) => h.country === country);
  const missions = there.filter((h) => h['helps-with'].includes('mission'));
  const local = there.filter((h) => !h['helps-with'].includes('mission'));
  const [mission] = [...missions.filter((h) => !isOld(h)), ...missions];
  const sure = local.filter((h) => h.confidence === 'confirmed' && !isOld(h));
  const unsure = local.filter((h) => !sure.includes(h));
  const first = mission === undefined ? [] : [mission];
  const head: (Hotline | Required)[] =
    mission && isOld(mission) ? ['kemlu', ...first] : [...first, 'kemlu'];
  return [...head, ...sure, 'kp2mi-abroad', ...unsure];
}
