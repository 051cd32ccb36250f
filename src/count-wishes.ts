import type { ChatKey } from '#domain/message.ts';
import type { CountableItem } from '#domain/outcome.ts';
import type { Table } from '#statistics/measures.ts';
import type { Contribution, WaitingWish, WishSteps } from '#statistics/statistics-store.ts';
import type { Window } from '#statistics/windows.ts';
import type { WindowKeys } from '#storage/window-keys.ts';

export type SenderParts = {
  readonly keys: Pick<WindowKeys, 'read' | 'lasting'>;
  readonly slowHash: (key: Uint8Array, message: string) => Promise<Uint8Array>;
  readonly markOf: (hash: Uint8Array, purpose: string) => Uint8Array;
};

/** Slow hashes kept in memory, so that the second message of a sender costs nothing. */
const rememberedMax = 1_000;

/** Marks that stand for a sender: one per table and window, and one for being left out. */
export type Senders = {
  /** Null where the key of the window is gone. */
  tag(chat: ChatKey, window: Window, table: string): Promise<Uint8Array | null>;
  leftOutMark(chat: ChatKey): Promise<Uint8Array>;
  forget(): void;
};

export function createSenders({ keys, slowHash, markOf }: SenderParts): Senders {
  const hashes = new Map<string, Uint8Array>();
  const hashOf = async (name: string, key: Uint8Array, chat: ChatKey): Promise<Uint8Array> => {
    const known = hashes.get(name);
    if (known) return known;
    const hash = await slowHash(key, chat);
    if (hashes.size >= rememberedMax) hashes.clear();
    hashes.set(name, hash);
    return hash;
  };
  return {
    async tag(chat, window, table) {
      const key = keys.read(window);
      return (
        key && markOf(await hashOf(`${window.length} ${window.start} ${chat}`, key, chat), table)
      );
    },
    leftOutMark: async (chat) =>
      markOf(await hashOf(`left-out ${chat}`, keys.lasting(), chat), 'left-out'),
    forget: () => hashes.clear(),
  };
}

type Countable = { readonly tables: readonly Table[]; readonly open: readonly Window[] };

/** Does what an answer asked of the statistics; counting and removing the wish are one step. */
export async function carryOut(
  store: WishSteps,
  senders: Senders,
  countable: Countable,
  { id, chat, day, wish }: WaitingWish,
): Promise<void> {
  const mark = await senders.leftOutMark(chat);
  if (wish.wish === 'count') {
    const isLeftOut = await store.isLeftOut(mark);
    const found = isLeftOut ? [] : await contributionsOf(senders, countable, chat, day, wish.item);
    return store.count(id, found);
  }
  const tags = wish.wish === 'erase' ? await tagsOf(senders, countable, chat) : [];
  return store.leaveOut(id, tags, { mark, isLeftOut: wish.wish !== 'resume' });
}

/** What an item adds to each table of the windows in which its day lies. */
async function contributionsOf(
  senders: Senders,
  { tables, open }: Countable,
  chat: ChatKey,
  day: string,
  item: CountableItem,
): Promise<Contribution[]> {
  const found: Contribution[] = [];
  for (const window of open.filter((w) => day >= w.start && day <= w.end)) {
    for (const table of tables.filter((t) => t.length === window.length)) {
      const cells = table.cellsOf(item);
      const tag = cells.length > 0 ? await senders.tag(chat, window, table.id) : null;
      if (tag) found.push({ window, table: table.id, tag, cells });
    }
  }
  return found;
}

/** All marks a sender may have left in open windows. */
async function tagsOf(
  senders: Senders,
  { tables, open }: Countable,
  chat: ChatKey,
): Promise<Omit<Contribution, 'cells'>[]> {
  const found: Omit<Contribution, 'cells'>[] = [];
  for (const window of open) {
    for (const { id } of tables.filter((t) => t.length === window.length)) {
      const tag = await senders.tag(chat, window, id);
      if (tag) found.push({ window, table: id, tag });
    }
  }
  return found;
}
