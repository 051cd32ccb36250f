import type { Reply } from '#domain/message.ts';
import { isUnchecked } from '#reference/hotline-directory.ts';
import type { ReplyTexts } from '#reference/load-replies.ts';
import { bubble, fill, type Voice, withQuestion } from '../compose-reply.ts';
import { linesFor, listHotlines } from '../name-hotlines.ts';
import { type Case, hasSign, isMinor, relativeOf } from '../session.ts';

/** So many numbers in the first answer to somebody in danger. */
const hotlinesMax = 3;

/**
 * Somebody is in danger: whom to reach comes first, in words that a captor may read; then what
 * to do now. Nothing is asked but whether it is safe to reply.
 */
export function answerEmergency(voice: Voice, case_: Case, question: Reply | null): Reply[] {
  const { emergency } = voice.texts;
  const text = bubble(
    `${fill(emergency.open)}\n${listNumbers(voice, case_, hotlinesMax)}`,
    saySign(voice, case_),
    relativeOf(case_) ? fill(emergency.relative) : saySelf(voice, case_),
    case_.country === null ? emergency.where : '',
  );
  return withQuestion(text, question);
}

/** Whatever somebody in danger writes next: the numbers stay at hand. */
export const answerStillInDanger = (voice: Voice, case_: Case, question: Reply | null): Reply[] =>
  withQuestion(`${fill(voice.texts.emergency.again)}\n${listNumbers(voice, case_, 2)}`, question);

function listNumbers(voice: Voice, case_: Case, count: number): string {
  const lines = linesFor(voice, case_, true).slice(0, count);
  // A relative calls from home, where KP2MI is free.
  const free = voice.hotlines.find((h) => h.id === 'kp2mi');
  const fitting =
    relativeOf(case_) && free ? lines.map((h) => (h.id === 'kp2mi-abroad' ? free : h)) : lines;
  const isSure = fitting.length < 2 || !fitting.some((h) => isUnchecked(h, voice.now));
  const list = listHotlines(voice, fitting);
  return isSure ? list : `${list}\n${voice.texts.emergency.next}`;
}

function saySelf({ texts }: Voice, { country }: Case): string {
  const { self, 'self-abroad': abroad, 'self-home': home } = texts.emergency;
  if (country === null) return fill(self);
  return `${fill(self)}\n${fill(country === 'ID' ? home : abroad)}`;
}

type Sign = keyof ReplyTexts['emergency']['signs'];
/** Most pressing first. */
const signRules: readonly (readonly [sign: Sign, rules: readonly string[]])[] = [
  ['injured-ill', ['injured-ill']],
  ['phone-watched', ['phone-watched']],
  ['money', ['ransom', 'secondary-scam', 'debt-threat-family']],
  ['detained', ['detained']],
  ['forced-scam', ['forced-scam']],
  ['passport-held', ['passport-held']],
  ['missing-contact', ['missing-contact']],
  ['unpaid', ['unpaid']],
];
/** What only a mission abroad can do. */
const abroadOnly = new Set<Sign>(['detained', 'forced-scam', 'passport-held']);

/** Care for a life first, then one line for what happened. */
function saySign({ texts }: Voice, case_: Case): string {
  const { signs } = texts.emergency;
  const found = signRules.find(
    ([sign, rules]) =>
      rules.some((rule) => hasSign(case_, rule)) &&
      !(case_.country === 'ID' && abroadOnly.has(sign)),
  );
  const lines = [
    hasSign(case_, 'suicidal') ? signs.suicidal : '',
    found ? signs[found[0]] : '',
    isMinor(case_) ? signs.minor : '',
  ];
  return lines.filter(Boolean).slice(0, 2).join('\n');
}
