import { addAmountWords, compileAmountWords } from '../../src/analysis/facts/amount-words.ts';
import { readAmounts } from '../../src/analysis/facts/amounts.ts';
import { readContacts } from '../../src/analysis/facts/contacts.ts';
import { readTokens } from '../../src/analysis/read-tokens.ts';
import { Tokens } from '../../src/analysis/tokens.ts';
import { loadReference } from '../../src/reference/load-reference.ts';
import { Vocabulary } from '../../src/rulebook/vocabulary.ts';

const { factWords, spellings, everydayWords } = loadReference('data');

/** A vocabulary of the amount words, the chat spellings and the words given. */
export function vocabularyWith(...words: string[]): Vocabulary {
  const vocabulary = new Vocabulary(spellings, everydayWords);
  addAmountWords(factWords, vocabulary);
  for (const word of words) vocabulary.add(word);
  vocabulary.seal();
  return vocabulary;
}

export const baseVocabulary = vocabularyWith('butuh', 'orang', ...factWords.platforms);
const platforms = new Set(factWords.platforms.map((w) => baseVocabulary.find(w)));
const amountWords = compileAmountWords(factWords, baseVocabulary);

export function tokensOf(text: string, vocabulary = baseVocabulary): Tokens {
  const tokens = new Tokens();
  readTokens(text, vocabulary, tokens);
  return tokens;
}

/** Amounts of a message as the analysis reads them: contacts first. */
export function amountsOf(text: string) {
  const tokens = tokensOf(text);
  const contacts = readContacts(tokens, platforms);
  const amounts = readAmounts(tokens, amountWords);
  return { tokens, contacts, amounts };
}
