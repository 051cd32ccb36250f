import type { Language } from '#domain/message.ts';
import type { FactWords } from '#reference/fact-words.ts';
import type { Vocabulary } from '#rulebook/vocabulary.ts';
import type { Tokens } from './tokens.ts';

const told = ['id', 'su', 'jv', 'en'] as const;
/** So many words, and so large a share of all, must belong to a language to decide for it. */
const cueShareMin = 0.18;
const cuesMin = 2;

/** Index into `told` by word id; 0 where the word tells nothing. */
export type LanguageWords = Uint8Array;

/** Registers the words; call before the vocabulary is sealed. */
export function addLanguageWords(words: FactWords, vocabulary: Vocabulary): void {
  for (const word of Object.values(words.languages).flat()) vocabulary.add(word);
}

/** Reads the words by id; call when no word will be added any more. */
export function compileLanguageWords(words: FactWords, vocabulary: Vocabulary): LanguageWords {
  const languageOf = new Uint8Array(vocabulary.size);
  for (const language of ['su', 'jv', 'en'] as const) {
    for (const word of words.languages[language]) {
      languageOf[vocabulary.find(word)] = told.indexOf(language);
    }
  }
  return languageOf;
}

/** Language of the words by those that only it uses; unsure means Indonesian. */
export function detectLanguage(tokens: Tokens, languageOf: LanguageWords): Language {
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < tokens.count; i++) counts[languageOf[tokens.ids[i]!]!]!++;
  let best = 1;
  for (let i = 2; i < told.length; i++) if (counts[i]! > counts[best]!) best = i;
  const sure = counts[best]! >= cuesMin && counts[best]! >= tokens.count * cueShareMin;
  return sure ? told[best]! : 'id';
}
