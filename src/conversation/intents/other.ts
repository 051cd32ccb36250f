import type { Analysis } from '#analysis/analysis.ts';
import type { Reply } from '#domain/message.ts';
import type { StatisticsWish } from '#domain/outcome.ts';
import { fill, type Voice } from '../compose-reply.ts';
import { nameBest, nameById, nameUrgent } from '../name-hotlines.ts';
import { type Incoming, sessionWith, type Turn, turnOf } from '../turn.ts';

export type SmallTalk =
  | 'hello'
  | 'help'
  | 'thanks'
  | 'other'
  | 'empty'
  | 'privacy'
  | 'stop'
  | 'enough'
  | 'wrong-chat'
  | 'erased'
  | 'not-counted'
  | 'counted-again'
  | 'home-noted'
  | 'home-unknown';

/** Which fixed text fits a message that is no case. */
export function smallTalkIn(analysis: Analysis): SmallTalk {
  const cued = (name: string) => analysis.cues.some((c) => c.name === `kind/${name}`);
  if (cued('thanks')) return 'thanks';
  if (cued('help')) return 'help';
  return cued('greeting') ? 'hello' : 'other';
}

export const answerSmallTalk = (voice: Voice, key: SmallTalk): Reply[] => [
  {
    text: fill(voice.texts[key], {
      hotline: nameBest(voice, null),
      urgent: nameUrgent(voice),
      labour: nameById(voice, 'labour'),
    }),
  },
];

/** A fixed text; the case at hand and its question stay as they are. */
export function speak(
  incoming: Incoming,
  key: SmallTalk,
  wish: StatisticsWish | null = null,
): Turn {
  const { session, voice } = incoming;
  const { lastCase = null, pending = null } = session ?? {};
  const kept = sessionWith(incoming, { lastCase, pending });
  return turnOf(kept, answerSmallTalk(voice, key), null, wish);
}
