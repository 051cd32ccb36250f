import type { Choice, Reply } from '#domain/message.ts';
import type { Finding, Verdict } from '#domain/verdict.ts';
import { type Hotline, yearToShow } from '#reference/hotline-directory.ts';
import type { Question } from '#reference/load-questions.ts';
import type { ReplyLanguage, ReplyTexts } from '#reference/load-replies.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';

export const reasonsMax = 3;
const quoteLengthMax = 80;
/** A whole answer, both bubbles. */
export const replyLengthMax = 900;

/** Everything text is made from, for one language and one moment. */
export type Voice = {
  readonly language: ReplyLanguage;
  readonly texts: ReplyTexts;
  readonly rulebook: Rulebook;
  readonly now: Date;
};

/** Fills `{placeholders}` of a template that is one text. */
export function say(
  voice: Voice,
  key: string,
  values: Readonly<Record<string, string>> = {},
): string {
  const template = voice.texts[key];
  if (typeof template !== 'string') throw new RangeError(`no text "${key}"`);
  return fill(template, values).trimEnd();
}

/** Fills a template that is a list, as numbered lines. */
export function sayList(
  voice: Voice,
  key: string,
  values: Readonly<Record<string, string>>,
): string {
  const template = voice.texts[key];
  if (!Array.isArray(template)) throw new RangeError(`no list "${key}"`);
  return template.map((line, i) => `${i + 1}. ${fill(line, values)}`).join('\n');
}

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{([a-z]+)\}/g, (_, name: string) => values[name] ?? '');

/**
 * The person's words, fit to be shown: one line, at most 80 characters, no markup, and without
 * the recruiter's number or link, which an answer must not spread.
 */
export function showQuote(quote: string): string {
  const plain = quote
    .replace(/(?:https?:\/\/)?[\w.-]+\.[a-z]{2,}\/\S*|https?:\/\/\S+|\S+@\S+/gi, '…')
    .replace(/\+?\d[\d\s().-]{7,}\d/g, (run) => (run.replace(/\D/g, '').length >= 9 ? '…' : run))
    .replace(/[*_~`]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain.length <= quoteLengthMax) return plain;
  const cut = plain.slice(0, quoteLengthMax);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 20))}…`;
}

/** Hotline inside a sentence: "KP2MI *0800-1000*". */
export function nameHotline(voice: Voice, hotline: Hotline): string {
  const [name] = hotline.name[voice.language].split(/[,(]/);
  return `${name?.trim()} *${hotline.number}*`;
}

/** Hotlines as lines; an old number is shown with its year. */
export const listHotlines = (voice: Voice, hotlines: readonly Hotline[]): string =>
  hotlines
    .map((h) => {
      const year = yearToShow(h, voice.now);
      const values = { name: h.name[voice.language], number: h.number, year: String(year ?? '') };
      return say(voice, year === null ? 'emergency.line' : 'emergency.line-old', values);
    })
    .join('\n');

/** At most three reasons, strongest first, each with the person's own words. */
export function sayReasons(voice: Voice, reasons: readonly Finding[]): string {
  const lines = reasons.slice(0, reasonsMax).map((f) => {
    const says = voice.rulebook.rules.get(f.rule)?.says[voice.language] ?? '';
    return say(voice, 'reason', { quote: showQuote(f.quote), says });
  });
  return lines.length === 0 ? '' : [say(voice, 'reasons'), ...lines].join('\n');
}

/** What nobody said yet of a job abroad; empty where all is told. */
export function sayUnknown(voice: Voice, verdict: Verdict): string {
  const list = verdict.unknown.map((name) => say(voice, `unknown.${name}`));
  return list.length === 0 ? '' : say(voice, 'unknown', { list: list.join(', ') });
}

/** A question with its quick replies. */
export function askQuestion(voice: Voice, question: Question): Reply {
  const choices: Choice[] = question.choices.map((c) => ({
    id: c.id,
    label: c.label[voice.language],
  }));
  const listed = choices.map((c) => say(voice, 'ask.choice', { number: c.id, label: c.label }));
  const how = say(voice, 'ask.how', { choices: listed.join(', ') });
  return { text: `${question.ask[voice.language]} ${how}`, choices };
}

/** Parts of one bubble, with an empty line between; empty parts are left out. */
export const bubble = (...parts: readonly string[]): string => parts.filter(Boolean).join('\n\n');
