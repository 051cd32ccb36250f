/**
 * What must hold at every moment. Of the first group a fault would make a figure wrong or tell
 * something twice: nothing is published while one of them is broken. The others say that something
 * was kept longer than promised; publishing and erasing go on, because only they mend it.
 */
export const publishingInvariants = [
  /** Every release carries the hash of the one before. */
  'chain',
  /** Database and journal tell the same releases. */
  'journal',
  /** No window was published twice, and none cost a sender more than the budget. */
  'ledger',
  /** Counters belong to windows of the calendar that were not published. */
  'counters',
  /** Marks of senders belong to windows that have counters. */
  'tags',
  /** The clock is not behind what was published. */
  'clock',
] as const;
export const keepingInvariants = [
  'keys-overdue',
  'sessions-old',
  'offers-old',
  'wishes-stuck',
  'mail-old',
] as const;
export const invariants = [...publishingInvariants, ...keepingInvariants] as const;
export type Invariant = (typeof invariants)[number];

export const stopsPublication = (invariant: Invariant): boolean =>
  publishingInvariants.some((i) => i === invariant);
