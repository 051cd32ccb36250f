import { z } from 'zod';

const graphUrl = /^https:\/\/graph\.facebook\.com\/v\d{2}\.\d$/;
/** A loopback address is for tests; anything else would see token and messages. */
const loopbackUrl = /^http:\/\/127\.0\.0\.1:\d{1,5}\/v\d{2}\.\d$/;
const numbersMax = 20;

const required = (what: string) => z.string(`must be set where WHATSAPP is cloud: ${what}`);

const cloudSchema = z.object({
  WHATSAPP_CLOUD_TOKEN: required('the access token of a system user').regex(
    /^[\x21-\x7e]{20,1000}$/,
    'must be the access token of a system user, without spaces',
  ),
  WHATSAPP_CLOUD_APP_SECRET: required('the app secret, with which Meta signs').regex(
    /^[0-9a-f]{32}$/,
    'must be the app secret, 32 digits and letters from a to f',
  ),
  WHATSAPP_CLOUD_VERIFY_TOKEN: required('a word of your own that Meta shows once').regex(
    /^[\w.~-]{16,200}$/,
    'must be a word of your own of 16 to 200 letters, digits and . _ ~ -',
  ),
  WHATSAPP_CLOUD_NUMBER_ID: required('the id of the phone number')
    .regex(
      /^\s*\d{5,20}(\s*,\s*\d{5,20})*\s*$/,
      'must be the id of the phone number, or several, separated by commas',
    )
    .transform((text) => [...new Set(text.split(',').map((id) => id.trim()))])
    .refine((ids) => ids.length <= numbersMax, `must be at most ${numbersMax} ids`),
  WHATSAPP_CLOUD_URL: z
    .string()
    .refine(
      (url) => graphUrl.test(url) || loopbackUrl.test(url),
      'must be https://graph.facebook.com/ and a version such as v26.0; besides it only http://127.0.0.1:port/v26.0 is taken, for tests',
    )
    .default('https://graph.facebook.com/v26.0'),
});

export type CloudSettings = {
  /** Address of the Graph API with its version. */
  readonly url: string;
  readonly token: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Our numbers, as Meta calls them; one a district. */
  readonly numberIds: readonly string[];
};
export type CloudConfig = CloudSettings & {
  /** Wait for the end of a burst; off only for measurements. */
  readonly isPaced: boolean;
};

type Read =
  | { readonly ok: true; readonly settings: CloudSettings }
  /** Names the variable and what is allowed, never its value. */
  | { readonly ok: false; readonly message: string };

/** Reads the settings of WhatsApp's Cloud API; where several are wrong, the first is told. */
export function readCloudSettings(env: Readonly<Record<string, string | undefined>>): Read {
  const checked = cloudSchema.safeParse(env);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    return { ok: false, message: `${issue?.path.join('.')} ${issue?.message}` };
  }
  const { data } = checked;
  return {
    ok: true,
    settings: {
      url: data.WHATSAPP_CLOUD_URL,
      token: data.WHATSAPP_CLOUD_TOKEN,
      appSecret: data.WHATSAPP_CLOUD_APP_SECRET,
      verifyToken: data.WHATSAPP_CLOUD_VERIFY_TOKEN,
      numberIds: data.WHATSAPP_CLOUD_NUMBER_ID,
    },
  };
}
