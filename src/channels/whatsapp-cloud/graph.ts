import { readCapped } from '../fetch-capped.ts';

const timeoutMs = 15_000;
const answerBytesMax = 262_144;

export type GraphAnswer =
  | { readonly ok: true; readonly body: Record<string, unknown> }
  /** Nobody knows whether it got there. */
  | { readonly ok: false; readonly status: null }
  | {
      readonly ok: false;
      readonly status: number;
      /** Meta's own number of the error, which says more than the status; null where there is none. */
      readonly code: number | null;
    };

export type Graph = {
  post(path: string, body: unknown): Promise<GraphAnswer>;
  get(path: string): Promise<GraphAnswer>;
};

/**
 * Meta's Graph API over HTTPS. Errors of it are values; their texts, which may quote a number, are
 * not read.
 * @param url with the version, such as https://graph.facebook.com/v26.0
 */
export function createGraph({ url, token }: { url: string; token: string }): Graph {
  const authorization = `Bearer ${token}`;
  async function call(path: string, init: RequestInit): Promise<GraphAnswer> {
    let response: Response;
    let text: Buffer | null;
    try {
      response = await fetch(`${url}/${path}`, {
        ...init,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await readCapped(response, answerBytesMax);
    } catch {
      // No network, no answer in time, a cable that was cut.
      return { ok: false, status: null };
    }
    const body = objectOf(text);
    if (response.ok && body) return { ok: true, body };
    const code = (body?.['error'] as { code?: unknown } | undefined)?.code;
    return { ok: false, status: response.status, code: typeof code === 'number' ? code : null };
  }
  return {
    post: (path, body) =>
      call(path, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    get: (path) => call(path, { headers: { authorization } }),
  };
}

function objectOf(text: Buffer | null): Record<string, unknown> | null {
  try {
    const json: unknown = text && JSON.parse(text.toString());
    return typeof json === 'object' ? (json as Record<string, unknown> | null) : null;
  } catch {
    // A proxy's page of HTML; the status tells enough.
    return null;
  }
}
