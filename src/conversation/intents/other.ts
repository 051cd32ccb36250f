import type { Analysis } from '#analysis/analysis.ts';
import type { Reply } from '#domain/message.ts';
import { fill, type Voice } from '../compose-reply.ts';
import { nameBest, nameById, nameUrgent } from '../name-hotlines.ts';

export type SmallTalk =
  | 'hello'
  | 'help'
  | 'thanks'
  | 'other'
  | 'empty'
  | 'privacy'
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
