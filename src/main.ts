const nodeMajorMin = 24;
const stopTimeoutMs = 5_000;
const reasons: Record<string, string> = {
  EADDRINUSE:
    'the port is taken: stop the other program or set PORT to another number (0 takes a free one)',
  EACCES:
    'a folder or port may not be used: set DATA_DIR to a folder you may write to, PORT above 1023',
  EROFS: 'the folder cannot be written: set DATA_DIR to one that can',
  EADDRNOTAVAIL: 'HOST is no address of this machine',
  ENOTDIR: 'DATA_DIR is no folder',
  EEXIST: 'DATA_DIR is no folder',
  SQLITE_CANTOPEN: 'the database cannot be opened: set DATA_DIR to a folder you may write to',
  SQLITE_READONLY: 'the database cannot be written: set DATA_DIR to a folder you may write to',
  SQLITE_NOTADB: 'the database file in DATA_DIR is damaged: move it away or restore a backup',
};
const plainErrors = new Set(['ConfigError', 'RuleFileError', 'DataFileError', 'DatabaseError']);

/** One line that says what to do; the message of an unforeseen error, without its stack. */
function explainStop(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (plainErrors.has(error.name)) return error.message;
  const code = (error as { code?: unknown }).code;
  return (typeof code === 'string' && reasons[code]) || error.message.split('\n')[0] || error.name;
}

async function start(): Promise<void> {
  // Who read the log may go away; people are answered all the same.
  process.stdout.on('error', () => {});
  // Loaded only now: the database driver crashes on an older Node before it could be told.
  const { readConfig } = await import('#operations/config.ts');
  const { wire } = await import('./wire.ts');
  const { stayLean } = await import('#operations/lean-memory.ts');
  const app = await wire(readConfig(process.env));
  const address = await app.listen();
  process.stdout.write(`Tanya Dulu: ${address}\n`);
  stayLean();
  const link = await app.firstLink();
  if (link) process.stdout.write(`First administrator of the dashboard: ${address}${link}\n`);
  const stop = () => {
    setTimeout(() => process.exit(1), stopTimeoutMs).unref();
    app.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

if (Number(process.versions.node.split('.')[0]) < nodeMajorMin) {
  process.stderr.write(
    `Tanya Dulu needs Node ${nodeMajorMin}; start it with "npm start", which brings its own.\n`,
  );
  process.exitCode = 1;
} else {
  start().catch((error: unknown) => {
    process.stderr.write(`Tanya Dulu cannot start: ${explainStop(error)}\n`);
    process.exit(1);
  });
}
