import { expect, test } from 'vitest';
import { loadBot } from '#commands/load-bot.ts';
import { matcherUse, movesBetween } from '#commands/rule-use.ts';
import { readCorpora } from '#commands/scorecard/labelled-message.ts';
import { bot } from '../support/bot.ts';

const sets = readCorpora('test/corpus').slice(0, 1);

test('a rule taken away moves verdicts, and the same rules move none', () => {
  expect(movesBetween(bot, bot, sets)).toEqual([]);
  const none = { ...bot.rulebook.scoring, thresholds: { danger: 1, caution: 1 } };
  const mild = loadBot({
    ...bot.rulebook,
    scoring: { ...bot.rulebook.scoring, ...none, pairs: [] },
  });
  const moves = movesBetween(bot, mild, sets);
  expect(moves.length).toBeGreaterThan(0);
  expect(moves[0]!.before).not.toEqual(moves[0]!.after);
});

test('every matcher is counted, the unused with 0', () => {
  const use = matcherUse(bot.rulebook, sets, bot);
  const matchers = [...bot.rulebook.rules.values()].reduce((n, r) => n + r.matches.length, 0);
  expect(use.size).toBe(matchers);
  expect([...use.values()].some((n) => n > 0)).toBe(true);
  const found = bot.analyse('Loker Kamboja gaji 15jt').findings[0]!;
  expect(use.has(`${found.rule}/${found.matcher}`)).toBe(true);
});
