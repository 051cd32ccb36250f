import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Release } from '#statistics/release.ts';

/**
 * All releases once more, in a file beside the database: what was published stays published, also
 * when an old backup of the database is restored.
 */
export type ReleaseJournal = {
  read(): readonly Release[];
  /** Returns when the release is on the disk. */
  append(release: Release): void;
};

/** @throws where the folder cannot be written */
export function createReleaseJournal(file: string): ReleaseJournal {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return {
    read: () => wholeLines(file).map((line) => JSON.parse(line) as Release),
    append(release) {
      const whole = wholeLines(file).reduce((n, line) => n + Buffer.byteLength(line) + 1, 0);
      const opened = openSync(file, 'a', 0o600);
      try {
        // A line that was cut off was never published.
        ftruncateSync(opened, whole);
        writeSync(opened, `${JSON.stringify(release)}\n`);
        fsyncSync(opened);
      } finally {
        closeSync(opened);
      }
    },
  };
}

function wholeLines(file: string): string[] {
  try {
    const text = readFileSync(file, 'utf8');
    return text.split('\n').slice(0, -1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
