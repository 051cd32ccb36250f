import {
  jidDecode,
  type SignalDataSet,
  type SignalKeyStore,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Vault } from './ports.ts';

/** How long a token of trust counts, in milliseconds; part of the protocol. */
const tokenWeekMs = 7 * 24 * 3_600_000;
/** Not a kind of Baileys: chats that were told to forget their messages after a day. */
const forgettingKind = 'disappearing';
const told = Uint8Array.of(1);

export type MarksParts = {
  readonly keys: SignalKeyStore;
  readonly vault: Pick<Vault, 'commit'>;
  readonly now: () => number;
};
export type ChatMarks = ReturnType<typeof createChatMarks>;

/** What is noted of a chat beside the keys of its conversation. */
export function createChatMarks({ keys, vault, now }: MarksParts) {
  const weekOf = (ms: number) => Math.floor(ms / tokenWeekMs);

  /**
   * The library gives a contact a token of trust with each answer, because its own note of it goes
   * into a transaction that is over. With this note it does so once a week, as WhatsApp Web does.
   */
  async function tokenNote(socket: WASocket, to: string): Promise<SignalDataSet> {
    const lid = (await socket.signalRepository.lidMapping.getLIDForPN(to)) ?? to;
    const entry = (await keys.get('tctoken', [lid]))[lid];
    const isKnown = weekOf(Number(entry?.senderTimestamp ?? 0) * 1000) >= weekOf(now());
    if (isKnown) return {};
    const token = entry?.token ?? Buffer.alloc(0);
    const senderTimestamp = Math.floor(now() / 1000);
    return { tctoken: { [lid]: { ...entry, token, senderTimestamp } } };
  }

  return {
    /** Whether this was the first answer of the chat. */
    async answered(socket: WASocket, to: string): Promise<boolean> {
      const kind = forgettingKind as 'session';
      const isFirst = !(await keys.get(kind, [to]))[to];
      const note = await tokenNote(socket, to);
      await keys.set({ ...note, ...(isFirst && { [kind]: { [to]: told } }) });
      return isFirst;
    },
    /**
     * Erases which number belongs to which hidden address, and the devices of both. The keys of the
     * conversation stay until nobody wrote for 30 days: they hold no number and no word, and without
     * them the next cry for help could not be read.
     * @throws where the disk fails
     */
    async forget(address: string): Promise<void> {
      const user = jidDecode(address)?.user;
      if (!user) return;
      const ids = [user, `${user}_reverse`];
      const others = Object.values(await keys.get('lid-mapping', ids));
      const users = [...new Set([user, ...others])];
      const gone = (kind: string) => (id: string) => ({ kind, id, value: null });
      const mappings = users.flatMap((u) => [u, `${u}_reverse`]).map(gone('lid-mapping'));
      vault.commit({ keys: [...mappings, ...users.map(gone('device-list'))] }, now());
    },
  };
}
