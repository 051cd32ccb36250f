import { expect, test } from 'vitest';
import type { Analysis } from '#analysis/analysis.ts';
import { emergencyPoints } from '#conversation/emergency-points.ts';
import { featuresOf } from '#conversation/message-features.ts';
import { relativeMeant, triage } from '#conversation/triage.ts';
import { type Kind, kinds, type Relation } from '#domain/message.ts';
import type { Finding, Scope, Severity } from '#domain/verdict.ts';
import { bot } from '../support/bot.ts';

const span = { start: 200, end: 210 };
const found = (
  rule: string,
  severity: Severity,
  ruleKind: Finding['ruleKind'] = 'emergency',
  scope: Scope = 'asserted',
): Finding => ({ rule, ruleKind, matcher: 'm', severity, scope, quote: 'x', span });

const even = Math.log(1 / kinds.length);
/** A second opinion that knows nothing: the rules alone decide. */
const unsure = Object.fromEntries(kinds.map((kind) => [kind, even])) as Record<Kind, number>;

/** A reading of a message of forty words with these findings and cues. */
function reading(
  findings: Finding[],
  cues: string[] = [],
  relation: Relation | null = null,
): Analysis {
  return {
    opinion: { danger: 0, emergency: -0.5, kinds: unsure },
    language: 'id',
    languageChance: 1,
    wordCount: 40,
    lengthRead: 400,
    endsAsking: false,
    laughs: false,
    findings,
    facts: {
      pay: null,
      fees: [],
      places: [],
      job: null,
      company: null,
      contacts: [],
      age: null,
      visa: null,
    },
    atoms: [],
    cues: cues.map((name, i) => ({ name, span: { start: 100 + i * 10, end: 105 + i * 10 } })),
    relation,
    stage: null,
    verdict: { risk: 'caution', harm: null, score: 0, decidedBy: [], unknown: [] },
    reasons: [],
  };
}

test('a decisive sign alone is an emergency', () => {
  expect(triage(reading([found('violence', 'decisive')]))).toBe('emergency');
});

test('a strong sign in a question needs another sign, a relative or somebody who is there', () => {
  const strong = found('unpaid', 'strong');
  expect(triage(reading([strong], ['kind/question']))).not.toBe('emergency');
  expect(triage(reading([strong, found('wants-home', 'weak')]))).toBe('emergency');
  expect(triage(reading([strong], ['stage/left']))).toBe('emergency');
  expect(triage(reading([strong], [], 'sibling'))).toBe('emergency');
});

test('a sign that is only asked about, warned of or denied is no cry for help', () => {
  for (const scope of ['asked', 'warned', 'negated'] as const) {
    const sign = found('confined', 'decisive', 'emergency', scope);
    expect(triage(reading([sign]))).not.toBe('emergency');
  }
});

test('harsh rules in an advertisement are no emergency, a relative in it is', () => {
  const signs = [found('passport-held', 'strong'), found('confined', 'medium')];
  const ad = ['kind/offer', 'kind/offer', 'kind/offer', 'kind/offer'];
  expect(triage(reading(signs, ad))).toBe('offer');
  expect(triage(reading(signs, ad, 'child'))).toBe('emergency');
});

test('news of a rescue is no emergency', () => {
  const signs = [found('confined', 'decisive'), found('violence', 'decisive')];
  expect(triage(reading(signs, ['kind/news']))).toBe('other');
});

test('one who is there, a joke and a danger that is over weigh for and against a sign', () => {
  const strong = [found('unpaid', 'strong')];
  expect(triage(reading(strong, ['kind/question', 'kind/captor']))).toBe('emergency');
  expect(triage(reading([found('violence', 'decisive')], ['kind/joking']))).not.toBe('emergency');
  expect(triage(reading(strong, ['stage/left', 'kind/resolved']))).not.toBe('emergency');
});

test('words of distress stand for a sign, but not before leaving', () => {
  const distress = Array.from({ length: 4 }, () => 'kind/distress');
  expect(triage(reading([], [...distress, 'kind/captor']))).toBe('emergency');
  expect(triage(reading([], [...distress, 'kind/captor', 'stage/not-left']))).not.toBe('emergency');
});

test('more signs never count less', () => {
  const one = [found('unpaid', 'medium')];
  const two = [...one, found('injured-ill', 'weak')];
  const points = (findings: Finding[]) =>
    emergencyPoints(reading(findings), featuresOf(reading(findings)));
  expect(points(two)).toBeGreaterThan(points(one));
});

test('a relative who asks is meant; a friend is not where the writer spoke of themselves first', () => {
  expect(relativeMeant(reading([], ['relation/self', 'relation/child'], 'child'))).toBe('child');
  expect(relativeMeant(reading([], ['relation/friend'], 'friend'))).toBe('friend');
  expect(relativeMeant(reading([], ['relation/self', 'relation/friend'], 'friend'))).toBe(null);
  expect(relativeMeant(reading([], ['relation/self'], 'self'))).toBe(null);
});

/** Messages of no corpus, in the words of this test's author. */
test.each([
  ['emergency', 'tolong'],
  ['emergency', 'kak tolong saya'],
  ['other', 'tolong beliin pulsa dong'],
  ['emergency', 'kule dikunci ning umah majikan, ora olih metu'],
  ['emergency', 'abdi teu meunang kaluar, paspor dicokot dunungan'],
  ['question', 'apa benar TKW di Saudi sering disiksa majikan?'],
  ['question', 'kalau nanti saya dipukul majikan lapor ke mana?'],
  ['emergency', 'apa boleh paspor saya disita majikan, saya di Riyadh tidak boleh keluar?'],
  [
    'emergency',
    'keponakan saya kemarin telpon dari myanmar nangis, katanya dijual ke perusahaan lain',
  ],
  ['emergency', 'aku dikunci di kamar sama bosnya, hp cuma bisa sebentar'],
  ['emergency', 'teman saya yg di kamboja kirim lokasi katanya disetrum kalau ga capai target'],
  [
    'emergency',
    'help my brother is being held in a scam compound in Myawaddy, they want 5000 dollars',
  ],
  ['question', 'Pak saya mau tanya kalau kerja ke hongkong biayanya berapa yang resmi'],
  ['question', 'boleh ga agen nyimpen ijazah asli saya'],
  ['question', 'kalau sudah bayar dp 5 juta terus batal apa uang bisa balik'],
  ['question', 'is it normal that the agent keeps my passport until I fly?'],
  ['agency-check', 'LPK Sakura Jaya di Pandeglang itu beneran ada ga ya'],
  ['agency-check', 'nomor 0812 3344 5566 ngaku dari disnaker, bener ga?'],
  ['agency-check', 'is PT Mitra Harta Insani a licensed agency?'],
  [
    'offer',
    'Siapa mau kerja di kamboja jadi CS gaji 800 dolar, tiket ditanggung, ajak temen dapet bonus',
  ],
  [
    'offer',
    'Loker jaga toko sembako di pasar rau, perempuan, gaji 1.8jt, libur minggu. Datang langsung',
  ],
  ['offer', 'We need 10 welders for Kuwait, free visa and ticket, call +965 5555 1234'],
  ['other', 'jual motor beat 2019 mulus 11 juta nego'],
  ['other', 'undangan rapat RT besok jam 8 malam di rumah pak RT'],
  ['other', 'alhamdulillah saya sudah pulang kampung dari taiwan dengan selamat'],
])('%s: %s', (kind, text) => {
  expect(triage(bot.analyse(text))).toBe(kind);
});
