import type { LabelledPay, ScoredMessage } from './labelled-message.ts';
import { addCounts, compareSets, f1, noCounts, type Share, shareOf } from './share.ts';

/** Amounts that differ by less are equal. */
const tolerance = 0.005;

export type FactMeasures = {
  readonly payExact: Share;
  readonly payAmount: Share;
  /** Offers without any pay where one was read all the same. */
  readonly payInvented: Share;
  readonly feesF1: number | null;
  readonly contactsF1: number | null;
};

const near = (a: number | null, b: number | null): boolean =>
  a === b ||
  (a !== null && b !== null && Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)));

export const sameAmount = (a: LabelledPay, b: LabelledPay | null): boolean =>
  b !== null && near(a.min, b.min) && near(a.max, b.max);
export const samePay = (a: LabelledPay, b: LabelledPay | null): boolean =>
  b !== null && sameAmount(a, b) && a.currency === b.currency && a.per === b.per;

/** "+62812-3456" and "0812 3456" are one number; links and handles are compared in small letters. */
export const plainContact = (contact: string): string =>
  contact
    .toLowerCase()
    .trim()
    .replace(/^(\+?62|0)(?=\d)/, '')
    .replace(/[^\da-z@._/]/g, '');

const money = ({ amount, currency }: { amount: number; currency: string }) =>
  `${amount} ${currency}`;

/** How well the facts of the labelled offers are read. */
export function measureFacts(messages: readonly ScoredMessage[]): FactMeasures {
  const offers = messages.flatMap(({ gold, predicted }) =>
    gold.kind === 'offer' && gold.facts ? [{ gold: gold.facts, found: predicted.facts }] : [],
  );
  const stated = offers.flatMap(({ gold, found }) =>
    gold.pay ? [{ want: gold.pay, got: found.pay }] : [],
  );
  const fees = offers.map(({ gold, found }) =>
    compareSets(gold.fees.map(money), found.fees.map(money)),
  );
  const contacts = offers.map(({ gold, found }) =>
    compareSets(gold.contacts.map(plainContact), found.contacts.map(plainContact)),
  );
  return {
    payExact: shareOf(stated, ({ want, got }) => samePay(want, got)),
    payAmount: shareOf(stated, ({ want, got }) => sameAmount(want, got)),
    payInvented: shareOf(
      offers.filter(({ gold }) => gold.pay === null),
      ({ found }) => found.pay !== null,
    ),
    feesF1: f1(fees.reduce(addCounts, noCounts)),
    contactsF1: f1(contacts.reduce(addCounts, noCounts)),
  };
}
