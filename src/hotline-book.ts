import type { HotlineEntry } from '#dashboard/content.ts';
import type { Hotline } from '#reference/hotline-directory.ts';
import { serangDay } from '#statistics/windows.ts';
import type { HotlineChecks } from '#storage/hotline-checks.ts';

/** The hotlines of data/ with what the task force found out since. */
export type HotlineBook = {
  /** What answers are made with; a check shows in the next answer. */
  readonly hotlines: readonly Hotline[];
  /** Reads checks that other processes noted. */
  refresh(): Promise<void>;
  list(): Promise<readonly HotlineEntry[]>;
  /** False where there is no such number. */
  check(id: string, by: string, now: Date): Promise<boolean>;
};

/** Opens the book; checks of a number that was changed since do not count. */
export async function openHotlineBook(
  fromData: readonly Hotline[],
  checks: HotlineChecks,
): Promise<HotlineBook> {
  const hotlines = [...fromData];
  const by = new Map<string, string>();
  const apply = (id: string, day: string, name: string): void => {
    const index = hotlines.findIndex((h) => h.id === id);
    const known = hotlines[index]!;
    if (known['last-verified'] !== null && known['last-verified'] > day) return;
    hotlines[index] = { ...known, 'last-verified': day };
    by.set(id, name);
  };
  const refresh = async (): Promise<void> => {
    for (const check of await checks.list()) {
      const isSame = hotlines.some((h) => h.id === check.hotline && h.number === check.number);
      if (isSame) apply(check.hotline, check.day, check.by);
    }
  };
  await refresh();
  return {
    hotlines,
    refresh,
    list: async () => hotlines.map((h) => entryOf(h, by.get(h.id) ?? null)),
    async check(id, name, now) {
      const known = hotlines.find((h) => h.id === id);
      if (!known) return false;
      const day = serangDay(now.getTime());
      await checks.note({ hotline: id, number: known.number, day, by: name });
      apply(id, day, name);
      return true;
    },
  };
}

const entryOf = (hotline: Hotline, by: string | null): HotlineEntry => ({
  id: hotline.id,
  name: hotline.name,
  number: hotline.number,
  country: hotline.country,
  hours: hotline.hours,
  serves: hotline.serves,
  source: hotline.source,
  sourceDate: hotline['source-date'],
  confidence: hotline.confidence,
  checked: hotline['last-verified'] === null ? null : { day: hotline['last-verified'], by },
});
