import type { Analysis } from '#analysis/analysis.ts';
import type { Fee, Pay } from '#domain/offer.ts';
import type { Finding } from '#domain/verdict.ts';
import { fill, type Voice } from './compose-reply.ts';

/** Words that belong to a finding may stand so far around it. */
const aroundCharacters = 60;
/** A longer time is a misreading. */
const monthsMax = 60;
const monthsOfYear = 12;
/** Less than so many months of pay is said by its amount well enough. */
const shareMin = 1;
const shareMax = 120;
const million = 1_000_000;

const monthsSaid = /(\d{1,2})\s*(?:x\s*)?(?:bulan|bln|bl|month|wulan|sasih)/i;
const yearsSaid = /(\d)\s*(?:tahun|thn|taun|year)/i;

/**
 * The debt of an offer in figures, from the person's own message: months of deduction times pay,
 * months times the amount taken, or a fee as months of pay; empty where it cannot be computed.
 */
export function sayDebt(voice: Voice, analysis: Analysis, text: string): string {
  const { debt } = voice.texts;
  const pay = monthlyPay(analysis.facts.pay);
  const deduction = analysis.findings.find((f) => f.rule === 'debt-bondage' && isMeant(f));
  const months = deduction ? monthsIn(around(deduction, text)) : null;
  const taken = deduction && feeBeside(deduction, analysis.facts.fees);
  if (months && taken) {
    const { amount, currency } = taken;
    const total = sayMoney(voice, amount * months, currency);
    return fill(debt.monthly, { ...sayTimes(voice, taken, months), total });
  }
  if (months && pay) {
    const total = sayMoney(voice, pay.amount * months, pay.currency);
    return fill(debt.months, { ...sayTimes(voice, pay, months), total });
  }
  const fee = largest(analysis.facts.fees);
  if (!fee || fee.currency !== pay?.currency) return '';
  const share = Math.round(fee.amount / pay.amount);
  if (share < shareMin || share > shareMax) return '';
  return fill(debt.share, {
    amount: sayMoney(voice, fee.amount, fee.currency),
    count: String(share),
  });
}

type Money = Pick<Fee, 'amount' | 'currency'>;

const isMeant = ({ scope }: Finding): boolean => scope === 'asserted' || scope === 'reported';

const around = ({ span }: Finding, text: string): string =>
  text.slice(Math.max(0, span.start - aroundCharacters), span.end + aroundCharacters);

function monthsIn(words: string): number | null {
  const months = Number(monthsSaid.exec(words)?.[1] ?? 0);
  const years = Number(yearsSaid.exec(words)?.[1] ?? 0);
  const count = months || years * monthsOfYear;
  return count > 0 && count <= monthsMax ? count : null;
}

/** The lower end, so that nobody can call the sum too high. */
function monthlyPay(pay: Pay | null): Money | null {
  const amount = pay?.min ?? pay?.max ?? null;
  return pay && pay.per === 'month' && amount ? { amount, currency: pay.currency } : null;
}

const feeBeside = ({ span }: Finding, fees: readonly Fee[]): Fee | null =>
  fees.find((f) => f.span.start < span.end && f.span.end > span.start) ?? null;

const largest = (fees: readonly Fee[]): Fee | undefined =>
  fees.toSorted((a, b) => b.amount - a.amount)[0];

const sayTimes = (voice: Voice, { amount, currency }: Money, months: number) => ({
  amount: sayMoney(voice, amount, currency),
  count: String(months),
});

/** "Rp7,5 juta", "MYR 1.700". */
function sayMoney({ language, texts }: Voice, amount: number, currency: string): string {
  const grouping = language === 'en' ? 'en' : 'id';
  const say = (n: number) => n.toLocaleString(grouping, { maximumFractionDigits: 1 });
  if (currency !== 'IDR') return `${currency} ${say(Math.round(amount))}`;
  return amount >= million
    ? fill(texts.debt.million, { count: say(amount / million) })
    : `Rp${say(Math.round(amount))}`;
}
