import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Turn } from '#conversation/handle-message.ts';
import type { Session } from '#conversation/session.ts';
import { type Language, languages } from '#domain/message.ts';
import { loadCommands } from '#reference/load-commands.ts';
import { bot, someDay } from '../support/bot.ts';

const charactersMax = 900;
const bubblesMax = 2;
const wordsPerSentenceMax = 14;
/** What a locked phone shows of a message. */
const previewCharacters = 60;

const sets = ['dev', 'honest', 'train'];
const messages = sets.flatMap((set) =>
  readFileSync(`test/corpus/${set}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text),
);
const fixedWords = Object.values(loadCommands('data').commands).flatMap((l) => Object.values(l));
/** One answer of every sort to whatever is asked. */
const followUps = ['1', '2', '3', '4', 'tidak tahu'];

type Answered = { readonly says: string; readonly turn: Turn };

/** Every message in every language, and an answer to the question that each asks. */
function* answers(language: Language): Generator<Answered> {
  const say = (says: string, session: Session | null): Answered => ({
    says,
    turn: bot.converse(session, { text: says, language }, someDay),
  });
  for (const [i, text] of messages.entries()) {
    const first = say(text, null);
    yield first;
    if (!first.turn.answer.replies.at(-1)?.choices) continue;
    yield say(followUps[i % followUps.length]!, first.turn.session);
  }
  for (const word of fixedWords.flat()) {
    const first = say(word, null);
    yield first;
    for (const number of followUps) yield say(number, first.turn.session);
  }
}

/** The bot's own words, without what it quotes. */
const ownWords = (text: string): string => text.replace(/"[^"]*"/g, '"…"');

const sentencesOf = (text: string): string[][] =>
  text
    .replace(/^(?:•|\d\.|\*\d\*) /gm, '')
    .split(/[.!?:;](?:\s+|$)|\n/)
    .map((sentence) => sentence.match(/[\p{L}\p{N}'-]+/gu) ?? [])
    .filter((words) => words.length > 0);

const banned =
  /korban|victim|✅|🟢|terpercaya|dijamin|\b(?:resmi|official) (?:dan|jeung|lan|and) (?:aman|safe)\b/i;
const safeSaid = /\b(?:aman|safe)\b/gi;
/** Said of replying now, of what is not known, or as the choices of that question. */
const safeAllowed =
  /(?:belum berarti|[cC]an tangtu|[dD]urung mesti) aman|(?:Bila|Mun|Lamon) aman, tulis|Aman (?:membalas|mun ngabales|lamon mbales)|\*[12]\* (?:tidak |teu |ore )?aman|not make it safe|If it is safe, write|Is it safe to reply/g;
const alarming = /korban|tppo|polisi|bahaya|sekap|siksa|danger|victim|police/i;

const faultyShown = 5;
let count = 0;

test.each(languages)('every answer in %s is short, plain and says no banned word', (language) => {
  const faulty: unknown[] = [];
  for (const { says, turn } of answers(language)) {
    count++;
    const { replies, verdict } = turn.answer;
    const whole = replies.map((r) => r.text).join('\n');
    const own = ownWords(whole);
    const sentences = sentencesOf(own);
    const words = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
    const faults = [
      whole.length > charactersMax && `${whole.length} characters`,
      (replies.length < 1 || replies.length > bubblesMax) && `${replies.length} bubbles`,
      words > wordsPerSentenceMax * sentences.length && 'long sentences',
      banned.test(own) && 'a banned word',
      safeSaid.test(own.replace(safeAllowed, '')) && '"safe" as a verdict',
      verdict?.kind === 'emergency' &&
        alarming.test(whole.slice(0, previewCharacters)) &&
        'preview',
      /\{[a-z]+\}|undefined|\[object/.test(own) && 'a hole',
    ].filter(Boolean);
    safeSaid.lastIndex = 0;
    if (faults.length > 0) faulty.push({ says, faults, whole });
  }
  expect(faulty.slice(0, faultyShown)).toEqual([]);
});

test('those were ten thousand', () => expect(count).toBeGreaterThanOrEqual(10_000));
