import { tokenClass } from './vocabulary.ts';

/** One place in a phrase: a choice of single words, or a gap of at most `gap` words. */
export type PhraseElement = { readonly gap: number } | { readonly words: readonly PhraseWord[] };
export type PhraseWord =
  | { readonly word: string }
  | { readonly prefix: string }
  | { readonly tokenClass: number };

const gapShort = 3;
const gapLong = 7;
/** One phrase may stand for at most so many plain sequences (several-word alternatives). */
const expansionsMax = 600;

const classes: Record<string, number> = {
  money: tokenClass.money,
  number: tokenClass.number,
  place: tokenClass.place,
  contact: tokenClass.contact,
};

/** Part of a phrase before expansion: alternatives, each a sequence of elements. */
type Choice = readonly (readonly PhraseElement[])[];

/** The same parts come in many phrases, and each phrase twice: checked with its file, compiled. */
const partsRead = new WeakMap<ReadonlyMap<string, readonly string[]>, Map<string, Choice>>();

/** Frees what `readPhrase` keeps of these classes; call when all their phrases are compiled. */
export function forgetParts(classesOfWords: ReadonlyMap<string, readonly string[]>): void {
  partsRead.delete(classesOfWords);
}

/**
 * Reads a phrase in the notation of rules/README.md into plain sequences of elements.
 * @param classesOfWords word classes by name (`$pay`), each a list of words or word sequences
 * @throws {SyntaxError} with what is wrong and where
 */
export function readPhrase(
  phrase: string,
  classesOfWords: ReadonlyMap<string, readonly string[]>,
): PhraseElement[][] {
  const known = partsRead.get(classesOfWords) ?? new Map<string, Choice>();
  partsRead.set(classesOfWords, known);
  const parts = splitParts(phrase).map((part) => {
    const choice = known.get(part) ?? readPart(part, classesOfWords);
    known.set(part, choice);
    return choice;
  });
  if (parts.length === 0) throw new SyntaxError('an empty phrase');
  let sequences: PhraseElement[][] = [[]];
  for (const choice of parts) {
    const [only, another] = choice;
    if (only && !another) {
      for (const s of sequences) s.push(...only);
      continue;
    }
    sequences = sequences.flatMap((s) => choice.map((alternative) => [...s, ...alternative]));
    if (sequences.length > expansionsMax) {
      throw new SyntaxError(`more than ${expansionsMax} combinations in "${phrase}"`);
    }
  }
  for (const s of sequences) checkSequence(s, phrase);
  return sequences;
}

function checkSequence(sequence: readonly PhraseElement[], phrase: string): void {
  if (sequence.length === 0) throw new SyntaxError(`"${phrase}" may be empty`);
  const isGap = (e: PhraseElement | undefined) => e !== undefined && 'gap' in e;
  if (isGap(sequence[0]) || isGap(sequence.at(-1))) {
    throw new SyntaxError(`"${phrase}" begins or ends with a gap`);
  }
  if (sequence.some((e, i) => isGap(e) && isGap(sequence[i + 1]))) {
    throw new SyntaxError(`"${phrase}" has two gaps beside each other`);
  }
}

/** Cuts at spaces outside brackets. */
function splitParts(phrase: string): string[] {
  if (!/[()]/.test(phrase)) return phrase.split(/\s+/).filter(Boolean);
  const parts = phrase.match(/\([^()]*\)\??|[^\s()]+/g) ?? [];
  // Whatever the parts do not cover is a bracket without its partner or inside another.
  const covered = parts.join('').length === phrase.replace(/\s+(?![^()]*\))/g, '').length;
  if (!covered) throw new SyntaxError(`brackets do not match in "${phrase}"`);
  return parts;
}

function readPart(part: string, classesOfWords: ReadonlyMap<string, readonly string[]>): Choice {
  if (part === '_') return [[{ gap: gapShort }]];
  if (part === '__') return [[{ gap: gapLong }]];
  const optional = part.endsWith('?');
  const body = optional ? part.slice(0, -1) : part;
  const bracketed = body.startsWith('(') && body.endsWith(')');
  if (!bracketed && /[()|]/.test(body)) throw new SyntaxError(`cannot read "${part}"`);
  const alternatives = (bracketed ? body.slice(1, -1).split('|') : [body]).flatMap((text) =>
    text.startsWith('$') ? classWords(text, classesOfWords) : [text],
  );
  const sequences = alternatives.map((a) =>
    a
      .trim()
      .split(/[\s-]+/)
      .filter(Boolean),
  );
  if (sequences.some((s) => s.length === 0)) throw new SyntaxError(`an empty choice in "${part}"`);
  const singles = sequences.filter((s) => s.length === 1).map((s) => readWord(s[0]!));
  const several = sequences
    .filter((s) => s.length > 1)
    .map((s) =>
      s.map((w): PhraseElement => (w === '_' ? { gap: gapShort } : { words: [readWord(w)] })),
    );
  return [...(singles.length ? [[{ words: singles }]] : []), ...several, ...(optional ? [[]] : [])];
}

function classWords(
  text: string,
  classesOfWords: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const words = classesOfWords.get(text.slice(1));
  if (!words) throw new SyntaxError(`no word class "${text}" in words.yaml`);
  return words;
}

function readWord(text: string): PhraseWord {
  const typed = /^<(\w+)>$/.exec(text);
  if (typed) {
    const id = classes[typed[1]!];
    if (id === undefined) throw new SyntaxError(`no token "${text}"`);
    return { tokenClass: id };
  }
  if (!/^[\p{L}\p{N}\p{M}\p{S}'’.]+\*?$/u.test(text))
    throw new SyntaxError(`cannot read "${text}"`);
  return text.endsWith('*') ? { prefix: text.slice(0, -1) } : { word: text };
}
