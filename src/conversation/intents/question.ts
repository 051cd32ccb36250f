import type { Reply } from '#domain/message.ts';
import { bubble, fill, showQuote } from '../compose-reply.ts';
import { nameBest, sayInDanger } from '../name-hotlines.ts';
import { type Case, isMinor } from '../session.ts';
import type { Incoming } from '../turn.ts';

/** A question without an offer to judge: the official way, and who to ask. */
export function answerQuestion(incoming: Incoming, case_: Case): Reply[] {
  const { voice } = incoming;
  const { question } = voice.texts;
  const { country } = case_;
  const text = bubble(
    [sayPlacement(incoming), isMinor(case_) ? question.young : ''].filter(Boolean).join('\n'),
    country === 'ID' ? '' : fill(question.abroad),
    country === 'ID' || country === null ? fill(question.home) : '',
    fill(question.who, { hotline: nameBest(voice, case_) }),
    sayInDanger(voice, case_),
  );
  return [{ text }];
}

/** Whether workers are placed in the country that was named; empty where it is open or unnamed. */
export function sayPlacement({ analysis, text, voice }: Incoming): string {
  const place = analysis.facts.places.find((p) => p.country !== 'ID');
  const placement = place?.placement;
  if (!place || (placement !== 'closed' && placement !== 'partly')) return '';
  const named = showQuote(text.slice(place.span.start, place.span.end));
  return fill(voice.texts.question[placement], { place: named });
}
