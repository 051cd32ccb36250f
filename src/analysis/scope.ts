import type { RuleKind, Scope } from '#domain/verdict.ts';
import { tokenClass } from '#rulebook/vocabulary.ts';
import { pause, type Tokens, tokenFlag } from './tokens.ts';

/** A cue of rules/cues.yaml where it stands in the message. */
export type CueHit = { readonly name: string; readonly first: number; readonly last: number };

/** A "not" reaches so many words ahead within its clause. */
const negationReach = 4;
/** Of a sign of danger only what stands before it, but for words such as "pernah". */
const emergencyNegationReach = 1;
/** "biaya: tidak ada": a denial right behind the words. */
const denialReach = 2;
/** "Tidak ada: …": words of the list, and of its head. */
const listReach = 16;
const headWordsMax = 2;
const questionReach = 6;
/** A general question, and somebody named beside a sign of danger. */
const supposedReach = 8;
const personReach = 2;
const reportReach = 8;
/** A heading so short gives its warning to the sentences under it. */
const headingWordsMax = 8;
const warnedSentencesMax = 6;

const mark = {
  negated: 1,
  turned: 2,
  asked: 4,
  reported: 8,
  deniedAfter: 16,
  offer: 32,
  warned: 64,
  supposed: 128,
  person: 256,
  future: 512,
  light: 1024,
};
const markOf: Record<string, number> = {
  'scope/negated': mark.negated,
  'scope/turned': mark.turned,
  'scope/asked': mark.asked,
  'scope/reported': mark.reported,
  'scope/denied-after': mark.deniedAfter,
  'scope/warned': mark.warned,
  'scope/supposed': mark.supposed,
  'scope/future': mark.future,
  'scope/light': mark.light,
  'kind/offer': mark.offer,
  'kind/kin': mark.person,
  'relation/self': mark.person,
};

/** Decides how the writer means the words between two tokens. */
export class ScopeReader {
  readonly #tokens: Tokens;
  /** Marks on the last token of each cue, and on all of a "not". */
  readonly #marks: Uint16Array;
  readonly #sentences: Int32Array;
  readonly #warned: ReadonlySet<number>;
  readonly #offers: boolean;

  constructor(tokens: Tokens, cues: readonly CueHit[]) {
    this.#tokens = tokens;
    this.#marks = cues.length === 0 ? noMarks : marksOf(cues, tokens.count);
    const warns = cues.some((c) => c.name === 'scope/warned');
    this.#sentences = warns ? numberSentences(tokens) : noSentences;
    this.#offers = cues.some((c) => c.name === 'kind/offer');
    this.#warned = warns ? this.#warnedSentences() : noneWarned;
  }

