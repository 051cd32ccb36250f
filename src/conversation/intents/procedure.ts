import type { Guide } from '#reference/load-guides.ts';
import { bubble, fill, sayDate } from '../compose-reply.ts';
import { countableItem } from '../countable.ts';
import { guideIn } from '../find-guide.ts';
import { featuresOf } from '../message-features.ts';
import { nameBest, nameById, sayInDanger } from '../name-hotlines.ts';
import { readCase } from '../read-case.ts';
import { type Case, isMinor } from '../session.ts';
import {
  type ConversationParts,
  type Incoming,
  sessionAfter,
  sessionWith,
  type Turn,
  turnOf,
} from '../turn.ts';
import { sayPlacement } from './question.ts';

const nothing = { lastCase: null, pending: null };

/** A longer message is a story or an offer, whatever words it holds. */
const questionWordsMax = 30;
/** So short a message asks, also without a word of asking: "syarat kerja jepang". */
const bareWordsMax = 10;

/**
 * The turn of a question of procedure that data/procedures.yaml answers, or null. An offer that
 * is dangerous is told so instead.
 */
export function answerProcedure(parts: ConversationParts, incoming: Incoming): Turn | null {
  const { analysis, voice, session } = incoming;
  const guide = asksOnly(incoming) ? guideIn(parts.guides, 'procedures', analysis) : null;
  if (!guide) return null;
  const case_ = asAsked(guide, readCase('question', analysis));
  if (case_.risk === 'danger') return null;
  const { procedure, question } = voice.texts;
  const hotline = nameBest(voice, { ...case_, risk: null });
  const says = fill(guide.says[voice.language], {
    money: nameById(voice, 'ojk'),
    labour: nameById(voice, 'labour'),
  });
  const date = sayDate(voice, guide['source-date']);
  const text = bubble(
    [sayPlacement(incoming), isMinor(case_) ? question.young : ''].filter(Boolean).join('\n'),
    says,
    guide.by ? fill(procedure['as-of'], { by: guide.by, date, hotline }) : procedure.outside,
    sayInDanger(voice, case_),
  );
  // Another subject is no question to us.
  if (!guide.by) return turnOf(sessionWith(incoming, session ?? nothing), [{ text }], null);
  const item = countableItem(case_, incoming, parts.usualPay);
  return turnOf(sessionAfter(case_, null, incoming), [{ text }], case_, { wish: 'count', item });
}

/** "Umur berapa boleh jadi TKW?" tells of no offer to somebody under age. */
function asAsked({ 'only-asked': rules = [] }: Guide, case_: Case): Case {
  const evidence = case_.evidence.filter((e) => !rules.includes(e.rule));
  return evidence.length < case_.evidence.length
    ? { ...case_, evidence, risk: null, harm: null }
    : case_;
}

function asksOnly({ kind, analysis }: Incoming): boolean {
  if (analysis.wordCount > questionWordsMax) return false;
  const f = featuresOf(analysis);
  if (kind === 'question') return f.contact === 0;
  return (
    kind === 'other' && f.news === 0 && (f.asks + f.questionCues > 0 || f.words <= bareWordsMax)
  );
}
