import type { Evidence, Harm, Risk, Verdict } from '#domain/verdict.ts';
import type { Rulebook } from '#rulebook/load-rulebook.ts';
import type { Rule } from '#rulebook/rule-schema.ts';
import type { Scoring } from '#rulebook/scoring-schema.ts';

/** A hard pair leaves no doubt, whatever protects. */
const hardPairScore = 0.99;
/** Both kinds of help fit when the weaker harm carries at least this share of the stronger. */
const bothHarmsShare = 0.7;

type Known = { readonly rules: ReadonlySet<string>; readonly atoms: ReadonlySet<string> };

/**
 * Judges what was found in one offer, by rules/scoring.yaml: the strongest flag of a group counts
 * in full, the next half, and so on up to the cap of the group; pairs add, signals lower.
 * @param input.atoms facts as `name:value`
 */
export function scoreEvidence(
  input: { readonly evidence: readonly Evidence[]; readonly atoms: readonly string[] },
  rulebook: Rulebook,
): Verdict {
  const { scoring } = rulebook;
  const evidence = withoutEmptyClaims(input.evidence, scoring);
  const counted = countedRules(evidence, rulebook);
  const flags = counted.filter(({ rule }) => rule.kind === 'flag');
  const signals = counted.filter(({ rule }) => rule.kind === 'signal');
  const known: Known = {
    rules: new Set(evidence.filter((e) => e.scope === 'asserted').map((e) => e.rule)),
    atoms: new Set(input.atoms),
  };
  const pairs = scoring.pairs.filter((pair) => holds(pair, known));
  const alike = alikePoints(input.atoms, scoring);
  const total =
    scoring.start +
    groupSum(flags, scoring, furtherFlagShare) +
    pairs.reduce((sum, pair) => sum + pair.points, 0) +
    alike -
    groupSum(signals, scoring, 1);
  const hard = pairs.some((pair) => pair.hard);
  const { slope, intercept } = scoring.calibration;
  const chance = 1 / (1 + Math.exp(-(slope * total + intercept)));
  const score = hard ? Math.max(chance, hardPairScore) : chance;
  const unknown = unknownAbroad(known, scoring);
  return {
    risk: riskOf(score, unknown, known, scoring, { hasFlag: flags.length > 0, alike }),
    harm: harmOf(flags, known),
    score,
    decidedBy: flags.map(({ rule }) => rule.id),
    unknown,
  };
}

const isHeavy = ({ severity }: Evidence) => severity === 'strong' || severity === 'decisive';

/** Whoever hides the visa or wants secrecy may write "kontrak resmi" as well: it protects nobody. */
export function withoutEmptyClaims<T extends Evidence>(
  evidence: readonly T[],
  scoring: Scoring,
): readonly T[] {
  const { signals, beside } = scoring['empty-claims'];
  const isEmpty = evidence.some(
    (e) => e.scope === 'asserted' && isHeavy(e) && beside.includes(e.rule),
  );
  return isEmpty ? evidence.filter((e) => !signals.includes(e.rule)) : evidence;
}

type Counted = { readonly rule: Rule; readonly points: number };

/** Rules that count, by their strongest evidence, most points first; signals in points they take away. */
function countedRules(evidence: readonly Evidence[], rulebook: Rulebook): Counted[] {
  const { scoring, rules } = rulebook;
  const best = new Map<string, Counted>();
  for (const e of evidence) {
    const rule = rules.get(e.rule);
    if (!rule || rule.kind === 'emergency' || rule.status === 'retired') continue;
    const points =
      rule.kind === 'signal'
        ? scoring.protective[e.severity] * scoring['signal-scope'][e.scope]
        : scoring.severity[e.severity] * scoring.scope[e.scope];
    if (points > (best.get(e.rule)?.points ?? 0)) best.set(e.rule, { rule, points });
  }
  return [...best.values()].sort((a, b) => b.points - a.points);
}

