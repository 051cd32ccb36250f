/** Words of a voice note; null where they could not be had. */
export type Transcribe = (bytes: Uint8Array) => Promise<string | null>;

const transcribeTimeoutMs = 60_000;
const textLengthMax = 4_096;

/**
 * Asks a transcriber on the operator's own machine: the server of whisper.cpp, `POST /inference`.
 * The audio goes from memory to memory; nothing is written to disk. An outage is not an error of
 * ours: the person is then asked to type.
 */
export function createWhisperServer(address: string, request: typeof fetch = fetch): Transcribe {
  return async (bytes) => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)]), 'voice.ogg');
    form.set('response_format', 'json');
    form.set('language', 'id');
    try {
      const response = await request(new URL('/inference', address), {
        method: 'POST',
        body: form,
        redirect: 'error',
        signal: AbortSignal.timeout(transcribeTimeoutMs),
      });
      if (!response.ok) return null;
      const answer: unknown = await response.json();
      const text = typeof answer === 'object' && answer !== null && 'text' in answer && answer.text;
      return typeof text === 'string' ? text.trim().slice(0, textLengthMax) : null;
    } catch {
      return null;
    }
  };
}
