import { randomBytes } from 'node:crypto';
import { type GraphServer, messageCall, type SentMessage } from './graph-server.ts';

export const ourNumberId = '106540352242922';

/** Somebody with WhatsApp, as Meta's Cloud API shows them. */
export class CloudPhone {
  readonly #graph: GraphServer;
  readonly number: string | null;
  readonly userId: string | null;
  readonly numberId: string;

  constructor(
    graph: GraphServer,
    who: { number?: string | null; userId?: string | null; numberId?: string },
  ) {
    this.#graph = graph;
    this.number = who.number ?? null;
    this.userId = who.userId ?? null;
    this.numberId = who.numberId ?? ourNumberId;
  }

  /** What the bot sent to this person. */
  get got(): SentMessage[] {
    return this.#graph.sent.filter((m) => m.to === this.number || m.to === this.userId);
  }

  get texts(): string[] {
    return this.got.map((m) => m.body.text?.body ?? m.body.interactive?.body.text ?? '');
  }

  /** A message of this person; content such as `{ type: 'text', text: { body } }`. */
  message(content: object, more: { id?: string; sentAtMs?: number } = {}): object {
    return {
      ...(this.number && { from: this.number }),
      ...(this.userId && { from_user_id: this.userId }),
      id: more.id ?? `wamid.${randomBytes(16).toString('hex')}`,
      timestamp: String(Math.floor((more.sentAtMs ?? Date.now()) / 1000)),
      ...content,
    };
  }

  call(...messages: readonly object[]): object {
    const contact = {
      profile: { name: 'Siti Canary' },
      ...(this.number && { wa_id: this.number }),
      ...(this.userId && { user_id: this.userId }),
    };
    return messageCall(this.numberId, messages, [contact]);
  }

  /** Brings one message, again and again until it is taken; the number of tries. */
  send(content: object, more: { id?: string; sentAtMs?: number } = {}): Promise<number> {
    return this.#graph.deliver(this.call(this.message(content, more)));
  }

  say(body: string, more: { id?: string; sentAtMs?: number } = {}): Promise<number> {
    return this.send({ type: 'text', text: { body } }, more);
  }

  tap(id: string, title: string): Promise<number> {
    const interactive = { type: 'button_reply', button_reply: { id, title } };
    return this.send({ type: 'interactive', interactive });
  }
}
