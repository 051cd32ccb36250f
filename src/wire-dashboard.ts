import type { Analysis } from '#analysis/analysis.ts';
import type { createConversation } from '#conversation/handle-message.ts';
import type { Lure, Tried } from '#dashboard/content.ts';
import type { DashboardOptions } from '#dashboard/options.ts';
import { hashPassword, isPassword } from '#operations/passwords.ts';
import { sha256 } from '#operations/slow-hash.ts';
import { loadDashboardTexts } from '#reference/dashboard-texts.ts';
import { type IcTipMapping, loadIcTip } from '#reference/ic-tip.ts';
import type { Reference } from '#reference/load-reference.ts';
import { type LureTexts, loadLureTexts } from '#reference/lure-texts.ts';
import { loadTeachTexts } from '#reference/teach-texts.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';
import type { Rule } from '#rulebook/rule-schema.ts';

type Given = Pick<
  DashboardOptions,
  | 'accounts'
  | 'releases'
  | 'hotlines'
  | 'whatsapp'
  | 'botLink'
  | 'isExample'
  | 'programState'
  | 'now'
  | 'onError'
>;
export type DashboardParts = {
  readonly dataDir: string;
  readonly rulebook: Rulebook;
  readonly reference: Reference;
  readonly analyse: (text: string) => Analysis;
  readonly converse: ReturnType<typeof createConversation>;
};

/** All that the dashboard rests on, from the parts of the bot. */
export function dashboardOptions(parts: DashboardParts, given: Given): DashboardOptions {
  const { dataDir, rulebook, reference } = parts;
  const { flags, ...icTip } = loadIcTip(dataDir);
  return {
    ...given,
    passwords: { hashPassword, isPassword },
    texts: loadDashboardTexts(dataDir),
    hash: sha256,
    lures: luresOf(rulebook, loadLureTexts(dataDir), flags),
    placeNames: new Map(
      reference.places.filter((p) => p.country === 'ID').map((p) => [p.id, p.name]),
    ),
    icTip,
    tryMessage: (text) => tryMessage(parts, text, given.now()),
    teach: loadTeachTexts(dataDir),
  };
}

const folderOf = { flag: 'flags', signal: 'signals', emergency: 'emergency' } as const;

/** Flags and signals that run; signs of an emergency are never counted one by one. */
export function luresOf(
  { rules }: Rulebook,
  texts: LureTexts,
  icTip: IcTipMapping['flags'],
): readonly Lure[] {
  return [...rules.values()]
    .filter((rule) => rule.kind !== 'emergency' && rule.status !== 'retired')
    .map((rule) => lureOf(rule, texts[rule.id], icTip[rule.id]));
}

function lureOf(
  rule: Rule,
  text: LureTexts[string] | undefined,
  icTip: Lure['icTip'] = null,
): Lure {
  const { id, kind, status, group, severity, harm, says } = rule;
  const [example] = rule.examples.hits;
  return {
    id,
    kind,
    status,
    group,
    severity,
    harm,
    file: `rules/${folderOf[kind]}/${id}.yaml`,
    says: { id: says.id, en: says.en },
    example: example!,
    confusedWith: rule['confused-with'],
    // A new rule is one file: until somebody writes more it goes by its reason.
    name: text?.name ?? { id: capital(says.id), en: capital(says.en) },
    advice: text?.advice ?? null,
    teach: text?.teach ?? null,
    poster: text?.poster ?? {},
    icTip,
  };
}

const capital = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}`;

/** What the bot would say to a new person; the session that it would keep is thrown away. */
function tryMessage({ analyse, converse }: DashboardParts, text: string, now: Date): Tried {
  const { answer, outcome } = converse(null, { text }, now);
  const { kind, risk, harm } = outcome;
  return { kind, risk, harm, findings: analyse(text).findings, replies: answer.replies };
}
