import { isUncheckedSince } from '#domain/hotline-age.ts';
import type { HotlineEntry } from './content.ts';

/** Day on which the number was last known to be right. */
export const lastSeen = ({ checked, sourceDate }: HotlineEntry): string =>
  checked && checked.day > sourceDate ? checked.day : sourceDate;

/** Whether nobody made sure of the number in the last 180 days. */
export const isOld = (entry: HotlineEntry, now: Date): boolean =>
  isUncheckedSince(lastSeen(entry), now);

export const oldHotlines = (entries: readonly HotlineEntry[], now: Date): readonly HotlineEntry[] =>
  entries.filter((entry) => isOld(entry, now));