  /** True where one of the tokens is a "not". */
  holdsNegator(first: number, last: number): boolean {
    for (let i = first; i <= last; i++) if (this.#is(i, mark.negated)) return true;
    return false;
  }

  /**
   * Scope of the words from token `first` to `last`.
   * @param ownsNegator true where a "not" belongs to the phrase itself ("tanpa kontrak")
   */
  scopeOf(first: number, last: number, kind: RuleKind, ownsNegator: boolean): Scope {
    if (this.#isNegated(first, last, kind, ownsNegator)) return 'negated';
    if (kind === 'emergency') return this.#isSupposed(first, last) ? 'asked' : 'asserted';
    if (this.#warned.size > 0 && this.#warned.has(this.#sentences[first]!)) return 'warned';
    if (this.#isAsked(first, last)) return 'asked';
    if (this.#within(first, reportReach, mark.reported)) return 'reported';
    return 'asserted';
  }

  #is(i: number, bit: number): boolean {
    return (this.#marks[i]! & bit) !== 0;
  }

  #isNegated(first: number, last: number, kind: RuleKind, ownsNegator: boolean): boolean {
    const emergency = kind === 'emergency';
    if (this.#within(first, emergency ? this.#lightReach(first) : negationReach, mark.negated)) {
      return true;
    }
    if (ownsNegator) return false;
    if (this.holdsNegator(first + 1, last - 1)) return true;
    return !emergency && (this.#deniedBehind(last) || this.#isListedAsDenied(first));
  }

  #lightReach(first: number): number {
    return emergencyNegationReach + (first > 0 && this.#is(first - 1, mark.light) ? 1 : 0);
  }

  /** A cue with this mark up to `reach` words before, in the same clause. */
  #within(first: number, reach: number, bit: number): boolean {
    for (let i = first - 1; i >= 0 && i >= first - reach; i--) {
      if (this.#tokens.pauses[i + 1] !== pause.none || this.#is(i, mark.turned)) return false;
      if (this.#is(i, bit)) return true;
    }
    return false;
  }

  /** "Tidak ada: uang seragam, uang pangkal": a list behind a "not" and a colon is denied whole. */
  #isListedAsDenied(first: number): boolean {
    const { pauses, text, starts, ends } = this.#tokens;
    for (let i = first; i > 0 && i > first - listReach; i--) {
      if (pauses[i] === pause.none) continue;
      if (!text.slice(ends[i - 1]!, starts[i]!).includes(':')) {
        if (pauses[i] === pause.hard) return false;
        continue;
      }
      const last = Math.max(0, i - headWordsMax);
      for (let head = i - 1; head >= last; head--) if (this.#is(head, mark.negated)) return true;
      return false;
    }
    return false;
  }

  #deniedBehind(last: number): boolean {
    for (let i = last + 1; i < this.#tokens.count && i <= last + denialReach; i++) {
      // "BPJS? ora ana": the question is answered right behind it.
      const isAnswer = i === last + 1 && this.#tokens.has(last, tokenFlag.asked);
      const stops = this.#tokens.pauses[i] === pause.hard && !isAnswer;
      if (stops || this.#is(i, mark.turned)) return false;
      if (this.#tokens.ids[i] === tokenClass.money) return false;
      if (this.#is(i, mark.deniedAfter)) return true;
    }
    return false;
  }

  /** A question word before it in the clause, or a question mark where nothing is on offer. */
  #isAsked(first: number, last: number): boolean {
    if (this.#within(first, questionReach, mark.asked)) return true;
    if (this.#offers) return false;
    for (let i = last; i < this.#tokens.count; i++) {
      if (i > last && this.#tokens.pauses[i] !== pause.none) return false;
      if (this.#tokens.has(i, tokenFlag.asked)) return true;
    }
    return false;
  }

  /**
   * A sign of danger in a general question ("apa benar TKW suka disiksa?"), not of somebody named
   * beside it ("apa boleh paspor saya ditahan?"); or one that may come ("kalau nanti dipukul").
   */
  #isSupposed(first: number, last: number): boolean {
    if (this.#marksNear(first - supposedReach, first - 1, mark.future)) return true;
    if (this.#marksNear(first - personReach, last + personReach, mark.person)) return false;
    return this.#marksNear(first - supposedReach, last + supposedReach, mark.supposed);
  }

  /** True where a token of the sentence between two places has the mark. */
  #marksNear(from: number, to: number, bit: number): boolean {
    for (let i = Math.max(0, from); i <= to && i < this.#tokens.count; i++) {
      if (this.#is(i, bit)) return true;
    }
    return false;
  }

  /**
   * A warning holds for its sentence; a short heading also for the sentences below, until one
   * makes an offer ("HATI-HATI PENIPUAN! Kami yang resmi. Dibutuhkan …" is no warning).
   */
  #warnedSentences(): Set<number> {
    const warned = new Set<number>();
    const words = new Map<number, number>();
    const offering = new Set<number>();
    for (let i = 0; i < this.#tokens.count; i++) {
      const sentence = this.#sentences[i]!;
      words.set(sentence, (words.get(sentence) ?? 0) + 1);
      if (this.#is(i, mark.offer)) offering.add(sentence);
      if (this.#is(i, mark.warned)) warned.add(sentence);
    }
    for (const sentence of [...warned]) {
      if ((words.get(sentence) ?? 0) > headingWordsMax) continue;
      for (let next = sentence + 1; next <= sentence + warnedSentencesMax; next++) {
        if (offering.has(next)) break;
        warned.add(next);
      }
    }
    return warned;
  }
}

// Most messages hold no cue; they share these.
const noMarks = new Uint16Array(0);
const noSentences = new Int32Array(0);
const noneWarned: ReadonlySet<number> = new Set();

function marksOf(cues: readonly CueHit[], count: number): Uint16Array {
  const marks = new Uint16Array(count);
  for (const cue of cues) {
    const bit = markOf[cue.name];
    if (bit === undefined) continue;
    for (let i = cue.first; i <= cue.last; i++) marks[i]! |= bit;
  }
  return marks;
}

function numberSentences(tokens: Tokens): Int32Array {
  const sentences = new Int32Array(tokens.count + 1);
  let sentence = 0;
  for (let i = 0; i < tokens.count; i++) {
    if (i > 0 && tokens.pauses[i] === pause.hard) sentence++;
    sentences[i] = sentence;
  }
  return sentences;
}
