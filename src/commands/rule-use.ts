import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRulebook, type Rulebook } from '#rulebook/load-rulebook.ts';
import { type Bot, loadBot } from './load-bot.ts';
import type { CorpusSet } from './scorecard/labelled-message.ts';

type Verdict = { readonly kind: string; readonly risk: string | null };
/** A message that two rulebooks judge differently. */
export type Move = {
  readonly id: string;
  readonly wanted: string | null;
  readonly before: Verdict;
  readonly after: Verdict;
};

/** Messages whose kind or verdict differs between two bots. */
export function movesBetween(before: Bot, after: Bot, sets: readonly CorpusSet[]): Move[] {
  const judge = ({ converse }: Bot, text: string): Verdict => {
    const { outcome } = converse(null, { text }, new Date());
    return { kind: outcome.kind, risk: outcome.risk };
  };
  return sets.flatMap(({ messages }) =>
    messages.flatMap(({ id, text, risk }) => {
      const [old, now] = [judge(before, text), judge(after, text)];
      if (old.kind === now.kind && old.risk === now.risk) return [];
      return [{ id, wanted: risk, before: old, after: now }];
    }),
  );
}

/**
 * The rules as they are in the last commit, read with the program as it is now.
 * @throws {Error} where git does not answer, or those rules cannot be read any more
 */
export function committedRulebook(root: string): Rulebook {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  try {
    const archive = execFileSync('git', ['archive', '--format=tar', 'HEAD', 'rules'], {
      cwd: root,
      maxBuffer: archiveBytesMax,
    });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    return loadRulebook(join(folder, 'rules'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const archiveBytesMax = 64 * 1024 * 1024;

/** How often each matcher of each rule was found: rule/matcher → messages, 0 included. */
export function matcherUse(
  rulebook: Rulebook,
  sets: readonly CorpusSet[],
  bot = loadBot(rulebook),
): Map<string, number> {
  const rules = [...rulebook.rules.values()];
  const use = new Map(
    rules.flatMap((r) => r.matches.map((m) => [`${r.id}/${m.id}`, 0] as [string, number])),
  );
  for (const { messages } of sets) {
    for (const { text } of messages) {
      for (const { rule, matcher } of bot.analyse(text).findings) {
        const key = `${rule}/${matcher}`;
        use.set(key, (use.get(key) ?? 0) + 1);
      }
    }
  }
  return use;
}
