import { expect, test } from 'vitest';
import { exampleFaults } from '#commands/example-faults.ts';
import { bot } from '../support/bot.ts';

test.each([...bot.rulebook.rules.keys()])('rule %s finds its hits and leaves its misses', (id) => {
  expect(exampleFaults(bot.rulebook.rules.get(id)!, bot.analyse)).toEqual([]);
});
