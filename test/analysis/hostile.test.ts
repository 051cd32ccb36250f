import { expect, test } from 'vitest';
import { hostileMessages } from '#commands/bench-material.ts';
import { bot } from '../support/bot.ts';

const phrases = [...bot.rulebook.rules.values()].flatMap((r) =>
  r.matches.flatMap((m) => m.phrases ?? []),
);

// Again and again, because the optimising compiler steps in only then: its wrong reading of half a
// character at the end once kept the reader in one place for ever (see `codePointAt`).
test.each([...hostileMessages(phrases)])(
  'a hostile message of 64 KB (%s) is read in good time, every time',
  (_, text) => {
    for (let i = 0; i < 8; i++) expect(bot.analyse(text).lengthRead).toBe(65_536);
  },
  10_000,
);
