import type { Choice, Reply } from '#domain/message.ts';
import type { Address, OutgoingBody } from './letter-body.ts';

/** What Meta allows, in characters and pieces. */
const textLengthMax = 4_096;
const interactiveTextLengthMax = 1_024;
const buttonsMax = 3;
const buttonTitleLengthMax = 20;
const rowsMax = 10;
const rowTitleLengthMax = 24;
const rowDescriptionLengthMax = 72;

/**
 * A bubble as the Graph API takes it: up to three short choices as buttons, up to ten as a list,
 * others as text only. The text names the choices as well, so that they can always be typed.
 * @param id told again in the statuses of the message
 */
export function graphMessage(id: string, body: OutgoingBody): Record<string, unknown> {
  return { ...envelope(id, body), ...(interactiveOf(body.reply) ?? textOf(body.reply)) };
}

/** The same without anything to tap, for when Meta refuses that. */
export const plainMessage = (id: string, body: OutgoingBody): Record<string, unknown> => ({
  ...envelope(id, body),
  ...textOf(body.reply),
});

const envelope = (id: string, { to }: Address): Record<string, unknown> => ({
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  // In the field of the other kind Meta would take it and lose it.
  ...('number' in to ? { to: to.number } : { recipient: to.userId }),
  biz_opaque_callback_data: id,
});

const textOf = ({ text }: Reply): Record<string, unknown> => ({
  type: 'text',
  text: { body: text.slice(0, textLengthMax), preview_url: false },
});

function interactiveOf({ text, choices = [] }: Reply): Record<string, unknown> | null {
  if (choices.length === 0 || choices.length > rowsMax) return null;
  if (text.length > interactiveTextLengthMax) return null;
  const isShort = choices.every((c) => c.label.length <= buttonTitleLengthMax);
  const interactive =
    choices.length <= buttonsMax && isShort
      ? { type: 'button', body: { text }, action: { buttons: choices.map(buttonOf) } }
      : {
          type: 'list',
          body: { text },
          action: { button: handleOf(choices), sections: [{ rows: choices.map(rowOf) }] },
        };
  return { type: 'interactive', interactive };
}

const buttonOf = ({ id, label }: Choice) => ({ type: 'reply', reply: { id, title: label } });

/** A long label stands below its number. */
function rowOf({ id, label }: Choice) {
  if (label.length <= rowTitleLengthMax) return { id, title: label };
  const isLong = label.length > rowDescriptionLengthMax;
  const description = isLong ? `${label.slice(0, rowDescriptionLengthMax - 1)}…` : label;
  return { id, title: id.slice(0, rowTitleLengthMax), description };
}

/** What opens a list: the same in every language. */
const handleOf = (choices: readonly Choice[]): string =>
  choices.every((c) => /^\d+$/.test(c.id)) ? `${choices[0]?.id} – ${choices.at(-1)?.id}` : '…';
