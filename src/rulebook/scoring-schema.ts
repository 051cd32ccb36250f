import { z } from 'zod';
import { scopes, severities } from '#domain/verdict.ts';

const points = z.number().min(-10).max(10);
const perSeverity = z.strictObject(
  Object.fromEntries(severities.map((s) => [s, z.number().min(0).max(10)])) as Record<
    (typeof severities)[number],
    z.ZodNumber
  >,
);
const perScope = z.strictObject(
  Object.fromEntries(scopes.map((s) => [s, z.number().min(0).max(1)])) as Record<
    (typeof scopes)[number],
    z.ZodNumber
  >,
);

const pairSchema = z.strictObject({
  rules: z.array(z.string()).min(1).describe('all must be asserted'),
  facts: z
    .array(z.string().regex(/^[a-z-]+:.+$/, 'name:value'))
    .optional()
    .describe('all must hold'),
  'none-of': z.array(z.string()).optional().describe('rules of which none may be asserted'),
  points,
  hard: z.boolean().optional().describe('danger, whatever protects'),
});

/** rules/scoring.yaml; all points in nats (natural log of the likelihood ratio). */
export const scoringSchema = z.strictObject({
  start: points.describe('before anything is found'),
  severity: perSeverity.describe('points of a flag'),
  protective: perSeverity.describe('points a signal takes away'),
  scope: perScope.describe('share of the points by how the words are meant, for flags'),
  'signal-scope': perScope.describe('the same for signals'),
  'empty-claims': z
    .strictObject({
      signals: z.array(z.string()).min(1),
      beside: z.array(z.string()).min(1),
    })
    .describe('signals that take nothing away and answer no need beside one of these flags'),
  groups: z.record(z.string(), z.number().positive()).describe('most points per group'),
  pairs: z.array(pairSchema),
  'second-opinion': z.strictObject({
    share: z
      .number()
      .min(0)
      .max(2)
      .describe('points for each nat that a message is like dangerous ones'),
  }),
  calibration: z
    .strictObject({ slope: z.number().positive(), intercept: z.number() })
    .describe('chance of danger = sigmoid(slope × points + intercept)'),
  thresholds: z.strictObject({
    danger: z.number().min(0).max(1),
    caution: z.number().min(0).max(1),
  }),
  'abroad-needs': z
    .strictObject({
      'unknown-max': z.int().min(0),
      'never-low-without': z.array(z.string()),
      answers: z.record(z.string(), z.array(z.string()).min(1)),
    })
    .describe('what must be known of a job abroad, each with the rules or facts that tell it'),
  'local-needs': z
    .array(z.string())
    .min(1)
    .describe('a local job without any of these rules or facts is at least caution'),
});
export type Scoring = z.infer<typeof scoringSchema>;

const phraseList = z.array(z.string().min(1)).min(1);
const groupOf = <K extends string>(...keys: K[]) =>
  z.strictObject(
    Object.fromEntries(keys.map((k) => [k, phraseList])) as Record<K, typeof phraseList>,
  );

/** rules/cues.yaml: phrases that are no findings. */
export const cuesSchema = z.strictObject({
  scope: z.strictObject({
    ...groupOf('negated', 'warned', 'asked', 'light', 'supposed', 'future', 'reported', 'turned')
      .shape,
    'denied-after': phraseList.optional(),
  }),
  kind: groupOf(
    'offer',
    'question',
    'agency-check',
    'news',
    'other-trade',
    'greeting',
    'thanks',
    'help',
    'agency-named',
    'agency-person',
    'topic',
    'asking-word',
    'cry',
    'distress',
    'vocative',
    'resolved',
    'captor',
    'kin',
    'joking',
  ),
  relation: groupOf('self', 'child', 'spouse', 'sibling', 'parent', 'friend', 'other'),
  stage: groupOf('not-left', 'on-the-way', 'left', 'trapped'),
  reach: groupOf('group', 'social-media', 'acquaintance', 'stranger'),
});
export type Cues = z.infer<typeof cuesSchema>;

/** rules/words.yaml: word classes for `$name`. */
export const wordClassesSchema = z.record(z.string().regex(/^[a-z-]+$/), phraseList);
