import type { Analysis } from '#analysis/analysis.ts';
import type { Finding, Scope, Severity } from '#domain/verdict.ts';
import { type Features, pointsFor, signsOf } from './message-features.ts';

/** Points of an emergency sign; two and a half make an emergency. */
const signPoints: Record<Severity, number> = { decisive: 3, strong: 2, medium: 1, weak: 0.5 };
const emergencyMin = 2.5;
/** The second sign counts in full, further ones half: they often tell the same thing. */
const furtherSignShare = 0.5;
/** What makes it likelier that a sign is meant: who speaks, of whom, from where. */
const context: Partial<Record<keyof Features, number>> = {
  there: 1,
  trapped: 0.5,
  relative: 0.5,
  kin: 0.5,
  self: 0.5,
  captor: 0.5,
  abroad: 0.5,
  cries: 1,
  onTheWay: 0.5,
};
/** Context weighs at most as much as the strongest sign, beside a strong one a little more. */
const contextOverStrong = 0.5;
/** Words of distress stand for a sign where no rule fits: so much each, as a strong one at most. */
const distressPoints = 0.5;
const distressMax = 2;
/** Beyond so much offer they are words of an advertisement. */
const distressOfferMax = 2.5;
/** A sign that is only asked about ("boleh paspor ditahan?") is no cry for help. */
const signScope: Record<Scope, number> = {
  asserted: 1,
  reported: 1,
  asked: 0.3,
  warned: 0,
  negated: 0,
};
/** Neither asks nor offers anything. */
const plainStatement = 0.5;
/** Somebody who has not left yet speaks of what may happen. */
const notLeft = -1.5;
/** "Pan mangkat ning Saudi, majikane galak": the place is named, nobody is there. */
const whenThereToo = 0.6;
const signsFeared = new Set([
  'violence',
  'passport-held',
  'unpaid',
  'sold-on',
  'forced-scam',
  'detained',
  'confined',
  'minor',
]);
const joking = -3;
/** "Alhamdulillah sudah pulang." */
const resolved = -2;
/** An advertisement speaks of rules ("tidak boleh keluar"), not of somebody in danger. */
const advertising = -4;
const advertisingFlagsMin = 3;
const advertisingCuesMin = 3;
/** So much offer is an advertisement, whoever it names, when nobody cries for help in it. */
const wholeAdMin = 5;
/** Signs that an advertisement holds, too, as rules of the place or the deal. */
const signsOfAds = new Set([
  'passport-held',
  'confined',
  'ransom',
  'minor',
  'phone-watched',
  'debt-threat-family',
  'injured-ill',
]);
/** So long a text without "I", a relative or a cry is an article. */
const articleWordsMin = 60;
/** "Tolong", "help me pak": a cry of so few words is all that somebody dares to write. */
const bareCryWordsMax = 8;

/** So many points speak for themselves, whatever the second opinion holds. */
const certainMin = 6;
/** Nats that one point is worth beside those of the second opinion. */
const pointNats = 0.4;
/** So many different marks of a news item outweigh an "I" or a relative who is quoted in it. */
const surelyNewsMin = 2;
/** A miss costs more than an alarm. */
const nearNats = 0.5;
/** What offers work, with pay or a contact, must sound so much more like a cry. */
const adNats = 3;
/** A shorter text may be the answer to a question. */
const tellingWordsMin = 6;

/**
 * The points of the rules and the second opinion add up: neither a sign that stands in a story of
 * something else nor words that only sound like a cry are one by themselves.
 */
export function isEmergency(analysis: Analysis, f: Features): boolean {
  // A report on strangers; who is named as "my brother" or "I" is no stranger.
  const ofStrangers = f.relative + f.self + f.cries === 0;
  if (ofStrangers && (f.news > 0 || f.words > articleWordsMin)) return false;
  // "Viral! … 'anak saya disiksa' … like & share": quoted, not told.
  if (f.news >= surelyNewsMin && f.cries === 0) return false;
  if (isBareCry(f)) return true;
  const points = emergencyPoints(analysis, f);
  if (points >= certainMin) return true;
  if (f.words < tellingWordsMin) return points >= emergencyMin;
  const isAd = f.contact + f.pay > 0 && f.offerCues > 0 && f.cries === 0;
  const needed = (isAd ? adNats : 0) - nearNats;
  return analysis.opinion.emergency + pointNats * (points - emergencyMin) >= needed;
}

const isBareCry = (f: Features): boolean =>
  f.cries > 0 && f.words <= bareCryWordsMax && f.words <= f.cryWords;

/** Sum that decides whether somebody is in danger now. */
export function emergencyPoints(analysis: Analysis, f: Features): number {
  const signs = signsOf(analysis);
  const [strongest, ...more] = [
    distressOf(f),
    ...signs.map((s) => signPoints[s.severity] * signScope[s.scope]),
  ].sort((a, b) => b - a);
  if (!strongest) return 0;
  const [second = 0, ...further] = more;
  const sum = strongest + second + further.reduce((total, p) => total + p * furtherSignShare, 0);
  const around = Object.entries(context).reduce(
    (total, [name, weight]) => total + (f[name as keyof Features] > 0 ? weight : 0),
    0,
  );
  const isAsserted = strongest === distressOf(f) || signs.some((s) => s.scope !== 'asked');
  const contextMax = strongest + (strongest >= signPoints.strong ? contextOverStrong : 0);
  const isPlain =
    f.questionCues + f.offerCues + f.agencyCues + f.otherTrade + f.contact + f.pay === 0;
  const fears = f.notLeft > 0 && f.trapped + f.cries === 0;
  return (
    sum +
    (isPlain ? plainStatement : 0) +
    (isAsserted ? Math.min(around, contextMax) : 0) +
    (isInAd(signs, f) ? advertising : 0) +
    (f.joking > 0 ? joking : 0) +
    (f.resolved > 0 ? resolved : 0) +
    (fears && signs.every((s) => signsFeared.has(s.rule))
      ? notLeft * (f.there > 0 ? whenThereToo : 1)
      : 0)
  );
}

/** Points of the words of distress; none before leaving, in general questions and in offers. */
function distressOf(f: Features): number {
  const isElsewhere = f.notLeft + f.supposed > 0 || pointsFor('offer', f) > distressOfferMax;
  return isElsewhere ? 0 : Math.min(distressMax, f.distress * distressPoints);
}

const isAdThing = ({ rule, severity }: Finding): boolean =>
  signsOfAds.has(rule) || severity === 'medium' || severity === 'weak';

function isInAd(signs: readonly Finding[], f: Features): boolean {
  const isFullAd = f.offerCues >= advertisingCuesMin;
  const soundsLikeAd = f.offerCues > 0 || f.flags >= advertisingFlagsMin;
  const saysAdThings = isFullAd || signs.every(isAdThing);
  // "Kerja di Kamboja" in a full ad is no report; somebody locked up there is.
  const isDecisive = signs.some((s) => s.severity === 'decisive');
  const tellsOfMyself = f.self > 0 && f.contact + f.pay === 0 && !isFullAd;
  const tellsOfSomebody = isFullAd ? f.family > 0 : f.relative > 0;
  const isReport = tellsOfSomebody || tellsOfMyself || (f.there > 0 && (!isFullAd || isDecisive));
  const isWholeAd =
    pointsFor('offer', f) >= wholeAdMin &&
    f.family + f.cries === 0 &&
    (f.there === 0 || !isDecisive);
  return isWholeAd || (soundsLikeAd && saysAdThings && !isReport);
}
