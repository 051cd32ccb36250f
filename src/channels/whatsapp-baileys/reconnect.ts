/** Why the channel does not go on by itself; each needs a person. */
export type Stop =
  | 'replaced'
  | 'logged-out'
  | 'banned'
  | 'version-refused'
  | 'multi-device'
  | 'codes-used-up'
  | 'credentials-damaged'
  | 'in-use'
  | 'stopped';

export type AfterClose =
  | { readonly do: 'reconnect'; readonly waitMs: number }
  | { readonly do: 'stop'; readonly why: Stop };

const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
const restartRequired = 515;
const timedOut = 408;
const stops: Readonly<Record<number, Stop>> = {
  401: 'logged-out',
  403: 'banned',
  405: 'version-refused',
  411: 'multi-device',
  440: 'replaced',
};

/**
 * What to do after the connection closed.
 * @param code status of the disconnection; 0 where there is none
 * @param tries reconnections in a row that did not last
 * @param random from 0 to 1; spreads the clients of a server that came back
 */
export function afterClose(
  code: number,
  { tries, isLinking, random }: { tries: number; isLinking: boolean; random: number },
): AfterClose {
  if (code === restartRequired) return { do: 'reconnect', waitMs: 0 };
  const why = stops[code];
  if (why) return { do: 'stop', why };
  // Nobody scanned: new codes only when somebody asks for them.
  if (isLinking && code === timedOut) return { do: 'stop', why: 'codes-used-up' };
  const wait = Math.min(firstWaitMs * 2 ** tries, longestWaitMs);
  return { do: 'reconnect', waitMs: wait * (0.5 + random / 2) };
}

/** Status of a disconnection; 0 where the error tells none. */
export function codeOf(error: unknown): number {
  const output = (error as { output?: { statusCode?: number } } | undefined)?.output;
  return output?.statusCode ?? 0;
}
