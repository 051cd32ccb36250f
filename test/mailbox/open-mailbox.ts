import { randomBytes } from 'node:crypto';
import type { LogEvent } from '#domain/log.ts';
import type { Arrival } from '#domain/mail.ts';
import type { Answer, ChatKey, Inbound, Kind } from '#domain/message.ts';
import { promptRhythm, type Rhythm } from '#mailbox/burst.ts';
import { Mailbox } from '#mailbox/mailbox.ts';
import { type Answerer, type Pace, promptPace, type Sent } from '#mailbox/post-office.ts';
import type { GatewayDatabase } from '#storage/gateway-database.ts';
import { createMailStore } from '#storage/mail-store.ts';
import { createSeal } from '#storage/seal.ts';

const seal = createSeal(randomBytes(32));

export type SetUp = {
  readonly rhythm?: Rhythm;
  readonly pace?: Pace;
  readonly send?: (text: string) => Sent | Promise<Sent>;
  readonly answer?: Answerer;
};

/** A mailbox over a real store; bodies are `chat|text`. */
export function openMailbox(
  db: GatewayDatabase,
  { rhythm = promptRhythm, pace = promptPace, ...options }: SetUp,
) {
  const store = createMailStore(db, seal);
  const events: LogEvent[] = [];
  const sent: { id: string; text: string; at: number }[] = [];
  const heard: Inbound[] = [];
  const forgotten: string[] = [];
  const kindOf = (text: string): Kind => (text.includes('tolong') ? 'emergency' : 'other');
  const echo = async ({ text }: Inbound): Promise<Answer> => ({
    replies: [{ text: `re: ${text}` }],
    verdict: { kind: kindOf(text), risk: null, harm: null },
  });
  const mailbox = new Mailbox({
    store,
    rhythm,
    pace,
    courier: {
      read: async (bodies) => ({
        text: bodies.map((b) => Buffer.from(b).toString()).join('\n'),
        isForwardedOften: false,
        attachments: [],
        notices: [],
      }),
      address: (_, reply) => Buffer.from(reply.text),
      forget: async (bodies) =>
        void forgotten.push(...bodies.map((b) => Buffer.from(b).toString())),
      idOf: (message, place) => `${message}/${place}`,
      compose: async () => {},
      send: async (id, body) => {
        const text = Buffer.from(body).toString();
        const result = (await options.send?.(text)) ?? { ok: true };
        if (result.ok) sent.push({ id, text, at: Date.now() });
        return result;
      },
    },
    answer: (inbound, tellMeanwhile) => {
      heard.push(inbound);
      return (options.answer ?? echo)(inbound, tellMeanwhile);
    },
    log: (event) => void events.push(event),
    now: Date.now,
    random: () => 0.5,
  });
  let count = 0;
  const write = (chat: string, text: string, more: Partial<Arrival> = {}): string => {
    const message = `m${++count}`;
    const arrival: Arrival = {
      message,
      chat: chat as ChatKey,
      body: Buffer.from(text),
      urgent: text.includes('tolong'),
      sentAtMs: Date.now(),
      ...more,
    };
    mailbox.accept(store.take([arrival], Date.now()));
    return arrival.message;
  };
  const dropped = () => events.flatMap((e) => (e.event === 'mail-dropped' ? [e.reason] : []));
  return {
    mailbox,
    store,
    events,
    sent,
    heard,
    forgotten,
    write,
    dropped,
    texts: () => sent.map((s) => s.text),
  };
}
