import { loadBot } from '#commands/load-bot.ts';

/** The real rules, data and conversation; read once per test file. */
export const bot = loadBot();

/** A moment for tests; hotlines are shown with a year by their age at it. */
export const someDay = new Date('2026-11-24T03:00:00Z');
