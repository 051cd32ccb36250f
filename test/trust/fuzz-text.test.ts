import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Analysis } from '#analysis/analysis.ts';
import type { Session } from '#conversation/session.ts';
import { foldAstral, foldTable } from '#domain/fold.ts';
import type { Span } from '#domain/verdict.ts';
import { bot, someDay } from '../support/bot.ts';
import { exampleTexts } from '../support/fuzz/examples.ts';
import { fuzz, type Target, trustSeed } from '../support/fuzz/fuzz.ts';
import { mutateText } from '../support/fuzz/mutate.ts';
import { amountsOf, tokensOf } from '../support/read.ts';

/* Whatever somebody writes: it is read without an error, in time, and quotes are their own words. */
const timeAlone = (input: string): number =>
  Number(spawnSync(process.execPath, ['test/support/fuzz/time-text.ts'], { input }).stdout);
const texts = { corpus: exampleTexts, mutate: mutateText, timeAlone };
const isInside = ({ start, end }: Span, text: string): boolean =>
  Number.isInteger(start) && start >= 0 && start < end && end <= text.length;

function readsTokens(text: string): void {
  const tokens = tokensOf(text);
  let last = 0;
  for (let i = 0; i < tokens.count; i++) {
    const span = { start: tokens.starts[i]!, end: tokens.ends[i]! };
    if (!isInside(span, text) || span.start < last)
      throw new Error(`token ${i} lies at ${span.start} to ${span.end}, the one before to ${last}`);
    last = span.end;
  }
  const again = tokensOf(text);
  expect([...again.ids.subarray(0, again.count)]).toEqual([
    ...tokens.ids.subarray(0, tokens.count),
  ]);
}

function readsAmounts(text: string): void {
  const { amounts, tokens } = amountsOf(text);
  for (const { min, max, token } of amounts) {
    if (!isInside(tokens.span(token, token), text)) throw new Error(`no amount at token ${token}`);
    const told = [min, max].filter((v) => v !== null);
    if (told.length === 0 || told.some((v) => !(v >= 0 && v < Number.POSITIVE_INFINITY)))
      throw new Error(`from ${min} to ${max} is no amount`);
  }
}

const spansOf = ({ facts, atoms, cues }: Analysis): Span[] =>
  [
    ...[facts.pay, facts.job, facts.company, facts.age, facts.visa].filter((f) => f !== null),
    ...[...facts.fees, ...facts.places, ...facts.contacts, ...atoms, ...cues],
  ].map((f) => f.span);

function analyses(text: string): Analysis {
  const analysis = bot.analyse(text);
  for (const { quote, span } of analysis.findings) {
    if (!isInside(span, text) || quote !== text.slice(span.start, span.end))
      throw new Error(`"${quote}" is not what stands at ${span.start} to ${span.end}`);
  }
  for (const span of spansOf(analysis)) {
    // What follows from silence ("no licence told") has no words.
    if (span.end > 0 && !isInside(span, text)) throw new Error(`nothing at ${span.start}`);
  }
  for (const { text: written, span } of analysis.facts.contacts)
    expect(text.slice(span.start, span.end)).toContain(written);
  expect(analysis.verdict.score).toBeGreaterThanOrEqual(0);
  expect(analysis.verdict.score).toBeLessThanOrEqual(1);
  return analysis;
}

function readsTheSameTwice(text: string): void {
  const once = structuredClone(analyses(text));
  // The arrays of the reader are kept between messages: what was read before must not show.
  bot.analyse('Loker Kamboja gaji 15jt, hubungi 0812-0000-0000, siapkan 5 juta buat visa');
  expect(bot.analyse(text)).toEqual(once);
}

let session: Session | null = null;
function answers(text: string): void {
  const turn = bot.converse(session, { text }, someDay);
  session = turn.session;
  expect(turn.answer.replies.length).toBeGreaterThan(0);
  for (const reply of turn.answer.replies) expect(reply.text.trim()).not.toBe('');
}

const targets: Record<string, Target<string>> = {
  tokens: { ...texts, check: readsTokens },
  amounts: { ...texts, check: readsAmounts },
  analysis: { ...texts, check: readsTheSameTwice },
  'a conversation that never ends': { ...texts, check: answers },
};
test.each(Object.entries(targets))('%s: any text is read, in time', async (_, target) => {
  await fuzz(target);
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(fc.oneof(fc.constantFrom(...exampleTexts), fc.string({ unit: 'binary', maxLength: 9 })))
    .map((parts) => parts.join('')),
);
test('texts of characters drawn from all of Unicode are read, in time', () => {
  const property = fc.property(anyText, (text) => {
    readsTokens(text);
    analyses(text);
    answers(text);
  });
  fc.assert(property, { seed: trustSeed, numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) });
});

test('a letter that stands for another is itself a plain letter or digit', () => {
  const shown = (s: number) => String.fromCharCode(s <= 26 ? 96 + s : 21 + s);
  for (let code = 0; code < 0x110000; code++) {
    const folded = code < 0x10000 ? foldTable[code]! : foldAstral(code);
    if (folded < 1 || folded > 36) continue;
    expect(foldTable[shown(folded).charCodeAt(0)]).toBe(folded);
  }
});
