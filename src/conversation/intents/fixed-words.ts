import type { Language, Reply } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import type { CommandName } from '#reference/load-commands.ts';
import { choicesOf, listChoices, listInline } from '../choose.ts';
import { bubble, fill, type Voice } from '../compose-reply.ts';
import { kecamatanItem } from '../countable.ts';
import { showCard } from '../learning/card.ts';
import { teachNext } from '../learning/lesson.ts';
import { startQuiz } from '../learning/quiz.ts';
import { nameUrgent } from '../name-hotlines.ts';
import type { Command } from '../read-command.ts';
import { isJudged, type Session } from '../session.ts';
import { type ConversationParts, type Incoming, sessionWith, type Turn, turnOf } from '../turn.ts';
import { answerSmallTalk, type SmallTalk, speak } from './other.ts';

/** No kecamatan has a longer name. */
const homeWordsMax = 3;

/** Words that only say something fixed, and what they ask of the statistics. */
const fixed: Partial<Record<CommandName, readonly [says: SmallTalk, wish?: StatisticsWish]>> = {
  privacy: ['privacy'],
  'stop-counting': ['not-counted', { wish: 'stop' }],
  'resume-counting': ['counted-again', { wish: 'resume' }],
};
const nothing = { lastCase: null, pending: null };

/** The turn of a word that always works. */
export function obey(parts: ConversationParts, incoming: Incoming, command: Command): Turn {
  const [says, wish] = fixed[command.name] ?? [];
  if (says) return speak(incoming, says, wish);
  const { session, voice } = incoming;
  switch (command.name) {
    case 'stop':
      return turnOf(sessionWith(incoming, nothing), answerSmallTalk(voice, 'stop'), null);
    case 'wrong-chat':
      return forget(incoming, 'wrong-chat');
    case 'erase':
      return forget(incoming, 'erased', { wish: 'erase' });
    case 'learn':
      return teachNext(parts, incoming);
    case 'quiz':
      return startQuiz(parts, incoming);
    case 'card':
      return reply(incoming, showCard(voice), null);
    case 'my-data':
      return reply(incoming, { text: sayWhatIsKept(voice, session) }, session?.pending ?? null);
    case 'language':
      return command.to
        ? speakIn(parts, incoming, command.to)
        : reply(incoming, askLanguage(voice), 'language');
    default:
      return reply(incoming, showMenu(voice), 'menu');
  }
}

/** One bubble; the case at hand stays, and `pending` waits for an answer. */
const reply = (incoming: Incoming, answer: Reply, pending: string | null): Turn =>
  turnOf(
    sessionWith(incoming, { lastCase: incoming.session?.lastCase ?? null, pending }),
    [answer],
    null,
  );

/** Nothing is left of the conversation, not even its language. */
function forget(incoming: Incoming, says: SmallTalk, wish: StatisticsWish | null = null): Turn {
  const replies = answerSmallTalk(incoming.voice, says);
  return { ...turnOf(sessionWith(incoming, nothing), replies, null, wish), session: null };
}

function showMenu(voice: Voice): Reply {
  const { open, items, close } = voice.texts.menu;
  const text = `${open}\n${listChoices(voice, items)}\n${fill(close, { urgent: nameUrgent(voice) })}`;
  return { text, choices: choicesOf(items) };
}

function askLanguage(voice: Voice): Reply {
  const { texts } = voice;
  const { ask, names } = texts.language;
  return { text: `${ask} ${listInline(voice, names)}`, choices: choicesOf(names) };
}

/** From now on in this language, whatever people write in. */
export function speakIn(parts: ConversationParts, { session }: Incoming, to: Language): Turn {
  const { lastCase = null } = session ?? {};
  const kept: Session = { language: to, chosen: to, lastCase, pending: null };
  return turnOf(kept, [{ text: parts.replies[to].language.chosen }], null);
}

/** What the session holds, in words that tell a stranger on the phone nothing of danger. */
function sayWhatIsKept({ texts }: Voice, session: Session | null): string {
  const { open, language, judged, talk, question, nothing, close } = texts['my-data'];
  const { lastCase = null, pending = null } = session ?? {};
  const isOffer = lastCase !== null && lastCase.kind !== 'emergency' && isJudged(lastCase);
  const lines = [
    session ? fill(language, { language: texts.language.names[session.language] }) : nothing,
    isOffer ? fill(judged, { word: texts.word[lastCase.risk] }) : '',
    lastCase && !isOffer ? talk : '',
    pending ? question : '',
  ];
  return bubble(`${open}\n${lines.filter(Boolean).join('\n')}`, close);
}

/** "KECAMATAN Ciruas": the only way to be counted by place of living is to say so. */
export function homeTold({ commands }: ConversationParts, incoming: Incoming): Turn | null {
  const { text, analysis } = incoming;
  const [first = '', ...rest] = text.toLowerCase().split(/\s+/);
  if (!commands.home.includes(first) || rest.length === 0 || rest.length > homeWordsMax) {
    return null;
  }
  const home = analysis.facts.places.find((p) => p.groups.includes('kecamatan'));
  if (!home) return speak(incoming, 'home-unknown');
  return speak(incoming, 'home-noted', { wish: 'count', item: kecamatanItem(home.id, incoming) });
}
