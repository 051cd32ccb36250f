import type { Outcome } from './outcome.ts';
import type { Invariant } from './watch.ts';

/** Everything the program may log; there is no field for a text, a name or a number. */
export type LogEvent =
  | { readonly event: 'started'; readonly rules: number; readonly ms: number }
  | { readonly event: 'stopped' }
  | ({ readonly event: 'answered'; readonly ms: number } & Pick<
      Outcome,
      'kind' | 'risk' | 'harm' | 'rules'
    >)
  | {
      readonly event: 'failed';
      readonly stage:
        | 'read'
        | 'decide'
        | 'request'
        | 'mail'
        | 'send'
        | 'whatsapp'
        | 'watch'
        | 'backup';
      readonly error: string;
    }
  | { readonly event: 'session-not-saved'; readonly error: string }
  /** A file was read, or why not; `result` is from a closed list (media/media-reading.ts). */
  | { readonly event: 'file-read'; readonly result: string; readonly ms: number }
  | {
      readonly event: 'statistics-failed';
      readonly stage: 'count' | 'publish';
      readonly error: string;
    }
  | { readonly event: 'published'; readonly length: string; readonly number: number }
  | { readonly event: 'backed-up'; readonly bytes: number; readonly ms: number }
  /** What must always hold does not; see watch.ts. */
  | { readonly event: 'invariant-broken'; readonly invariant: Invariant }
  | { readonly event: 'sessions-purged'; readonly count: number }
  | {
      readonly event: 'mail-dropped';
      readonly reason: 'too-old' | 'taken-back' | 'flood' | 'refused';
      readonly count: number;
    }
  | {
      readonly event: 'whatsapp';
      readonly state: ChannelState;
      /** Code of the last disconnection, or why it stopped. */
      readonly why?: string;
    };

/** What a messenger's connection is doing. */
export type ChannelState =
  | 'unlinked'
  | 'linking'
  | 'connecting'
  | 'online'
  | 'restricted'
  | 'stopped';

export type Log = (event: LogEvent) => void;

/** Class of an error, never its message: that may quote what a person wrote. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^[A-Z_0-9]+$/.test(code)
    ? `${error.name} ${code}`
    : error.name;
}
