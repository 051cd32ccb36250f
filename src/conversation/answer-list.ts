import { chosenFrom } from './choose.ts';
import { bubble, fill } from './compose-reply.ts';
import { speakIn } from './intents/fixed-words.ts';
import { speak } from './intents/other.ts';
import { showCard } from './learning/card.ts';
import { isLesson, teachNext } from './learning/lesson.ts';
import { answerQuiz, startQuiz } from './learning/quiz.ts';
import { nameBest } from './name-hotlines.ts';
import { openCase } from './new-case.ts';
import type { Case } from './session.ts';
import { type ConversationParts, type Incoming, sessionWith, type Turn, turnOf } from './turn.ts';

/** Somebody is in danger; nothing more is known. */
const nothingKnown: Case = {
  kind: 'emergency',
  evidence: [],
  atoms: [],
  risk: null,
  harm: null,
  country: null,
  asked: [],
};

/** The turn of a choice from a list that was shown, or null where the message is none. */
export function answerList(parts: ConversationParts, incoming: Incoming): Turn | null {
  const { session, text, voice } = incoming;
  if (session?.pending === 'language') {
    const to = chosenFrom(voice.texts.language.names, text);
    return to && speakIn(parts, incoming, to);
  }
  if (isLesson(incoming)) return answerLesson(parts, incoming);
  if (session?.pending !== 'menu') return answerQuiz(parts, incoming);
  const { menu, agency, question } = voice.texts;
  const hotline = nameBest(voice, null);
  switch (chosenFrom(menu.items, text)) {
    case 'offer':
      return explain(incoming, menu['send-offer']);
    case 'agency':
      return explain(incoming, fill(agency['no-name'], { hotline }));
    case 'emergency':
      return openCase(parts, incoming, nothingKnown);
    case 'legal':
      return explain(incoming, bubble(fill(question.abroad), fill(question.who, { hotline })));
    case 'learn':
      return teachNext(parts, incoming);
    case 'privacy':
      return speak(incoming, 'privacy');
    default:
      return null;
  }
}

function answerLesson(parts: ConversationParts, incoming: Incoming): Turn | null {
  const { voice, text } = incoming;
  switch (chosenFrom(voice.texts.lesson.choices, text)) {
    case 'next':
      return teachNext(parts, incoming);
    case 'quiz':
      return startQuiz(parts, incoming);
    case 'card':
      return turnOf(sessionWith(incoming, incoming.session!), [showCard(voice)], null);
    default:
      return null;
  }
}

/** What an item of the menu is about; the menu stays open. */
const explain = (incoming: Incoming, text: string): Turn =>
  turnOf(
    sessionWith(incoming, { lastCase: incoming.session?.lastCase ?? null, pending: 'menu' }),
    [{ text }],
    null,
  );
