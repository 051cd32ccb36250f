import { z } from 'zod';
import { logLevels } from './logger.ts';

const flag = z.enum(['on', 'off']).transform((v) => v === 'on');
const origins = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((o) => o.trim())
      .filter(Boolean),
  )
  .refine(
    (list) => list.every((o) => /^https?:\/\/[^/]+$/.test(o)),
    'must be origins like https://example.org, separated by commas',
  );

const configSchema = z.object({
  HOST: z.string().min(1, 'must be an address such as 127.0.0.1').default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535 (0 takes a free one)')
    .transform(Number)
    .refine((n) => n <= 65_535, 'must be a number from 0 to 65535 (0 takes a free one)')
    .default(3000),
  DATA_DIR: z.string().min(1, 'must be a folder the program may write to').default('var'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  TRUST_PROXY: z.enum(['on', 'off'], 'must be on or off').pipe(flag).default(false),
  ALLOWED_ORIGINS: origins.default([]),
});

export type Config = {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly dataDir: string;
  readonly logLevel: (typeof logLevels)[number];
  /** The address of the person is taken from the proxy in front. */
  readonly trustProxy: boolean;
  readonly allowedOrigins: readonly string[];
};

/** A wrong setting; one line that names the variable and what is allowed, never its value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads the settings.
 * @throws {ConfigError} for the first wrong one
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const checked = configSchema.safeParse(env);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new ConfigError(`${issue?.path.join('.')} ${issue?.message}`);
  }
  const { data } = checked;
  return {
    host: data.HOST,
    port: data.PORT,
    dataDir: data.DATA_DIR,
    logLevel: data.LOG_LEVEL,
    trustProxy: data.TRUST_PROXY,
    allowedOrigins: data.ALLOWED_ORIGINS,
  };
}