/** Of the flags of one group the strongest counts in full, the next half, and so on. */
const furtherFlagShare = 0.5;

/**
 * Sum over groups, each up to its cap.
 * @param counted most points first
 * @param furtherShare share of its points that each further rule of a group counts with
 */
function groupSum(counted: readonly Counted[], scoring: Scoring, furtherShare: number): number {
  const groups = new Map<string, { sum: number; share: number }>();
  for (const { rule, points } of counted) {
    const group = groups.get(rule.group);
    if (!group) groups.set(rule.group, { sum: points, share: furtherShare });
    else {
      group.sum += points * group.share;
      group.share *= furtherShare;
    }
  }
  let total = 0;
  for (const [group, { sum }] of groups) total += Math.min(scoring.groups[group] ?? sum, sum);
  return total;
}

function holds(pair: Scoring['pairs'][number], known: Known): boolean {
  return (
    pair.rules.every((id) => known.rules.has(id)) &&
    (pair.facts ?? []).every((key) => known.atoms.has(key)) &&
    !(pair['none-of'] ?? []).some((id) => known.rules.has(id))
  );
}

const isKnown = (what: string, known: Known): boolean =>
  what.includes(':') ? known.atoms.has(what) : known.rules.has(what);

function unknownAbroad(known: Known, scoring: Scoring): string[] {
  if (!known.atoms.has('place:abroad')) return [];
  return Object.entries(scoring['abroad-needs'].answers)
    .filter(([, answers]) => !answers.some((what) => isKnown(what, known)))
    .map(([name]) => name);
}

/** Points for being like messages that were dangerous: a fact `alike:1` to `alike:4`, in nats. */
function alikePoints(atoms: readonly string[], scoring: Scoring): number {
  const alike = atoms.find((atom) => /^alike:\d$/.test(atom));
  return alike ? Number(alike.slice('alike:'.length)) * scoring['second-opinion'].share : 0;
}

function riskOf(
  score: number,
  unknown: readonly string[],
  known: Known,
  scoring: Scoring,
  { hasFlag, alike }: { readonly hasFlag: boolean; readonly alike: number },
): Risk {
  if (score >= scoring.thresholds.danger) return hasFlag ? 'danger' : 'caution';
  if (score >= scoring.thresholds.caution) return 'caution';
  const abroad = scoring['abroad-needs'];
  // Like what was dangerous before: whatever protects, it is never the mildest answer.
  if (alike > 0) return 'caution';
  const openAbroad =
    unknown.length > abroad['unknown-max'] ||
    unknown.some((name) => abroad['never-low-without'].includes(name));
  const openAtHome =
    !known.atoms.has('place:abroad') &&
    !scoring['local-needs'].some((what) => isKnown(what, known));
  return openAbroad || openAtHome ? 'caution' : 'low';
}

/** Share of the points of a flag of both harms that speaks for trafficking; the rest for fraud. */
const bothShare = { abroad: 0.8, home: 0.2 };

/**
 * Which help fits, by the points of the flags that speak for each harm. A fee or a promise is the
 * way into bondage abroad; at home it is mostly all that is wanted.
 */
function harmOf(flags: readonly Counted[], known: Known): Harm | null {
  const shareOf: Record<Harm, number> = {
    trafficking: 1,
    fraud: 0,
    both: known.atoms.has('place:abroad') ? bothShare.abroad : bothShare.home,
  };
  let trafficking = 0;
  let fraud = 0;
  for (const { rule, points } of flags) {
    if (rule.kind !== 'flag') continue;
    trafficking += points * shareOf[rule.harm];
    fraud += points * (1 - shareOf[rule.harm]);
  }
  const stronger = Math.max(trafficking, fraud);
  if (stronger === 0) return null;
  if (Math.min(trafficking, fraud) >= bothHarmsShare * stronger) return 'both';
  return trafficking > fraud ? 'trafficking' : 'fraud';
}
