import type { ChatKey } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import type { Counters, Release } from './release.ts';
import type { Window } from './windows.ts';

/** A wish that waits to be carried out, with the day in Serang on which it was made. */
export type WaitingWish = {
  readonly id: number;
  readonly chat: ChatKey;
  readonly day: string;
  readonly wish: StatisticsWish;
};

/** What one sender adds to one table of one window. */
export type Contribution = {
  readonly window: Window;
  readonly table: string;
  /** Stands for the sender in this table and window only. */
  readonly tag: Uint8Array;
  readonly cells: readonly string[];
};

/** What carrying a wish out takes. */
export type WishSteps = Pick<StatisticsStore, 'count' | 'leaveOut' | 'isLeftOut'>;

/** Where counters lie. Every function is one transaction: all of it happens or nothing. */
export type StatisticsStore = {
  /** Windows that have counters, oldest first. */
  openWindows(): Promise<readonly Window[]>;
  /** Windows that have marks of senders. */
  taggedWindows(): Promise<readonly Window[]>;
  /** Makes the counters of a window; does nothing where they are there. */
  open(window: Window, counters: Counters, dummies: readonly Contribution[]): Promise<void>;
  /**
   * Has the oldest wish carried out that no other process has in hand, while nobody publishes;
   * false where none waits. A chat's wishes come one after another.
   */
  takeWish(carryOut: (wish: WaitingWish, steps: WishSteps) => Promise<void>): Promise<boolean>;
  /** Does all of it while no other process counts or publishes. */
  alone<T>(steps: (store: StatisticsStore) => Promise<T>): Promise<T>;
  /** Counts each contribution whose tag is new and window open, and removes the wish. */
  count(wish: number, contributions: readonly Contribution[]): Promise<void>;
  /** Removes these tags and the wish; from now on, or no longer, the sender is left out. */
  leaveOut(
    wish: number,
    tags: readonly Omit<Contribution, 'cells'>[],
    sender: { readonly mark: Uint8Array; readonly isLeftOut: boolean },
  ): Promise<void>;
  isLeftOut(mark: Uint8Array): Promise<boolean>;
  counters(window: Window): Promise<Counters>;
  releases(): Promise<readonly Release[]>;
  /** Keeps a release, if it is not there, and removes counters and tags of its window. */
  publish(release: Release): Promise<void>;
  /** Overwrites what was deleted, also in the write-ahead log. */
  scrub(): Promise<void>;
};
