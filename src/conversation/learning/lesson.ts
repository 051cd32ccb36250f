import { choicesOf, listInline } from '../choose.ts';
import { bubble, fill, showQuote } from '../compose-reply.ts';
import { type ConversationParts, type Incoming, sessionWith, type Turn, turnOf } from '../turn.ts';
import { inLanguage, luresOf } from './examples.ts';

const exampleLengthMax = 220;
const prefix = 'lesson:';

/** The lure after the one that was shown, the first where none was or all were. */
export function teachNext(parts: ConversationParts, incoming: Incoming): Turn {
  const lures = luresOf(parts);
  const shown = lures.findIndex((r) => `${prefix}${r.id}` === incoming.session?.pending);
  const number = (shown + 1) % lures.length;
  const lure = lures[number]!;
  const { voice } = incoming;
  const { lesson } = voice.texts;
  const hit = inLanguage(lure.examples.hits, voice.language, parts);
  const miss = inLanguage(lure.examples.misses, voice.language, parts);
  const ask = parts.questions.find((q) => q.id === lure.asks?.[0])?.ask[voice.language];
  const text = bubble(
    fill(lesson.title, {
      number: String(number + 1),
      total: String(lures.length),
      says: lure.says[voice.language],
    }),
    `${fill(lesson.example, { text: showQuote(hit.text, exampleLengthMax) })}\n${fill(lesson.quote, { quote: showQuote(hit.quote) })}`,
    fill(lesson.honest, { text: showQuote(miss.text, exampleLengthMax) }),
    ask ? fill(lesson.ask, { question: ask }) : '',
    listInline(voice, lesson.choices),
  );
  const kept = sessionWith(incoming, {
    lastCase: incoming.session?.lastCase ?? null,
    pending: `${prefix}${lure.id}`,
  });
  return turnOf(kept, [{ text, choices: choicesOf(lesson.choices) }], null);
}

/** True where a lure was shown and a choice waits. */
export const isLesson = ({ session }: Incoming): boolean =>
  session?.pending?.startsWith(prefix) ?? false;
