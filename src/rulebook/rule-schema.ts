import { z } from 'zod';
import { harms, ruleKinds, severities } from '#domain/verdict.ts';

/**
 * What a rule may ask of the facts: name and allowed values. `place` also takes an id of
 * data/places.yaml or an ISO country code; `job` any family of data/usual-pay.yaml.
 */
export const factValues = {
  place: ['abroad', 'domestic', 'closed', 'risky', 'middle-east', 'scam-town', 'transit'],
  job: ['any'],
  pay: [
    'stated',
    'above-usual',
    'far-above-usual',
    'top-of-usual',
    'usual',
    'minimum',
    'below-minimum',
    'rupiah-abroad',
  ],
  fee: ['asked'],
  age: ['under-18'],
  company: ['named', 'in-p3mi-list', 'similar-to-p3mi', 'famous', 'revoked'],
  contact: [
    'phone',
    'mobile',
    'chat-app',
    'free-link',
    'free-mail',
    'official-link',
    'organisation-link',
    'foreign-phone',
  ],
  address: ['stated'],
  entry: ['sold'],
  visa: ['work', 'visit', 'pilgrimage'],
} as const;
export type FactName = keyof typeof factValues;

const factNames = Object.keys(factValues) as [FactName, ...FactName[]];
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item).min(1)]);
const ruleId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case letters, digits and hyphens');
const phrases = z.array(z.string().min(2)).min(1);
const factConditions = z
  .partialRecord(z.enum(factNames), oneOrMore(z.string().min(1)))
  .describe('every named fact must hold; of a list one value is enough');

const unlessSchema = z
  .strictObject({
    phrases: phrases.optional(),
    within: z
      .int()
      .min(1)
      .max(40)
      .optional()
      .describe('phrases cancel only this many words beside the hit; without it anywhere'),
    facts: factConditions.optional().describe('any of them cancels'),
    rules: z.array(ruleId).min(1).optional().describe('any of these rules, asserted, cancels'),
  })
  .describe('cancels the hit');

const matcherSchema = z
  .strictObject({
    id: ruleId,
    phrases: phrases.optional().describe('any of them; see rules/README.md for the notation'),
    facts: factConditions.optional(),
    rules: z.array(ruleId).min(1).optional().describe('all of these rules must be asserted'),
    unless: unlessSchema.optional(),
    severity: z.enum(severities).optional().describe('of this matcher, where it differs'),
    'even-when': z
      .array(z.enum(['negated', 'asked', 'reported', 'warned']))
      .optional()
      .describe('scopes that do not weaken this matcher'),
  })
  .refine((m) => m.phrases || m.facts || m.rules, 'needs phrases, facts or rules');

const says = z.strictObject({
  id: z.string().min(8).max(140),
  su: z.string().min(6).max(140),
  jv: z.string().min(6).max(140),
  en: z.string().min(8).max(140),
});

export const ruleSchema = z.strictObject({
  id: ruleId,
  kind: z.enum(ruleKinds),
  status: z.enum(['draft', 'stable', 'retired']).describe('a draft runs but is never shown'),
  severity: z.enum(severities).describe('points of each stand in rules/scoring.yaml'),
  group: ruleId.describe('a group of rules/scoring.yaml; its cap holds for the sum'),
  harm: z.enum(harms).describe('which help fits when this rule decides'),
  since: z.iso.date(),
  sources: z.array(z.string().min(5)).min(1),
  matches: z.array(matcherSchema).min(1),
  says: says.describe('the reason shown after the quote; no quote inside, no full stop'),
  asks: z.array(ruleId).optional().describe('questions of data/questions.yaml, most useful first'),
  /** Shown to volunteers beside the lure. */
  'confused-with': z.array(z.strictObject({ id: z.string().min(5), en: z.string().min(5) })).min(1),
  examples: z.strictObject({
    hits: z.array(z.strictObject({ text: z.string().min(3), quote: z.string().min(2) })).min(2),
    misses: z.array(z.strictObject({ text: z.string().min(3), because: z.string().min(5) })).min(2),
  }),
});

export type Rule = z.infer<typeof ruleSchema>;
export type Matcher = z.infer<typeof matcherSchema>;
export type FactConditions = z.infer<typeof factConditions>;

/** The schema for editors, as the text of rules/rule.schema.json. */
export const ruleSchemaJson = (): string =>
  `${JSON.stringify(z.toJSONSchema(ruleSchema), null, 2)}\n`;
