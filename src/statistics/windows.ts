/** How long a table is gathered before it is published once. */
export const windowLengths = ['week', 'four-weeks', 'twelve-weeks'] as const;
export type WindowLength = (typeof windowLengths)[number];

const weeksOf: Record<WindowLength, number> = { week: 1, 'four-weeks': 4, 'twelve-weeks': 12 };
const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** Serang keeps UTC+7 all the year. */
const serangAheadMs = 7 * 3_600_000;
/** Monday 5 January 2026, 00:00 in Serang: all windows are counted from here. */
const firstMondayMs = Date.UTC(2026, 0, 5) - serangAheadMs;

/** A stretch of whole weeks from a Monday, 00:00 in Serang. Windows of one length never overlap. */
export type Window = {
  readonly length: WindowLength;
  /** First day in Serang, such as `2026-01-05`. */
  readonly start: string;
  /** Last day in Serang. */
  readonly end: string;
};

/** The window of that length in which the moment lies. */
export function windowAt(length: WindowLength, now: Date): Window {
  const sizeMs = weeksOf[length] * weekMs;
  const index = Math.floor((now.getTime() - firstMondayMs) / sizeMs);
  return windowFrom(length, firstMondayMs + index * sizeMs);
}

/** The window that begins on a day, as kept in the database. */
export function windowStarting(length: WindowLength, start: string): Window {
  return windowFrom(length, Date.parse(`${start}T00:00:00Z`) - serangAheadMs);
}

function windowFrom(length: WindowLength, startMs: number): Window {
  const endMs = startMs + weeksOf[length] * weekMs - dayMs;
  return { length, start: serangDay(startMs), end: serangDay(endMs) };
}

/** When the window is over and its figures may be published, in milliseconds since 1970. */
export function windowOverAt({ end }: Window): number {
  return Date.parse(`${end}T00:00:00Z`) + dayMs - serangAheadMs;
}

/** In the order in which they are published: of those that end together the shorter one first. */
export const byEnd = (one: Window, other: Window): number =>
  one.end.localeCompare(other.end) || weeksOf[one.length] - weeksOf[other.length];

/** The calendar day in Serang, such as `2026-11-24`. */
export function serangDay(ms: number): string {
  return new Date(ms + serangAheadMs).toISOString().slice(0, 10);
}
