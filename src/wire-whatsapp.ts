import { join } from 'node:path';
import { toString as drawQr, create as makeQr } from 'qrcode';
import { readOrMakeKey } from '#channels/chat-key.ts';
import { WhatsappChannel } from '#channels/whatsapp-baileys/channel.ts';
import type { Log } from '#domain/log.ts';
import type { ChatKey } from '#domain/message.ts';
import { promptRhythm, slowRhythm } from '#mailbox/burst.ts';
import { Mailbox } from '#mailbox/mailbox.ts';
import { type Answerer, promptPace, slowPace } from '#mailbox/post-office.ts';
import type { WhatsappConfig } from '#operations/config.ts';
import { createSteadyClock } from '#operations/steady-clock.ts';
import { lockGateway, openGatewayDatabase } from '#storage/gateway-database.ts';
import { createGatewayStore } from '#storage/gateway-store.ts';
import { countOverdueMail } from '#storage/kept-too-long.ts';
import { newestMailAt } from '#storage/mail-store.ts';
import { createSeal } from '#storage/seal.ts';

const purgeEveryMs = 60_000;

export type WhatsappParts = {
  readonly config: WhatsappConfig;
  readonly dataDir: string;
  readonly chatKey: (channel: string, address: string) => ChatKey;
  readonly answer: Answerer;
  readonly isUrgent: (text: string) => boolean;
  readonly log: Log;
  readonly now: () => number;
  readonly random: () => number;
  readonly openDatabase?: typeof openGatewayDatabase;
  readonly mediaAgainTimeoutMs?: number;
  /** Shows the operator what links the account. */
  readonly print: (text: string) => void;
};

/** WhatsApp with its mailbox; loaded only where it is on, because the library is large. */
export function wireWhatsapp(parts: WhatsappParts) {
  const { config, dataDir, chatKey, log, random } = parts;
  const { openDatabase = openGatewayDatabase } = parts;
  const db = openDatabase(join(dataDir, 'whatsapp.sqlite'));
  const seal = createSeal(readOrMakeKey(join(dataDir, 'keys'), 'whatsapp.key'));
  const store = createGatewayStore(db, seal, chatKey);
  // Mail knows times only against each other: whoever sets the clock must not make it wait or late.
  const { now } = createSteadyClock(parts.now, () => performance.now(), newestMailAt(db));
  let code: LinkCode | null = null;
  const channel: WhatsappChannel = new WhatsappChannel({
    vault: store,
    sentBody: store.mail.sentBody,
    hash: chatKey,
    chatKey: (address) => chatKey('whatsapp', address),
    options: { url: config.url, version: config.version },
    link: config.link.startsWith('code:')
      ? { by: 'code', number: config.link.slice('code:'.length) }
      : { by: 'qr' },
    about: config.about,
    isUrgent: parts.isUrgent,
    onLetters: (letters) => mailbox.accept(letters),
    onOnline: () => {
      code = null;
      mailbox.wake();
    },
    onLinkCode: (offered) => {
      code = offered;
      void showCode(offered, parts);
    },
    ...(parts.mediaAgainTimeoutMs && { mediaAgainTimeoutMs: parts.mediaAgainTimeoutMs }),
    lock: () => lockGateway(join(dataDir, 'whatsapp.lock')),
    log,
    now,
    random,
  });
  const mailbox = new Mailbox({
    store: store.mail,
    courier: channel.courier,
    answer: parts.answer,
    rhythm: config.isPaced ? slowRhythm : promptRhythm,
    pace: config.isPaced ? slowPace : promptPace,
    log,
    now,
    random,
  });
  let isAnswering = false;
  const startMailbox = () => {
    // Without the account's lock another process answers this mail.
    if (isAnswering || channel.state().why === 'in-use') return;
    isAnswering = true;
    mailbox.start();
  };
  const purging = setInterval(() => purge(store, log, now()), purgeEveryMs);
  purging.unref();

  return {
    state: () => ({ ...channel.state(), ...mailbox.counts() }),
    countOverdueMail: () => countOverdueMail(db, now()),
    code: () => (code && 'qr' in code ? { rows: rowsOf(code.qr) } : code),
    start(): void {
      purge(store, log, now());
      channel.start();
      startMailbox();
    },
    async restart(): Promise<void> {
      code = null;
      await channel.restart();
      startMailbox();
    },
    async unlink(): Promise<void> {
      code = null;
      await channel.unlink();
    },
    async stop(): Promise<void> {
      clearInterval(purging);
      mailbox.stop();
      await channel.stop();
      db.close();
    },
  };
}

function purge(store: ReturnType<typeof createGatewayStore>, log: Log, now: number): void {
  try {
    store.purge(now);
  } catch (error) {
    log({ event: 'failed', stage: 'whatsapp', error: (error as Error).name });
  }
}

type LinkCode = { readonly qr: string } | { readonly typed: string };

/** The picture as rows of `0` and `1`. */
function rowsOf(qr: string): string[] {
  const { size, data } = makeQr(qr).modules;
  return Array.from({ length: size }, (_, y) =>
    [...data.slice(y * size, (y + 1) * size)].map((dark) => (dark ? '1' : '0')).join(''),
  );
}

/** The code is for the operator's eyes, so it is printed and not logged. */
async function showCode(code: LinkCode, { config, print }: WhatsappParts): Promise<void> {
  if ('typed' in code) print(`whatsapp-code: ${code.typed}`);
  else if (config.link === 'text') print(`whatsapp-qr: ${code.qr}`);
  else print(await drawQr(code.qr, { type: 'terminal', small: true }));
}
