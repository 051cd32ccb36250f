import { fill } from '#conversation/compose-reply.ts';
import type { Language, Reply } from '#domain/message.ts';
import { type Hotline, hotlinesFor } from '#reference/hotline-directory.ts';
import type { ReplyBook } from '#reference/load-replies.ts';
import type { Told } from './answer-message.ts';

/** What is said without looking at a message: that all failed, or that a file could not be read. */
export function createFixedTexts(replies: ReplyBook, hotlines: readonly Hotline[]) {
  const [first] = hotlinesFor(hotlines, { country: null, harm: null, emergency: false });
  const hotline = `KP2MI *${first?.number}*`;
  return {
    failedText: fill(replies.id.failed, { hotline }),
    /** One bubble, each sentence once. */
    tell: (told: readonly Told[], language: Language): Reply[] => {
      const { notice, files } = replies[language];
      const texts = { ...notice, ...files };
      const sentences = [...new Set(told)].map((id) => fill(texts[id], { hotline }));
      return [{ text: sentences.join('\n') }];
    },
  };
}
