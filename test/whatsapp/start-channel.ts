import { join } from 'node:path';
import { createChatKey } from '#channels/chat-key.ts';
import type { LogEvent } from '#domain/log.ts';
import type { Answer, ChatKey, Inbound } from '#domain/message.ts';
import { openGatewayDatabase } from '#storage/gateway-database.ts';
import { wireWhatsapp } from '../../src/wire-whatsapp.ts';
import type { WaServer } from '../support/wa-server/wa-server.ts';

export type Options = {
  readonly link?: 'text' | `code:${string}`;
  readonly isPaced?: boolean;
  readonly answer?: (inbound: Inbound & { readonly chat: ChatKey }) => Promise<Answer>;
  readonly isUrgent?: (text: string) => boolean;
  readonly mediaAgainTimeoutMs?: number;
  readonly now?: () => number;
};

/** WhatsApp with its mailbox in this process, answering every text with itself. */
export function startChannel(server: WaServer, folder: string, options: Options = {}) {
  const events: LogEvent[] = [];
  const heard: Inbound[] = [];
  const echo = async (inbound: Inbound): Promise<Answer> => ({
    replies: [{ text: `re: ${inbound.text}` }],
  });
  let pragma = (_: string): void => {};
  const whatsapp = wireWhatsapp({
    openDatabase: (file) => {
      const db = openGatewayDatabase(file);
      pragma = (text) => void db.pragma(text);
      return db;
    },
    config: {
      url: server.url,
      link: options.link ?? 'text',
      about: 'Info Kerja',
      isPaced: options.isPaced ?? false,
      version: null,
    },
    mediaAgainTimeoutMs: options.mediaAgainTimeoutMs ?? 5_000,
    dataDir: folder,
    chatKey: createChatKey(join(folder, 'keys')),
    answer: (inbound) => {
      heard.push(inbound);
      return (options.answer ?? echo)(inbound);
    },
    isUrgent: options.isUrgent ?? ((text) => text.includes('tolong')),
    log: (event) => void events.push(event),
    now: options.now ?? Date.now,
    // The shortest of the waits that chance spreads.
    random: () => 0,
    print: (line) => {
      const [name, value = ''] = line.split(': ');
      if (name === 'whatsapp-qr') server.scan(value);
      if (name === 'whatsapp-code') void server.typeCode(value);
    },
  });
  whatsapp.start();
  return {
    ...whatsapp,
    /** From now on no page more fits into the file. */
    fillDisk: () => pragma('max_page_count = 1'),
    freeDisk: () => pragma('max_page_count = 1000000'),
    events,
    heard,
    states: () =>
      events.flatMap((e) =>
        e.event === 'whatsapp' ? [e.why ? `${e.state} ${e.why}` : e.state] : [],
      ),
    dropped: () => events.flatMap((e) => (e.event === 'mail-dropped' ? [e.reason] : [])),
  };
}
