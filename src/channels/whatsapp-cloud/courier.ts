import type { Log } from '#domain/log.ts';
import type { Attachment, Notice, Reply } from '#domain/message.ts';
import type { Graph, GraphAnswer } from './graph.ts';
import { type LetterBody, packOutgoing, unpackLetter, unpackOutgoing } from './letter-body.ts';
import { downloadFile, type MediaParts } from './media.ts';
import { graphMessage, plainMessage } from './outgoing.ts';

/** Read receipts on their way at the same time; under load they are left out. */
const receiptsMax = 4;
/** Too many messages between two people. */
const crowdedCode = 131_056;
/** Meta cannot just now, or not so fast. */
const busyCodes = new Set([
  1, 2, 4, 80_007, 130_429, 131_000, 131_016, 131_048, 131_057, 133_004, 133_005,
]);
/** Our token, account or number must be mended by a person; answers wait as long as they may. */
const accountCodes = new Set([0, 3, 10, 190, 368, 131_005, 131_031, 131_042, 133_010]);
/** What can be tapped was refused; the words alone may pass. */
const shapeCodes = new Set([100, 131_008, 131_009]);

export type CourierParts = MediaParts & {
  readonly hash: (label: string, value: string) => string;
  readonly log: Log;
};

type Content = {
  readonly text: string;
  readonly isForwardedOften: boolean;
  readonly attachments: readonly Attachment[];
  readonly notices: readonly Notice[];
};
type Sent = { ok: true } | { ok: false; reason: 'refused' | 'failed' | 'crowded' };

/** Reads letters (and fetches what belongs to them) and sends answers. */
export function createCloudCourier(parts: CourierParts) {
  const markRead = createReceipts(parts.graph);
  const watch = createWatch(parts.log);
  return {
    async read(bodies: readonly Uint8Array[], urgent: boolean): Promise<Content> {
      const letters = bodies.map(unpackLetter);
      for (const letter of letters) markRead(letter, !urgent && letter.file !== null);
      const read = await Promise.all(letters.map((l) => readLetter(parts, l, urgent)));
      return {
        text: letters.flatMap((l) => l.text || []).join('\n\n'),
        isForwardedOften: letters.some((l) => l.isForwardedOften),
        attachments: read.flatMap((r) => r.attachments),
        notices: [...new Set(read.flatMap((r) => r.notices))],
      };
    },
    address(bodies: readonly Uint8Array[], reply: Reply): Uint8Array {
      const last = bodies.at(-1);
      if (!last) throw new RangeError('an answer to no letter');
      const { numberId, to } = unpackLetter(last);
      return packOutgoing({ numberId, to, reply });
    },
    // What is kept of a person is in the store, which erases it itself.
    forget: async (): Promise<void> => {},
    idOf: (message: string, place: number): string =>
      parts.hash('whatsapp-answer', `${message}\0${place}`),
    // The sign that somebody writes is shown with the receipt.
    compose: async (): Promise<void> => {},
    async send(id: string, bytes: Uint8Array): Promise<Sent> {
      const body = unpackOutgoing(bytes);
      const path = `${body.numberId}/messages`;
      const message = graphMessage(id, body);
      let answer = await parts.graph.post(path, message);
      if (message['type'] === 'interactive' && isShapeRefused(answer))
        answer = await parts.graph.post(path, plainMessage(id, body));
      watch.note(answer);
      return sentOf(answer);
    },
    /** Whether the account needs a person. */
    state: () => watch.state(),
  };
}

const isShapeRefused = (answer: GraphAnswer): boolean =>
  !answer.ok && answer.status !== null && answer.code !== null && shapeCodes.has(answer.code);

/** Whether to try again. Meta's own number decides; where it tells none, the status does. */
function sentOf(answer: GraphAnswer): Sent {
  if (answer.ok) return { ok: true };
  if (answer.status === null) return { ok: false, reason: 'failed' };
  const { status, code } = answer;
  if (code === crowdedCode) return { ok: false, reason: 'crowded' };
  const mayPass = status >= 500 || status === 429 || status === 408 || isAccountFault(answer);
  if (mayPass || (code !== null && busyCodes.has(code))) return { ok: false, reason: 'failed' };
  return { ok: false, reason: 'refused' };
}

const isAccountFault = ({ status, code }: { status: number; code: number | null }): boolean =>
  code === null
    ? status === 401 || status === 403
    : accountCodes.has(code) || (code >= 200 && code < 300);

/** Tells the operator once that the account needs a person, and once that it works again. */
function createWatch(log: Log) {
  let fault: string | null = null;
  return {
    state: (): 'restricted' | 'online' => (fault === null ? 'online' : 'restricted'),
    note(answer: GraphAnswer): void {
      if (answer.ok) {
        if (fault !== null) log({ event: 'whatsapp', state: 'online' });
        fault = null;
      } else if (answer.status !== null && isAccountFault(answer)) {
        const why = String(answer.code ?? answer.status);
        if (why !== fault) log({ event: 'whatsapp', state: 'restricted', why });
        fault = why;
      }
    },
  };
}

/** Marks messages as read; only a courtesy, so that nothing waits for it and its failure is none. */
function createReceipts(graph: Graph) {
  let underWay = 0;
  return ({ numberId, id }: LetterBody, isTyping: boolean): void => {
    if (underWay >= receiptsMax) return;
    underWay++;
    const receipt = { messaging_product: 'whatsapp', status: 'read', message_id: id };
    const typing = isTyping && { typing_indicator: { type: 'text' } };
    void graph.post(`${numberId}/messages`, { ...receipt, ...typing }).then(() => {
      underWay--;
    });
  };
}

async function readLetter(
  parts: CourierParts,
  { file, cards, location, notice, numberId }: LetterBody,
  urgent: boolean,
): Promise<Pick<Content, 'attachments' | 'notices'>> {
  const inside: Attachment[] = cards.map((card) => ({
    kind: 'contact',
    bytes: Buffer.from(card),
    mime: 'text/vcard',
    name: null,
  }));
  if (location !== null) {
    const bytes = Buffer.from(location);
    inside.push({ kind: 'location', bytes, mime: 'text/plain', name: null });
  }
  const told = notice ? [notice] : [];
  if (!file || urgent) return { attachments: inside, notices: told };
  const fetched = await downloadFile(parts, file, numberId);
  if (fetched.ok) {
    const { kind, mime, name } = file;
    return { attachments: [...inside, { kind, bytes: fetched.bytes, mime, name }], notices: told };
  }
  const missing = fetched.reason === 'unreachable' ? 'gone' : fetched.reason;
  return { attachments: inside, notices: [...told, missing] };
}
