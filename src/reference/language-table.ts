import { DataFileError, readText } from './data-file.ts';

/** Languages that are told apart from Indonesian; Malay is answered in Indonesian. */
export const toldLanguages = ['su', 'jv', 'en', 'ms'] as const;

/** How much a word (`gawe`) or three letters (`_ng`) speak for each language, against Indonesian. */
export type LanguageFeature = {
  readonly kind: 'word' | 'letters';
  readonly written: string;
  /** In hundredths of a natural logarithm of odds, in the order of `toldLanguages`. */
  readonly weights: readonly number[];
};

const line = /^(?:#([a-z]+)|([a-z_]{3}))((?:\t-?\d{1,4}){4})$/;

/**
 * Reads data/language-table.tsv, which `npm run train-language` writes.
 * @throws {DataFileError} naming the line that is no feature with four weights
 */
export function readLanguageTable(file: string): LanguageFeature[] {
  const [, ...lines] = readText(file).trimEnd().split('\n');
  return lines.map((text, i) => {
    const [, word, letters, weights] = line.exec(text) ?? [];
    if (weights === undefined) {
      throw new DataFileError(`language-table.tsv: line ${i + 2}: a feature and four weights`);
    }
    return {
      kind: word === undefined ? 'letters' : 'word',
      written: word ?? letters ?? '',
      weights: weights.trim().split('\t').map(Number),
    };
  });
}
