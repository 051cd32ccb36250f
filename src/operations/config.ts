import { join } from 'node:path';
import { z } from 'zod';
import { type CloudConfig, readCloudSettings } from './cloud-config.ts';
import { logLevels } from './logger.ts';
import { isPublicKey } from './sealed-file.ts';

const flag = z.enum(['on', 'off']).transform((v) => v === 'on');
const backupKeepDefault = 14;
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

const whatsappUrl = 'wss://web.whatsapp.com/ws/chat';
/** A loopback address is for tests; anything else would see the account's traffic. */
const loopbackUrl = /^wss?:\/\/127\.0\.0\.1(:\d{1,5})?(\/[\w/-]*)?$/;

type Address = { readonly host: string; readonly port: number };

function addressOf(text: string): Address | null {
  const [host, port] = text.split(':');
  return host && port ? { host, port: Number(port) } : null;
}

/** Whether the driver can read it: a letter such as # in a password must be written as %23. */
function isPostgresUrl(text: string): boolean {
  const url = URL.parse(text);
  return (
    text === '' ||
    (url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1)
  );
}

/** What a process does; see src/roles.ts. */
export const roles = ['all', 'gateway', 'worker', 'web'] as const;
export type Role = (typeof roles)[number];

const configSchema = z.object({
  HOST: z.string().min(1, 'must be an address such as 127.0.0.1').default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535 (0 takes a free one)')
    .transform(Number)
    .refine((n) => n <= 65_535, 'must be a number from 0 to 65535 (0 takes a free one)')
    .default(3000),
  DATA_DIR: z.string().min(1, 'must be a folder the program may write to').default('var'),
  DATABASE_URL: z
    .string()
    .refine(isPostgresUrl, 'must be an address such as postgres://name:password@host:5432/database')
    .optional(),
  ROLE: z.enum(roles, `must be one of ${roles.join(', ')}`).default('all'),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  TRUST_PROXY: z.enum(['on', 'off'], 'must be on or off').pipe(flag).default(false),
  ALLOWED_ORIGINS: origins.default([]),
  TRANSCRIBER_URL: z
    .url({ protocol: /^https?$/, error: 'must be an address such as http://127.0.0.1:8080' })
    .optional(),
  WHATSAPP: z.enum(['off', 'baileys', 'cloud'], 'must be off, baileys or cloud').default('off'),
  WHATSAPP_URL: z
    .string()
    .refine(
      (url) => url === whatsappUrl || loopbackUrl.test(url),
      'must be left out; besides WhatsApp only ws://127.0.0.1:port/… is taken, for tests',
    )
    .default(whatsappUrl),
  WHATSAPP_LINK: z
    .string()
    .regex(
      /^(terminal|text|code:\d{8,15})$/,
      'must be terminal, text, or code:628… with the number of the account',
    )
    .default('terminal'),
  WHATSAPP_PACING: z.enum(['on', 'off'], 'must be on or off').default('on'),
  WHATSAPP_ABOUT: z
    .string()
    .max(139, 'must have at most 139 characters, as WhatsApp allows')
    .default('Info Kerja'),
  WHATSAPP_VERSION: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}\.\d{1,12}$/, 'must be a version such as 2.3000.1043857760')
    .transform((v) => v.split('.').map(Number) as [number, number, number])
    .optional(),
  METRICS: z
    .string()
    .regex(
      /^(off|[\w.-]{1,100}:\d{1,5})$/,
      'must be off or an address of its own such as 127.0.0.1:9464',
    )
    .transform(addressOf)
    .default(null),
  BACKUP_DIR: z.string().min(1, 'must be a folder the program may write to').optional(),
  BACKUP_KEY: z
    .string()
    .refine(isPublicKey, 'must be the line age1… that npm run backup:keys prints')
    .optional(),
  BACKUP_KEEP: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a number from 1 to 9999')
    .transform(Number)
    .default(backupKeepDefault),
  BOT_LINK: z
    .string()
    .max(200)
    .regex(/^(https?:\/\/[\w.:-]+(\/[\w./?=%+-]*)?)?$/, 'must be an address like https://wa.me/62…')
    .transform((link) => link || null)
    .default(null),
});

