import type { Choice, Language, Reply } from '#domain/message.ts';
import type { Finding } from '#domain/verdict.ts';
import type { Hotline } from '#reference/hotline-directory.ts';
import type { Question } from '#reference/load-questions.ts';
import type { ReplyTexts } from '#reference/load-replies.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';

export const reasonsMax = 3;
export const quoteLengthMax = 80;
/** A whole answer, both bubbles. */
export const replyLengthMax = 900;

/** Everything text is made from, for one language and one moment. */
export type Voice = {
  readonly language: Language;
  readonly texts: ReplyTexts;
  readonly rulebook: Rulebook;
  readonly hotlines: readonly Hotline[];
  readonly now: Date;
};

type Values = Readonly<Record<string, string>>;

/** Fills `{placeholders}`; one without a value is a bug of the caller. */
export function fill(template: string, values: Values = {}): string {
  const filled = template.replace(/\{([a-z]+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`no value for {${name}}`);
    return value;
  });
  return filled.trimEnd();
}

/** Steps as numbered lines. */
export const numbered = (steps: readonly string[], values: Values): string =>
  steps.map((step, i) => `${i + 1}. ${fill(step, values)}`).join('\n');

/** Parts of one bubble, with an empty line between; empty parts are left out. */
export const bubble = (...parts: readonly string[]): string => parts.filter(Boolean).join('\n\n');

/** The answer and, if there is one, the question as a bubble of its own. */
export const withQuestion = (text: string, question: Reply | null): Reply[] =>
  question ? [{ text }, question] : [{ text }];

/**
 * Builds the answer with as many reasons as fit: long reasons give way before steps do.
 * @param build makes the text with at most so many reasons
 */
export function fitReasons(build: (reasons: number) => string, question: Reply | null): Reply[] {
  const room = replyLengthMax - (question?.text.length ?? 0);
  let count = reasonsMax;
  while (count > 0 && build(count).length > room) count--;
  return withQuestion(build(count), question);
}

const links =
  /(?:https?:\/\/|www\.)\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,}\/\S*|(?:com|net|org|id|me|info|online|site|xyz|link|top|shop|app|io|co)\b\S*)/gi;
const handles = /(^|\s)@[\w.]{3,}/g;
const digitRuns = /\+?\d[\d\s().-]{6,}\d/g;
const phoneDigitsMin = 8;
/** "15.000.000" and "5.000.000 - 7.000.000" are money, not a number to call. */
const money = /^[1-9]\d{0,2}(?:\.\d{3})+(?:\s*-\s*[1-9]\d{0,2}(?:\.\d{3})+)?$/;

/**
 * The person's words, fit to be shown: one line, so many characters at most, no markup, and without
 * the recruiter's number, user name or link, which an answer must not spread.
 */
export function showQuote(quote: string, lengthMax = quoteLengthMax): string {
  const plain = quote
    .replace(links, '…')
    .replace(handles, '$1…')
    .replace(digitRuns, (run) =>
      !money.test(run) && run.replace(/\D/g, '').length >= phoneDigitsMin ? '…' : run,
    )
    .replace(/[*_~`"“”<>{}]+/g, '')
    .replace(/\p{C}|\s+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  if (plain.length <= lengthMax) return plain;
  const cut = plain.slice(0, lengthMax - 1);
  const space = cut.lastIndexOf(' ');
  return `${(space > lengthMax / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** Reasons with the person's own words, under the given title; empty where there are none. */
export function sayReasons(voice: Voice, title: string, reasons: readonly Finding[]): string {
  const lines = reasons.map((f) => sayReason(voice, f.rule, f.quote)).filter(Boolean);
  return lines.length === 0 ? '' : [title, ...lines].join('\n');
}

function sayReason(voice: Voice, rule: string, quote: string): string {
  const says = sayRule(voice, rule);
  return says ? fill(voice.texts.reason, { quote: showQuote(quote), says }) : '';
}

/** What a rule says, as part of a sentence. */
export const sayRule = (voice: Voice, rule: string): string =>
  voice.rulebook.rules.get(rule)?.says[voice.language] ?? '';

/** A question with its quick replies. */
export function askQuestion(voice: Voice, question: Question): Reply {
  const { ask } = voice.texts;
  const choices: Choice[] = question.choices.map((c) => ({
    id: c.id,
    label: c.label[voice.language],
  }));
  const listed = choices.map((c) => fill(ask.choice, { number: c.id, label: c.label }));
  const how = fill(ask.how, { choices: listed.join(', ') });
  return { text: `${question.ask[voice.language]} ${how}`, choices };
}

/** A day as people write it: 17 September 2026; of a month or year only that. */
export function sayDate(voice: Voice, isoDate: string): string {
  const [year, month, day] = isoDate.split('-');
  const name = month && voice.texts.months[Number(month) - 1];
  return [day && String(Number(day)), name, year].filter(Boolean).join(' ');
}
