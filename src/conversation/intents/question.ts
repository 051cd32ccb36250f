import type { Analysis } from '#analysis/analysis.ts';
import type { Reply } from '#domain/message.ts';
import { bubble, fill, showQuote, type Voice } from '../compose-reply.ts';
import { nameBest, sayInDanger } from '../name-hotlines.ts';
import { type Case, isMinor } from '../session.ts';

/** A question of procedure, without an offer to judge: the official way, and who to ask. */
export function answerQuestion(
  voice: Voice,
  case_: Case,
  analysis: Analysis,
  textOf: (span: { start: number; end: number }) => string,
): Reply[] {
  const { question } = voice.texts;
  const place = analysis.facts.places.find((p) => p.country !== 'ID');
  const placement = place?.placement;
  const about =
    place && (placement === 'closed' || placement === 'partly')
      ? fill(question[placement], { place: showQuote(textOf(place.span)) })
      : '';
  const { country } = case_;
  const text = bubble(
    [about, isMinor(case_) ? question.young : ''].filter(Boolean).join('\n'),
    country === 'ID' ? '' : fill(question.abroad),
    country === 'ID' || country === null ? fill(question.home) : '',
    fill(question.who, { hotline: nameBest(voice, case_) }),
    sayInDanger(voice, case_),
  );
  return [{ text }];
}
