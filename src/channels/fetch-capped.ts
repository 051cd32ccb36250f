import type { AttachmentKind } from '#domain/message.ts';

const timeoutMs = 20_000;
/** A location comes inside its message. */
export type FileKind = Exclude<AttachmentKind, 'location'>;
/** Largest file that is fetched, in bytes. */
export const mediaBytesMax: Record<FileKind, number> = {
  image: 8_000_000,
  document: 10_000_000,
  voice: 3_000_000,
  video: 16_000_000,
  sticker: 1_000_000,
  contact: 100_000,
};

export type Download =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly reason: 'too-large' | 'gone' | 'damaged' | 'unreachable' };

/** Fetches what lies at an address: no redirection, no more than so many bytes, 20 seconds. */
export async function fetchCapped(
  url: string,
  bytesMax: number,
  headers: Readonly<Record<string, string>>,
): Promise<Download> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
      headers,
    });
    if (response.status === 404 || response.status === 410) return { ok: false, reason: 'gone' };
    if (!response.ok) return { ok: false, reason: 'unreachable' };
    const bytes = await readCapped(response, bytesMax);
    return bytes ? { ok: true, bytes } : { ok: false, reason: 'too-large' };
  } catch {
    // Network errors and timeouts alike; the address must not reach a log.
    return { ok: false, reason: 'unreachable' };
  }
}

/** null where there is more. @throws where the connection breaks */
export async function readCapped(response: Response, bytesMax: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    // Leaving the loop ends the transfer.
    if (length > bytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
