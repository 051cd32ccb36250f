import type { SessionStore } from '#conversation/session.ts';
import type { ChatKey } from '#domain/message.ts';
import type { CountableItem, StatisticsWish } from '#domain/outcome.ts';
import { markOf } from '#operations/slow-hash.ts';
import type { StatisticsStore } from '#statistics/statistics-store.ts';
import type { Window } from '#statistics/windows.ts';
import type { Db } from '#storage/open-database.ts';
import type { WindowKeys } from '#storage/window-keys.ts';
import { createSenders } from '../../../src/count-wishes.ts';
import { tables } from '../statistics.ts';
import { quickHash } from './machine.ts';

type Waiting = { readonly chat: string; readonly day: string; readonly wish: StatisticsWish };
const nameOf = ({ length, start }: Window): string => `${length} ${start}`;

/**
 * What the counters must hold, worked out a second time and plainly: what was born, and of each
 * sender the first thing said about a table in a window. It looks on while the program writes.
 */
export class CountedOnce {
  #counters = new Map<string, number>();
  #senders = new Set<string>();
  #leftOut = new Set<string>();
  #waiting: Waiting[] = [];
  #countedTurns = new Set<string>();
  readonly faults: string[] = [];
  #keys: WindowKeys | null = null;
  readonly #dayOf: () => string;

  /** @param dayOf the day in Serang as the machine believes it */
  constructor(dayOf: () => string) {
    this.#dayOf = dayOf;
  }

  watchSessions(store: SessionStore): SessionStore {
    return {
      ...store,
      write: async (chat, session, wish, now, turn, offer) => {
        await store.write(chat, session, wish, now, turn, offer);
        if (session === null || wish?.wish === 'erase')
          this.#waiting = this.#waiting.filter((w) => w.chat !== chat);
        if (!wish) return;
        this.#waiting.push({ chat, day: this.#dayOf(), wish });
        if (wish.wish !== 'count' || !turn || session === null) return;
        if (this.#countedTurns.has(turn.id))
          this.faults.push('a message asked to be counted twice');
        this.#countedTurns.add(turn.id);
      },
    };
  }

  watchCounted(store: StatisticsStore): StatisticsStore {
    return {
      ...store,
      alone: (steps) => store.alone((own) => steps(this.watchCounted(own))),
      open: async (window, counters, dummies) => {
        await store.open(window, counters, dummies);
        for (const [table, cells] of await store.counters(window))
          for (const [cell, n] of cells) {
            const name = `${nameOf(window)} ${table} ${cell}`;
            if (!this.#counters.has(name)) this.#counters.set(name, n);
          }
      },
      takeWish: (carryOut) =>
        store.takeWish(async (wish, steps) => {
          const open = await store.openWindows();
          await carryOut(wish, steps);
          this.#carryOut(wish.chat, open);
        }),
    };
  }

  #carryOut(of: string, open: readonly Window[]): void {
    const at = this.#waiting.findIndex((w) => w.chat === of);
    // Whoever asked to be forgotten meanwhile took it back.
    if (at < 0) return;
    const done = this.#waiting.splice(at, 1)[0]!;
    const { chat, day, wish } = done;
    if (wish.wish === 'resume') this.#leftOut.delete(chat);
    else if (wish.wish !== 'count') this.#leftOut.add(chat);
    if (wish.wish === 'erase')
      for (const sender of this.#senders)
        if (sender.endsWith(` ${chat}`)) this.#senders.delete(sender);
    if (wish.wish !== 'count' || this.#leftOut.has(chat)) return;
    for (const window of open.filter((w) => day >= w.start && day <= w.end))
      if (this.#keys?.read(window) !== null) this.#count(window, chat, wish.item);
  }

  #count(window: Window, chat: string, item: CountableItem): void {
    for (const table of tables.filter((t) => t.length === window.length)) {
      const cells = table.cellsOf(item);
      const sender = `${nameOf(window)} ${table.id} ${chat}`;
      if (cells.length === 0 || this.#senders.has(sender)) continue;
      if (cells.length > table.bound) this.faults.push(`${table.id} may be moved by more`);
      this.#senders.add(sender);
      for (const cell of cells) {
        const name = `${nameOf(window)} ${table.id} ${cell}`;
        this.#counters.set(name, (this.#counters.get(name) ?? 0) + 1);
      }
    }
  }

  /** A program starts on files that are as it left them. */
  takeUp(keys: WindowKeys): void {
    this.#keys = keys;
  }

  /** Files were changed from outside: begins with what they hold. */
  async beginAnew(db: Db, store: StatisticsStore, keys: WindowKeys, chats: readonly ChatKey[]) {
    this.#keys = keys;
    this.#countedTurns.clear();
    this.#counters.clear();
    this.#senders.clear();
    this.#leftOut.clear();
    const rows = await db.selectFrom('wish').selectAll().orderBy('id').execute();
    this.#waiting = rows.map((r) => ({ chat: r.chat, day: r.day, wish: JSON.parse(r.wish) }));
    const tagRows = await db.selectFrom('tag').selectAll().execute();
    const tags = new Set(
      tagRows.map((t) => `${t.length} ${t.start} ${t.measure} ${t.tag.toString('hex')}`),
    );
    const senders = createSenders({ keys, slowHash: quickHash, markOf });
    for (const chat of chats)
      if (await store.isLeftOut(await senders.leftOutMark(chat))) this.#leftOut.add(chat);
    for (const window of await store.openWindows()) {
      for (const [table, cells] of await store.counters(window))
        for (const [cell, n] of cells) this.#counters.set(`${nameOf(window)} ${table} ${cell}`, n);
      await this.#findSenders(window, chats, senders, tags);
    }
  }

  async #findSenders(
    window: Window,
    chats: readonly ChatKey[],
    senders: ReturnType<typeof createSenders>,
    tags: ReadonlySet<string>,
  ): Promise<void> {
    for (const { id } of tables.filter((t) => t.length === window.length)) {
      const place = `${nameOf(window)} ${id}`;
      for (const chat of chats) {
        const tag = await senders.tag(chat, window, id);
        if (tag && tags.has(`${place} ${Buffer.from(tag).toString('hex')}`))
          this.#senders.add(`${place} ${chat}`);
      }
    }
  }

  /** Differences between the database and what it must hold. */
  async compare(store: StatisticsStore): Promise<string[]> {
    const faults = [...this.faults];
    for (const window of await store.openWindows())
      for (const [table, cells] of await store.counters(window))
        for (const [cell, n] of cells) {
          const expected = this.#counters.get(`${nameOf(window)} ${table} ${cell}`);
          if (expected !== n)
            faults.push(`${nameOf(window)} ${table} ${cell} is ${n}, not ${expected}`);
        }
    return faults;
  }
}
