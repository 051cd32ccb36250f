const plainErrors = new Set(['ConfigError', 'DatabaseError']);

/**
 * Tells a fault of settings or server in its one line, without the stack; an exit code.
 * @throws whatever is no such fault
 */
export function tellFault(error: unknown): number {
  if (!(error instanceof Error && plainErrors.has(error.name))) throw error;
  process.stderr.write(`${error.message}\n`);
  return 1;
}
