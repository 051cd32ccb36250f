import { z } from 'zod';
import type { Harm } from '#domain/verdict.ts';

const needs = [
  'checking',
  'trafficking',
  'abroad',
  'emergency',
  'women-children',
  'police',
  'fraud',
  'labour',
  'mission',
  'local',
] as const;

export const hotlinesSchema = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]+$/),
      name: z.strictObject({ id: z.string().min(2), en: z.string().min(2) }),
      number: z.string().regex(/^\+?[\d -]{3,20}$/),
      kind: z.enum(['call', 'whatsapp', 'both']),
      country: z.string().length(2),
      'helps-with': z.array(z.enum(needs)).min(1),
      source: z.string().min(5),
      'source-date': z.iso.date(),
      confidence: z.enum(['confirmed', 'single']),
      'last-verified': z.iso.date().nullable(),
    }),
  )
  .min(1);
export type Hotline = z.infer<typeof hotlinesSchema>[number];

/** A number printed by its source longer ago than this is shown with the year. */
export const oldAfterYears = 3;
const yearMs = 365.25 * 24 * 3_600_000;

/** The year to show beside an old number, or null where it was printed or tested lately. */
export function yearToShow(hotline: Hotline, now: Date): number | null {
  const newest = new Date(hotline['last-verified'] ?? hotline['source-date']);
  return now.getTime() - newest.getTime() > oldAfterYears * yearMs ? newest.getUTCFullYear() : null;
}

/** Where somebody is or would go, and what help fits. */
export type HelpNeeded = {
  /** ISO country; null where unknown, `ID` at home. */
  readonly country: string | null;
  readonly harm: Harm | null;
  readonly emergency: boolean;
};

/**
 * Hotlines that fit, best first. Somebody in danger abroad: the mission there, then the ministry;
 * at home: the police and the line for women and children. Fraud: the police. Else: KP2MI.
 */
export function hotlinesFor(directory: readonly Hotline[], need: HelpNeeded): Hotline[] {
  const byId = (id: string) => directory.find((h) => h.id === id);
  const abroad = need.country !== null && need.country !== 'ID';
  const there = directory.filter((h) => abroad && h.country === need.country);
  const missions = there.filter((h) => h['helps-with'].includes('mission'));
  const local = there.filter((h) => !h['helps-with'].includes('mission'));
  return order(need, abroad, missions, local)
    .map((entry) => (typeof entry === 'string' ? byId(entry) : entry))
    .filter((h) => h !== undefined);
}

function order(
  need: HelpNeeded,
  abroad: boolean,
  missions: readonly Hotline[],
  local: readonly Hotline[],
): (Hotline | string)[] {
  if (need.emergency && abroad) return [...missions.slice(0, 1), 'kemlu', ...local, 'kp2mi-abroad'];
  if (need.emergency && need.country === 'ID') return ['police', 'sapa', 'kp2mi'];
  if (need.emergency) return ['kemlu', 'police', 'sapa'];
  if (need.harm === 'fraud') return ['police', abroad ? 'kp2mi' : 'labour'];
  return ['kp2mi', 'sapa', 'police'];
}
