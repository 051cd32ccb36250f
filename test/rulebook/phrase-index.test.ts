import { expect, test } from 'vitest';
import { readTokens } from '#analysis/read-tokens.ts';
import { Tokens } from '#analysis/tokens.ts';
import { PhraseIndex } from '#rulebook/phrase-index.ts';
import { readPhrase } from '#rulebook/phrase-notation.ts';
import { Vocabulary } from '#rulebook/vocabulary.ts';

const none = new Map<string, readonly string[]>();

function indexOf(phrases: readonly string[]) {
  const vocabulary = new Vocabulary();
  const index = new PhraseIndex(vocabulary);
  phrases.forEach((phrase, owner) => {
    for (const sequence of readPhrase(phrase, none)) index.add(sequence, owner);
  });
  index.seal();
  vocabulary.seal();
  const tokens = new Tokens();
  return (text: string) => {
    readTokens(text, vocabulary, tokens);
    return index.search(tokens).map((h) => ({ ...h, text: tokens.slice(h.first, h.last) }));
  };
}

test('finds plain words, alternatives, endings, beginnings and gaps', () => {
  const search = indexOf([
    'bayar (dulu|di muka)',
    'gaji _ dipotong',
    'kerja* ringan',
    'uang (muka)? dp',
  ]);
  expect(search('Harus BAYAR di muka ya').map((h) => h.text)).toEqual(['BAYAR di muka']);
  expect(search('gajinya akan langsung dipotong').map((h) => h.text)).toEqual([
    'gajinya akan langsung dipotong',
  ]);
  expect(search('pekerjaan ringan, kerjaannya ringan').map((h) => h.text)).toEqual([
    'kerjaannya ringan',
  ]);
  expect(search('uang dp').map((h) => h.owner)).toEqual([3]);
});

test('an everyday short word is never read as a shorter one with an ending', () => {
  const search = indexOf(['kirim _ kk', 'ke kantor']);
  expect(search('kirim cv ke kantor').map((h) => h.owner)).toEqual([1]);
  expect(search('kirim foto kk').map((h) => h.owner)).toEqual([0]);
});

test('of several ways to fit a phrase the tightest is quoted, whatever its rarest word', () => {
  const text = 'hp teman, hp saya disita bos';
  const plain = indexOf(['hp _ disita bos'])(text);
  const crowded = indexOf(['hp _ disita bos', 'disita bos', 'bos disita', 'disita lagi'])(text);
  for (const hits of [plain, crowded]) {
    expect(hits.filter((h) => h.owner === 0).map((h) => h.text)).toContain('hp saya disita bos');
    expect(hits.filter((h) => h.owner === 0).map((h) => h.text)).not.toContain(text);
  }
});

test('never crosses the end of a sentence', () => {
  const search = indexOf(['gaji _ dipotong', 'bayar dulu']);
  expect(search('Gaji besar. Nanti dipotong')).toEqual([]);
  expect(search('kapan bayar? dulu pernah')).toEqual([]);
  expect(search('bayar,\ndulu').length).toBe(1);
});

test('a gap holds at most three words, a long one seven', () => {
  const search = indexOf(['a1 _ z1', 'a1 __ z1']);
  const hits = (words: number) => search(`a1 ${'kata '.repeat(words)}z1`).map((h) => h.owner);
  expect(hits(3)).toEqual([0, 1]);
  expect(hits(4)).toEqual([1]);
  expect(hits(8)).toEqual([]);
});
