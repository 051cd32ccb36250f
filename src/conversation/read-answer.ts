import type { HeardPhrase, Question, QuestionChoice } from '#reference/load-questions.ts';

/** A longer text is a new message, not an answer. */
const answerWordsMax = 16;
/** Of a text longer than a phrase only its beginning answers. */
const phraseWordsMax = 6;
const beginningWords = 3;

/** `sure`: the text is nothing but the answer; `first`: it begins with it. */
export type ReadAnswer = {
  readonly choice: QuestionChoice;
  readonly sure: boolean;
  readonly first: boolean;
};

/** Lower case, no marks, no repeated letters: "Iyaaa, kak!" is "iya kak". */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’`\p{M}]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/(\p{L})\1+/gu, '$1')
    .trim();

/** What questions listen for never changes, so it is made plain once. */
const plainPhrases = new WeakMap<HeardPhrase, readonly string[]>();
function wordsOf(phrase: HeardPhrase): readonly string[] {
  const words = plainPhrases.get(phrase) ?? plain(phrase.words).split(' ');
  plainPhrases.set(phrase, words);
  return words;
}

/** Which choice a short text means: its number, its label or a word for it; else null. */
export function readAnswer(question: Question, text: string): ReadAnswer | null {
  const answer = plain(text);
  const { choices } = question;
  const sure = choices.find((c) => isExactly(c, answer));
  if (sure) return { choice: sure, sure: true, first: true };
  const words = answer.split(' ');
  if (answer === '' || words.length > answerWordsMax) return null;
  const heard = words.length > phraseWordsMax ? words.slice(0, beginningWords) : words;
  const numbered = byNumber(choices, heard);
  if (numbered) return { choice: numbered, sure: false, first: true };
  const hit = byPhrase(question, heard);
  return hit ? { choice: hit.choice, sure: false, first: hit.first === 0 } : null;
}

const isExactly = (choice: QuestionChoice, answer: string): boolean =>
  choice.id === answer || choice.heard.some((h) => wordsOf(h).join(' ') === answer);

function byNumber(choices: readonly QuestionChoice[], words: readonly string[]) {
  // "nomor 2", "yang 1"
  const tapped = words.length <= 2 ? choices.find((c) => words.includes(c.id)) : undefined;
  if (tapped) return tapped;
  const numbers = words.filter((w) => /^\d{1,2}$/.test(w)).map(Number);
  return choices.find(({ numbers: range }) =>
    numbers.some((n) => range && n >= range[0] && n <= range[1]),
  );
}

type Hit = {
  readonly choice: QuestionChoice;
  readonly means: HeardPhrase['means'];
  readonly first: number;
  readonly last: number;
};

/** "tidak tahu" beats all; of "sudah" and "belum" the first; "ya" may be mere politeness. */
const strength: Record<HeardPhrase['means'], number> = {
  unknown: 4,
  no: 3,
  done: 3,
  own: 2,
  yes: 1,
};

function byPhrase({ choices, denials }: Question, words: readonly string[]): Hit | undefined {
  const hits = choices.flatMap((choice) =>
    choice.heard.flatMap((phrase) =>
      placesOf(wordsOf(phrase), words).map((at) => ({ choice, means: phrase.means, ...at })),
    ),
  );
  // "tidak" inside "tidak tahu" says nothing; "visa kerja" behind "bukan" says the contrary.
  const isDenied = (h: Hit) => h.means === 'own' && denials.includes(words[h.first - 1] ?? '');
  const counted = hits.filter((h) => !isDenied(h) && !hits.some((o) => contains(o, h)));
  const [best] = counted.sort((a, b) => strength[b.means] - strength[a.means] || a.first - b.first);
  return best;
}

function placesOf(phrase: readonly string[], words: readonly string[]) {
  const starts = words.flatMap((_, i) => (phrase.every((w, k) => words[i + k] === w) ? [i] : []));
  return starts.map((first) => ({ first, last: first + phrase.length - 1 }));
}

const contains = (outer: Hit, inner: Hit): boolean =>
  outer.first <= inner.first &&
  outer.last >= inner.last &&
  outer.last - outer.first > inner.last - inner.first;
