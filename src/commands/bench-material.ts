import type { Rule } from '#rulebook/rule-schema.ts';

/** Seeded random numbers in [0, 1): the same material in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const vocabularySize = 9_000;
const syllables =
  'ba be bi bo da di du ga gi ja jo ka ki ku la li lu ma mi mu na ni nu pa pi ra ri ru sa si su ta ti tu wa ya'.split(
    ' ',
  );

export type BenchMaterial = {
  /** Phrases of each rule in our notation; sets nest (the first 100 are part of the 1,000). */
  readonly phrases: readonly (readonly string[])[];
  readonly messages: readonly string[];
};

/**
 * Rules and messages over one vocabulary of 9,000 words (Zipf): 70 % phrases of 2–4 words, 20 %
 * with variants, 10 % with a gap; messages of 200–2,000 characters with 0–11 planted phrases.
 */
export function benchMaterial(ruleCount: number, messageCount: number): BenchMaterial {
  const random = seededRandom(20_261_124);
  const pick = (n: number) => Math.floor(random() * n);
  const words = new Set<string>();
  while (words.size < vocabularySize) {
    words.add(
      Array.from({ length: 2 + pick(3) }, () => syllables[pick(syllables.length)]).join(''),
    );
  }
  const list = [...words];
  // Zipf: the word of rank r comes with a chance of about 1/r.
  const word = () => list[Math.floor(vocabularySize ** random()) - 1]!;
  const sequence = (length: number) => Array.from({ length }, word);
  // Rules speak of words of any rank; drawn by Zipf, every message would hold hundreds of them.
  const rare = () => list[pick(vocabularySize)]!;
  const phrase = (length: number) => Array.from({ length }, rare).join(' ');
  const phrases = Array.from({ length: ruleCount }, () => {
    const kind = random();
    if (kind < 0.1) return [`${phrase(2)} _ ${rare()}`];
    const variants = kind < 0.3 ? 2 + pick(3) : 1;
    return Array.from({ length: variants }, () => phrase(2 + pick(3)));
  });
  const part = (isPlanted: boolean) =>
    isPlanted
      ? phrases[pick(random() < 0.5 ? Math.min(ruleCount, 1_000) : ruleCount)]![0]!.replace(
          '_',
          word(),
        )
      : sequence(8).join(' ');
  const money = () => (random() < 0.05 ? ` Rp ${1 + pick(20)}.${100 + pick(900)}.000` : '');
  const end = () => (random() < 0.3 ? '. ' : ' ') + (random() < 0.1 ? '\n' : '');
  const messages = Array.from({ length: messageCount }, () => {
    const length = 200 + pick(1_800);
    const planted = pick(12);
    let text = '';
    while (text.length < length) text += part(random() * length < planted * 60) + money() + end();
    return text;
  });
  return { phrases, messages };
}

/** The synthetic phrases as rules: a tenth of them rest on a fact, too. */
export function benchRules(phrases: BenchMaterial['phrases'], base: Rule): Map<string, Rule> {
  return new Map(
    phrases.map((list, i) => {
      const id = `bench-${i}`;
      const words = { id: 'words', phrases: [...list] };
      const matcher = i % 10 === 0 ? { ...words, facts: { pay: 'stated' } } : words;
      return [id, { ...base, id, matches: [matcher] }];
    }),
  );
}

/** A pause between words that is no end of a sentence, and what the notation lets a word end in. */
const between = '[^a-z0-9.!?;]+';
const endings = '(?:nya|ana|pun|lah|kah|na|ne|ku|mu|e)?';

/**
 * One regular expression per rule that finds what our notation finds, but for slips of the hand:
 * words with endings, gaps, nothing across the end of a sentence.
 */
export function regExpPerRule(phrases: BenchMaterial['phrases']): RegExp[] {
  const pattern = (phrase: string) =>
    phrase
      .split(' _ ')
      .map((part) => part.split(' ').join(`${endings}${between}`))
      .join(`${endings}${between}(?:[a-z0-9]+${between}){0,3}`) + endings;
  return phrases.map(
    (list) => new RegExp(`(?<![a-z0-9])(?:${list.map(pattern).join('|')})(?![a-z0-9])`),
  );
}

/** Messages of about 1 KB made of real-looking ones, one behind the other. */
export function kilobytes(texts: readonly string[]): string[] {
  const size = 1_024;
  return texts.map((_, i) => {
    let text = '';
    for (let j = i; text.length < size; j++) text += `${texts[j % texts.length]}\n`;
    // Written anew, so that it lies in one piece as a message from outside does.
    return Buffer.from(text.slice(0, size)).toString();
  });
}

/** Messages of 64 KB made to be slow. */
export function hostileMessages(phrases: readonly string[]): Map<string, string> {
  const size = 65_536;
  const fill = (part: string) => part.repeat(Math.ceil(size / part.length)).slice(0, size);
  const plain = phrases.map((p) => p.replace(/[()?*|_<>$]/g, ' '));
  return new Map([
    ['one letter', fill('a ')],
    ['numbers and dots', fill('1.1.')],
    ['digits', fill('9')],
    ['one long word', fill('gaji')],
    ['pay, pay, pay', fill('gaji bayar potong kerja ')],
    ['no, no, no', fill('tidak ')],
    ['amounts', fill('gaji 5jt - 6jt / bulan biaya 3 juta ')],
    ['every phrase', fill(plain.join(' '))],
    ['invisible between letters', fill('g\u200ba\u200bj\u200bi\u200b ')],
    ['styled letters', fill('𝐠𝐚𝐣𝐢 ')],
    ['links', fill('a.id wa.me/62812 ')],
    ['phone numbers', fill('0812-3456-7890 ')],
    ['question marks', fill('kerja di kamboja? ')],
    ['gap bait', fill('bayar x x x ')],
    ['line breaks', fill('kerja\n')],
    ['no space in between', fill('iu.n.g.')],
    ['masked letters', fill('man P_an ')],
  ]);
}
