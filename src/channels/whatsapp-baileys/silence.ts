const names = ['debug', 'dir', 'error', 'info', 'log', 'trace', 'warn'] as const;

/**
 * Takes the voice from `console` for the life of the process. libsignal prints whole sessions with
 * private keys and the text of errors there; the program itself never writes to it.
 */
export function silenceConsole(target: Partial<Record<(typeof names)[number], unknown>>): void {
  for (const name of names) target[name] = () => {};
}

/** A logger for Baileys that says nothing: its own holds addresses and messages. */
export const silentLogger = {
  level: 'silent',
  child: () => silentLogger,
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
};
