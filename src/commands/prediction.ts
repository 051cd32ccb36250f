import type { Analysis } from '#analysis/analysis.ts';
import { triage } from '#conversation/triage.ts';
import type { Finding, Scope } from '#domain/verdict.ts';
import type { Bot } from './load-bot.ts';

const counted: readonly Scope[] = ['asserted', 'reported', 'asked'];
const list = (analysis: Analysis, kind: Finding['ruleKind'], scopes: readonly Scope[]) =>
  analysis.findings
    .filter((f) => f.ruleKind === kind && scopes.includes(f.scope))
    .map((f) => ({ id: f.rule, quote: f.quote }));

/** One message as the line that tools/score.mjs reads. */
export function toPrediction(bot: Bot, id: string | number, text: string) {
  const analysis = bot.analyse(text);
  const { facts, verdict, language, relation, stage } = analysis;
  const kind = triage(analysis);
  const holdsOffer = kind === 'emergency' && verdict.decidedBy.length > 1;
  const judged = kind === 'offer' || kind === 'question' || holdsOffer;
  return {
    id,
    kind,
    lang: language,
    risk: judged ? verdict.risk : null,
    harm: judged && verdict.risk === 'danger' ? verdict.harm : null,
    score: verdict.score,
    flags: list(analysis, 'flag', counted),
    signals: list(analysis, 'signal', ['asserted']),
    emergency: list(analysis, 'emergency', counted),
    facts: {
      pay: facts.pay && {
        min: facts.pay.min,
        max: facts.pay.max,
        currency: facts.pay.currency,
        per: facts.pay.per,
      },
      places: [...new Set(facts.places.map((p) => p.name))],
      job: facts.job?.text ?? null,
      fees: facts.fees.map(({ amount, currency }) => ({ amount, currency })),
      contacts: facts.contacts.map((c) => c.text),
      company: facts.company?.name ?? null,
    },
    relation,
    stage,
    reply: [] as string[],
  };
}

export function describeAnalysis(bot: Bot, text: string): string {
  return `${JSON.stringify(toPrediction(bot, '', text), null, 1)}\n`;
}
