import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Window, windowLengths, windowStarting } from '#statistics/windows.ts';

const keyBytes = 32;
const keyFile = /^(week|four-weeks|twelve-weeks)-(\d{4}-\d{2}-\d{2})\.key$/;

/** The random keys under which senders are told apart, one per window, outside the database. */
export type WindowKeys = {
  /** Null where it is gone. */
  read(window: Window): Buffer | null;
  make(window: Window): Buffer;
  /** Overwrites and removes it; from then on nobody can test a number against the tags. */
  destroy(window: Window): void;
  /** Windows whose keys lie here. */
  list(): readonly Window[];
  /** The one key that stays: under it those who do not want to be counted are known. */
  lasting(): Buffer;
};

/** @throws where the folder cannot be written */
export function createWindowKeys(folder: string): WindowKeys {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fileOf = ({ length, start }: Window) => join(folder, `${length}-${start}.key`);
  const make = (file: string): Buffer => {
    // Written whole under another name first: another process finds no key or a whole one.
    const fresh = `${file}.${randomBytes(8).toString('hex')}.new`;
    writeWhole(fresh, randomBytes(keyBytes), 'wx');
    try {
      linkSync(fresh, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(fresh);
    }
    return readFileSync(file);
  };
  return {
    read: (window) => readKey(fileOf(window)),
    make: (window) => make(fileOf(window)),
    destroy(window) {
      const file = fileOf(window);
      if (readKey(file) === null) return;
      writeWhole(file, Buffer.alloc(keyBytes), 'r+');
      rmSync(file, { force: true });
    },
    list: () =>
      readdirSync(folder).flatMap((name) => {
        const [, length, start] = keyFile.exec(name) ?? [];
        const known = windowLengths.find((l) => l === length);
        return known && start ? [windowStarting(known, start)] : [];
      }),
    lasting() {
      const file = join(folder, 'left-out.key');
      return readKey(file) ?? make(file);
    },
  };
}

/** A key that was cut off while being written counts as none: it never marked anybody. */
function readKey(file: string): Buffer | null {
  try {
    const key = readFileSync(file);
    if (key.length === keyBytes) return key;
    rmSync(file);
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function writeWhole(file: string, bytes: Buffer, flag: 'wx' | 'r+'): void {
  const opened = openSync(file, flag, 0o600);
  try {
    writeSync(opened, bytes, 0, bytes.length, 0);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
