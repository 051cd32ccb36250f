import type { Reply } from '#domain/message.ts';
import { bubble, fill, sayRule, type Voice } from '../compose-reply.ts';
import { nameBest, nameUrgent } from '../name-hotlines.ts';

/** Signs that cost people most, in the words of their rules. */
const luresShown = ['upfront-fee', 'high-risk-place', 'document-surrender', 'secrecy'] as const;

/** A short text to forward to the family group. */
export function showCard(voice: Voice): Reply {
  const { card } = voice.texts;
  const lures = luresShown.map((rule) => fill(card.lure, { says: sayRule(voice, rule) }));
  return {
    text: bubble(
      [card.title, card.visa, ...lures].join('\n'),
      fill(card.steps, { hotline: nameBest(voice, null) }),
      fill(card.urgent, { urgent: nameUrgent(voice) }),
    ),
  };
}
