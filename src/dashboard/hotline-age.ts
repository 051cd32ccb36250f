import type { HotlineEntry } from './content.ts';

/** A number that nobody called or saw printed for so long may be dead. */
export const checkedDaysMax = 180;
const dayMs = 86_400_000;

/** Day on which the number was last known to be right. */
export const lastSeen = ({ checked, sourceDate }: HotlineEntry): string =>
  checked && checked.day > sourceDate ? checked.day : sourceDate;

/** Whether nobody made sure of the number in the last 180 days. */
export const isOld = (entry: HotlineEntry, now: Date): boolean =>
  now.getTime() - Date.parse(lastSeen(entry)) > checkedDaysMax * dayMs;

export const oldHotlines = (entries: readonly HotlineEntry[], now: Date): readonly HotlineEntry[] =>
  entries.filter((entry) => isOld(entry, now));
