/** A number of which nobody made sure for so long may be dead. */
export const checkedDaysMax = 180;
const dayMs = 86_400_000;

/**
 * Whether nobody called the number or saw it printed in the last 180 days.
 * @param lastSeen day on which it was last known to be right, such as `2026-11-24`
 */
export const isUncheckedSince = (lastSeen: string, now: Date): boolean =>
  now.getTime() - Date.parse(lastSeen) > checkedDaysMax * dayMs;
