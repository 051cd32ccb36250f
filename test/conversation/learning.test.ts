import { expect, test } from 'vitest';
import type { Turn } from '#conversation/handle-message.ts';
import { luresOf } from '#conversation/learning/examples.ts';
import type { Session } from '#conversation/session.ts';
import { languages } from '#domain/message.ts';
import { bot, someDay } from '../support/bot.ts';

const say = (text: string, session: Session | null, now = someDay): Turn =>
  bot.converse(session, { text }, now);
const wholeOf = ({ answer }: Turn) => answer.replies.map((r) => r.text).join('\n');
const speaking = (language: (typeof languages)[number]): Session => ({
  language,
  chosen: language,
  lastCase: null,
  pending: null,
});
const lures = luresOf(bot);

test.each(languages)('BELAJAR in %s goes through every lure once and begins again', (language) => {
  let turn = say('BELAJAR', speaking(language));
  const first = wholeOf(turn);
  const shown = new Set<string>();
  for (const lure of lures) {
    const whole = wholeOf(turn);
    expect(whole).toContain(lure.says[language]);
    expect(whole.length).toBeLessThanOrEqual(900);
    expect(whole).not.toMatch(/08\d{8}|wa\.me/);
    shown.add(whole);
    turn = say('1', turn.session);
  }
  expect(shown.size).toBe(lures.length);
  expect(wholeOf(turn)).toBe(first);
});

test.each(languages)(
  'KUIS in %s asks five offers, judges each and tells how many were right',
  (language) => {
    for (const seconds of [0, 1, 77, 4_321]) {
      const now = new Date(someDay.getTime() + seconds * 1_000);
      let turn = say('KUIS', speaking(language), now);
      const offers = new Set<string>();
      for (let round = 1; round <= 5; round++) {
        const ask = turn.answer.replies.at(-1)!;
        expect(ask.text).toContain(` ${round} `);
        expect(ask.choices).toHaveLength(3);
        offers.add(ask.text);
        turn = say('2', turn.session, now);
        expect(wholeOf(turn).length).toBeLessThanOrEqual(900);
      }
      expect(offers.size).toBe(5);
      expect(wholeOf(turn)).toMatch(/[0-5] \S+ 5/);
      expect(turn.session?.pending).toBe(null);
    }
  },
);

test('the right answer is the verdict of the bot itself', () => {
  const texts = bot.replies.id;
  for (const guess of ['1', '2', '3']) {
    const asked = say('KUIS', speaking('id'));
    const offer = /"(.+)"/s.exec(asked.answer.replies[0]!.text)![1]!;
    const told = wholeOf(say(guess, asked.session));
    const { risk } = say(offer, null).outcome;
    const label = Object.keys(texts.quiz.choices)[Number(guess) - 1];
    expect(told.startsWith('Benar')).toBe(label === risk);
    expect(told).toContain(texts.word[risk!]);
  }
});

test('danger breaks out of a lesson and a quiz', () => {
  for (const word of ['BELAJAR', 'KUIS']) {
    const { session } = say(word, null);
    expect(say('tolong adik saya disekap di poipet', session).outcome.kind).toBe('emergency');
  }
});
