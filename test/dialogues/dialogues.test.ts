import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Session } from '#conversation/session.ts';
import { bot, someDay } from '../support/bot.ts';

type Turn = {
  says: string;
  kind?: string;
  risk?: string;
  harm?: string;
  holds?: string[];
  lacks?: string[];
  choices?: number;
};
type Dialogue = { name: string; turns: Turn[] };

const dialogues: Dialogue[] = readdirSync('test/dialogues')
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) => parse(readFileSync(`test/dialogues/${name}`, 'utf8')));

test.each(dialogues)('$name', ({ turns }) => {
  let session: Session | null = null;
  for (const turn of turns) {
    const next = bot.converse(session, { text: turn.says }, someDay);
    session = next.session;
    const { replies, verdict } = next.answer;
    const whole = replies.map((r) => r.text).join('\n');
    if (turn.kind) expect(verdict?.kind).toBe(turn.kind);
    if (turn.risk) expect(verdict?.risk).toBe(turn.risk);
    if (turn.harm) expect(verdict?.harm).toBe(turn.harm);
    for (const part of turn.holds ?? []) expect(whole).toContain(part);
    for (const part of turn.lacks ?? []) expect(whole).not.toContain(part);
    if (turn.choices) expect(replies.at(-1)?.choices?.length).toBe(turn.choices);
    expect(whole.length).toBeLessThanOrEqual(900);
    expect(replies.length).toBeLessThanOrEqual(2);
  }
});

test('a session keeps ids and facts, never a word of the message', () => {
  const said = 'Loker Kamboja sama Bu Canarywati, gaji 15jt, hubungi 081299887766';
  const { session } = bot.converse(null, { text: said }, someDay);
  expect(JSON.stringify(session)).not.toMatch(/canary|081299887766|gaji 15|loker/i);
});
