import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Session } from '#conversation/session.ts';
import { kinds, languages } from '#domain/message.ts';
import { harms, risks } from '#domain/verdict.ts';
import { bot, someDay } from '../support/bot.ts';

/** A typing error in a dialogue must not pass for a test, so unknown keys are refused. */
const turnSchema = z.strictObject({
  says: z.string(),
  /** The words so many times, for long messages. */
  times: z.int().default(1),
  language: z.enum(languages).optional(),
  /** The language of the answer. */
  speaks: z.enum(languages).optional(),
  kind: z.enum(kinds).optional(),
  risk: z.enum([...risks, 'none']).optional(),
  harm: z.enum([...harms, 'none']).optional(),
  /** The answer begins so. */
  begins: z.string().optional(),
  /** Parts of the answer, in this order. */
  holds: z.array(z.string()).default([]),
  lacks: z.array(z.string()).default([]),
  /** How many quick replies; 0 where nothing may be asked. */
  choices: z.int().optional(),
});
type Turn = z.infer<typeof turnSchema>;
const dialogueSchema = z.strictObject({ name: z.string(), turns: z.array(turnSchema).min(1) });

const folder = 'test/dialogues';
const dialogues = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => {
    return z.array(dialogueSchema).parse(load(readFileSync(`${folder}/${name}`, 'utf8')));
  });

test.each(dialogues)('$name', ({ turns }) => {
  let session: Session | null = null;
  for (const turn of turns) {
    const text = turn.says.repeat(turn.times);
    const next = bot.converse(session, { text, language: turn.language }, someDay);
    session = next.session;
    const { replies, verdict } = next.answer;
    const whole = replies.map((r) => r.text).join('\n');
    expectVerdict(turn, verdict);
    expect(next.outcome.language).toBe(turn.speaks ?? next.outcome.language);
    expectText(turn, whole);
    const choices = replies.at(-1)?.choices?.length ?? 0;
    expect(choices).toBe(turn.choices ?? choices);
    expect(whole.length).toBeLessThanOrEqual(900);
    expect(replies.length).toBeLessThanOrEqual(2);
  }
});

function expectVerdict(
  turn: Turn,
  verdict: { kind: string; risk: string | null; harm: string | null } | undefined,
) {
  const { kind, risk, harm } = turn;
  const got = { kind: verdict?.kind, risk: verdict?.risk ?? 'none', harm: verdict?.harm ?? 'none' };
  expect(got).toEqual({ kind: kind ?? got.kind, risk: risk ?? got.risk, harm: harm ?? got.harm });
}

function expectText({ begins = '', holds, lacks }: Turn, whole: string) {
  expect(whole.slice(0, begins.length)).toBe(begins);
  let from = 0;
  for (const part of holds) {
    expect(whole.slice(from)).toContain(part);
    from = whole.indexOf(part, from) + part.length;
  }
  for (const part of lacks) expect(whole).not.toContain(part);
}
