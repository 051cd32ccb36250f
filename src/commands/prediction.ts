import type { Analysis } from '#analysis/analysis.ts';
import type { Finding, Scope } from '#domain/verdict.ts';
import type { Bot } from './load-bot.ts';

const counted: readonly Scope[] = ['asserted', 'reported', 'asked'];
const list = (analysis: Analysis, kind: Finding['ruleKind'], scopes: readonly Scope[]) =>
  analysis.findings
    .filter((f) => f.ruleKind === kind && scopes.includes(f.scope))
    .map((f) => ({ id: f.rule, quote: f.quote }));

/** Hotlines are shown with the year where their source is old; the day does not matter else. */
const replyTo = (bot: Bot, text: string) => bot.converse(null, { text }, new Date());

/** One message as the line that a scorer of corpora reads. */
export function toPrediction(bot: Bot, id: string | number, text: string) {
  const analysis = bot.analyse(text);
  const { facts, verdict, language, relation, stage } = analysis;
  const { answer, outcome } = replyTo(bot, text);
  const { pay } = facts;
  return {
    id,
    kind: outcome.kind,
    lang: language,
    risk: outcome.risk,
    harm: outcome.harm,
    score: verdict.score,
    flags: list(analysis, 'flag', counted),
    signals: list(analysis, 'signal', ['asserted']),
    emergency: list(analysis, 'emergency', counted),
    facts: {
      pay: pay && { min: pay.min, max: pay.max, currency: pay.currency, per: pay.per },
      places: placeNames(analysis),
      job: facts.job?.text ?? null,
      fees: facts.fees.map(({ amount, currency }) => ({ amount, currency })),
      contacts: facts.contacts.map((c) => c.text),
      company: facts.company?.name ?? null,
    },
    relation,
    stage,
    reply: answer.replies.map((r) => r.text),
  };
}

/** Countries and regions; "abroad" and other words without a country are left out. */
const placeNames = ({ facts }: Analysis): string[] => [
  ...new Set(facts.places.filter((p) => !p.country.startsWith('X')).map((p) => p.name)),
];

export type Prediction = ReturnType<typeof toPrediction>;

/** One message printed for people: the answer, then what it rests on. */
export function describeAnalysis(bot: Bot, text: string): string {
  const { reply, ...rest } = toPrediction(bot, '', text);
  const found = (items: readonly { id: string; quote: string }[]) =>
    items.map((f) => `  ${f.id}: "${f.quote}"`).join('\n') || '  –';
  const { pay, places, fees, contacts, job, company } = rest.facts;
  return [
    ...reply,
    '────────',
    `kind ${rest.kind} · risk ${rest.risk ?? '–'} · harm ${rest.harm ?? '–'} · language ${rest.lang}`,
    `flags\n${found(rest.flags)}`,
    `signals\n${found(rest.signals)}`,
    `emergency signs\n${found(rest.emergency)}`,
    `pay ${pay ? `${pay.min ?? '?'}–${pay.max ?? '?'} ${pay.currency} a ${pay.per}` : '–'} · job ${job ?? '–'} · company ${company ?? '–'}`,
    `places ${places.join(', ') || '–'} · fees ${fees.map((f) => `${f.amount} ${f.currency}`).join(', ') || '–'} · contacts ${contacts.length}`,
    '',
  ].join('\n');
}
