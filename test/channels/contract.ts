import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, ChatKey, Inbound } from '#domain/message.ts';

export type Way = {
  readonly id?: string;
  readonly sentAtMs?: number;
};
export type Thing = 'poster' | 'card' | 'location' | 'voice';
export type ContractAnswer = (inbound: Inbound & { readonly chat: ChatKey }) => Promise<Answer>;

/** A channel and the people beyond it, as the contract needs them. */
export type ContractChannel = {
  /** Starts to take messages in and answer them. @param isPaced joins what follows each other */
  start(answer: ContractAnswer, isPaced: boolean): Promise<void>;
  stop(): Promise<void>;
  say(person: number, text: string, way?: Way): Promise<unknown>;
  send(person: number, thing: Thing, caption: string): Promise<unknown>;
  /** What this person was told. */
  texts(person: number): readonly string[];
  close(): Promise<void>;
};

export const contents: Readonly<Record<Exclude<Thing, 'location'>, string>> = {
  poster: 'ini poster',
  card: 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Pak Agen\r\nTEL:+62 812-3450-0009\r\nEND:VCARD',
  voice: 'OggS',
};
const timeoutMs = 30_000;
const soonMs = 300;
const hourMs = 3_600_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not reached: ${holds}`);
    await pause(5);
  }
}

/**
 * What every channel does.
 * @param hasMailbox false where the person waits for the answer and sends again what failed
 */
export function channelContract(
  name: string,
  open: () => Promise<ContractChannel>,
  hasMailbox = true,
): void {
  describe(name, { timeout: timeoutMs }, () => {
    let channel: ContractChannel;
    let heard: (Inbound & { chat: ChatKey })[];
    const echo: ContractAnswer = async (inbound) => {
      heard.push(inbound);
      return {
        replies: [{ text: `re: ${inbound.text}` }],
        ...(inbound.text.includes('tolong') && {
          verdict: { kind: 'emergency', risk: null, harm: null },
        }),
      };
    };
    beforeEach(async () => {
      heard = [];
      channel = await open();
    }, timeoutMs);
    afterEach(() => channel.close(), timeoutMs);
    const start = (isPaced = false) => channel.start(echo, isPaced);
    const mailTest = hasMailbox ? test : test.skip;

    test('each person gets the answer to what they wrote, in order', async () => {
      await start();
      for (const text of ['satu', 'dua', 'tiga'])
        await Promise.all([channel.say(1, `a ${text}`), channel.say(2, `b ${text}`)]);
      await until(() => channel.texts(1).length === 3 && channel.texts(2).length === 3);
      expect(channel.texts(1)).toEqual(['re: a satu', 're: a dua', 're: a tiga']);
      expect(channel.texts(2)).toEqual(['re: b satu', 're: b dua', 're: b tiga']);
      const chats = heard.map((h) => h.chat);
      expect(new Set(chats).size).toBe(2);
      // A keyed hash: nobody reads a number or the id of a page in it.
      for (const chat of chats) expect(chat).toMatch(/^[\w-]{43}$/);
    });

    test.each(['poster', 'card', 'voice'] as const)('a %s arrives whole', async (thing) => {
      await start();
      await channel.send(1, thing, thing === 'poster' ? 'benarkah ini?' : '');
      await until(() => heard.length === 1);
      const [file] = heard[0]?.attachments ?? [];
      const lines = Buffer.from(file?.bytes ?? [])
        .toString()
        .trim()
        .split(/\r?\n/);
      expect(lines).toEqual(contents[thing].split('\r\n'));
      if (thing === 'poster') expect(heard[0]?.text).toBe('benarkah ini?');
      await until(() => channel.texts(1).length === 1);
    });

    mailTest('of a location only the country can be told', async () => {
      await start();
      await channel.send(1, 'location', '');
      await until(() => heard.length === 1);
      const [place] = heard[0]?.attachments ?? [];
      expect(place?.kind).toBe('location');
      expect(Buffer.from(place?.bytes ?? []).toString()).toBe('geo:11.56,104.93');
    });

    mailTest('what follows each other is one case, in the order of writing', async () => {
      await start(true);
      const at = Date.now() - 2_000;
      await channel.say(1, 'yang kedua', { sentAtMs: at + 1_000 });
      await channel.say(1, 'yang pertama', { sentAtMs: at });
      await channel.send(1, 'poster', 'dan posternya');
      await until(() => channel.texts(1).length === 1);
      expect(heard.length).toBe(1);
      expect(heard[0]?.text).toBe('yang pertama\n\nyang kedua\n\ndan posternya');
      expect(heard[0]?.attachments?.map((a) => a.kind)).toEqual(['image']);
    });

    mailTest('a message that comes again is answered once', async () => {
      await start();
      for (let i = 0; i < 3; i++) await channel.say(1, 'halo', { id: 'SAME0001' });
      await until(() => channel.texts(1).length === 1);
      await channel.say(1, 'halo', { id: 'SAME0001' });
      await channel.say(1, 'lain', { id: 'OTHER001' });
      await until(() => channel.texts(1).length === 2);
      await pause(soonMs);
      expect(channel.texts(1)).toEqual(['re: halo', 're: lain']);
    });

    mailTest('nothing is answered late', async () => {
      await start();
      const now = Date.now();
      await channel.say(1, 'lowongan lama', { sentAtMs: now - 25 * hourMs });
      await channel.say(2, 'tolong saya dikurung', { sentAtMs: now - hourMs / 5 });
      await channel.say(3, 'lowongan baru', { sentAtMs: now - 23 * hourMs });
      await until(() => channel.texts(3).length === 1);
      await pause(soonMs);
      expect([channel.texts(1), channel.texts(2)]).toEqual([[], []]);
    });

    mailTest('who is in danger passes all who wait', async () => {
      await start(true);
      for (let person = 2; person < 8; person++) await channel.say(person, 'lowongan');
      await channel.say(1, 'tolong saya dikurung');
      await until(() => channel.texts(1).length === 1);
      for (let person = 2; person < 8; person++) expect(channel.texts(person)).toEqual([]);
    });

    mailTest('what waits when the program ends is answered by the next, once', async () => {
      await start(true);
      await channel.say(1, 'sebelum');
      await channel.stop();
      await start();
      await until(() => channel.texts(1).length >= 1);
      await pause(soonMs);
      expect(channel.texts(1)).toEqual(['re: sebelum']);
    });
  });
}