export type Config = {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly dataDir: string;
  /** File of SQLite, or address of a PostgreSQL server; it may hold a password. */
  readonly database: string;
  readonly role: Role;
  readonly logLevel: (typeof logLevels)[number];
  /** The address of the person is taken from the proxy in front. */
  readonly trustProxy: boolean;
  readonly allowedOrigins: readonly string[];
  /** Server of whisper.cpp that turns voice notes into text; null: they are not heard. */
  readonly transcriberUrl: string | null;
  /** Where the QR code of posters leads; null for the web chat of this program. */
  readonly botLink: string | null;
  /** Address of its own for figures about the machine; null where they are off. */
  readonly metrics: Address | null;
  /** Where a sealed backup goes every night; null where there is none. */
  readonly backup: {
    readonly folder: string;
    readonly publicKey: string;
    /** Newest files that are kept. */
    readonly keep: number;
  } | null;
  /** WhatsApp through Baileys; null where it is off. */
  readonly whatsapp: WhatsappConfig | null;
  /** WhatsApp through Meta's Cloud API; null where it is off. */
  readonly cloud: CloudConfig | null;
};

export type WhatsappConfig = {
  readonly url: string;
  /** How to show what links the account: a picture, a line of text, or a code for a number. */
  readonly link: 'terminal' | 'text' | `code:${string}`;
  /** Line below the account's name; empty leaves it as it is. */
  readonly about: string;
  /** Answer at the pace of a person; off only for measurements. */
  readonly isPaced: boolean;
  /** Version of WhatsApp Web to tell; null takes the library's. */
  readonly version: readonly [number, number, number] | null;
};

/** Where the database lies unless DATABASE_URL says otherwise. */
export const sqliteFile = (dataDir: string): string => join(dataDir, 'tanya-dulu.sqlite');

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
  if (data.BACKUP_DIR && !data.BACKUP_KEY) {
    throw new ConfigError('BACKUP_KEY must be set with BACKUP_DIR: npm run backup:keys prints it');
  }
  if (data.ROLE !== 'all' && !data.DATABASE_URL) {
    throw new ConfigError('ROLE must be all, unless DATABASE_URL names a database to share');
  }
  if (data.ROLE === 'gateway' && data.WHATSAPP !== 'baileys') {
    throw new ConfigError('ROLE can only be gateway with WHATSAPP=baileys');
  }
  return {
    host: data.HOST,
    port: data.PORT,
    dataDir: data.DATA_DIR,
    database: data.DATABASE_URL || sqliteFile(data.DATA_DIR),
    role: data.ROLE,
    logLevel: data.LOG_LEVEL,
    trustProxy: data.TRUST_PROXY,
    allowedOrigins: data.ALLOWED_ORIGINS,
    transcriberUrl: data.TRANSCRIBER_URL ?? null,
    whatsapp:
      data.WHATSAPP !== 'baileys'
        ? null
        : {
            url: data.WHATSAPP_URL,
            link: data.WHATSAPP_LINK as WhatsappConfig['link'],
            about: data.WHATSAPP_ABOUT,
            isPaced: data.WHATSAPP_PACING === 'on',
            version: data.WHATSAPP_VERSION ?? null,
          },
    cloud: data.WHATSAPP === 'cloud' ? cloudOf(env, data.WHATSAPP_PACING === 'on') : null,
    botLink: data.BOT_LINK,
    metrics: data.METRICS,
    backup:
      data.BACKUP_DIR && data.BACKUP_KEY
        ? { folder: data.BACKUP_DIR, publicKey: data.BACKUP_KEY, keep: data.BACKUP_KEEP }
        : null,
  };
}

function cloudOf(env: Parameters<typeof readConfig>[0], isPaced: boolean): CloudConfig {
  const read = readCloudSettings(env);
  if (!read.ok) throw new ConfigError(read.message);
  return { ...read.settings, isPaced };
}
