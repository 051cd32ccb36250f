/**
 * Loaded before the program by the bench: at SIGUSR2 it collects what is garbage and prints how
 * much is left, as an event like those of the log.
 */
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const mb = process.memoryUsage().heapUsed / 1024 / 1024;
  process.stdout.write(`${JSON.stringify({ msg: 'heap', mb })}\n`);
});
