import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FileType } from './file-type.ts';
import { type MediaReading, refuse } from './media-reading.ts';
import type { Done, Job, Usage } from './reader-process.ts';

export type PoolLimits = {
  /** A file that takes longer is given up and its process ended. */
  readonly readTimeoutMs: number;
  /** Resident memory of one reading process. */
  readonly memoryMaxBytes: number;
  /** A process that has grown so large is ended after its file. */
  readonly recycleBytes: number;
  /** Files waiting for a process; one more is refused. */
  readonly queueMax: number;
  /** From so many waiting files on a second process helps. */
  readonly backlogMin: number;
  /** A process without work for so long is ended. */
  readonly idleMs: number;
};

export const poolLimits: PoolLimits = {
  readTimeoutMs: 60_000,
  memoryMaxBytes: 500_000_000,
  recycleBytes: 270_000_000,
  queueMax: 100,
  backlogMin: 3,
  idleMs: 600_000,
};
const processesMax = 2;
const memoryCheckMs = 200;
const pageBytes = 4_096;
const heapMaxMb = 128;

type Waiting = Job & { readonly resolve: (reading: MediaReading) => void };
type Reader = {
  readonly process: ChildProcess;
  /** Ends the job it works on; null where it has none. */
  finish: ((reading: MediaReading) => void) | null;
  idle: NodeJS.Timeout | undefined;
};

export type ReaderPool = {
  readonly read: (type: FileType, bytes: Uint8Array) => Promise<MediaReading>;
  readonly stop: () => void;
};

/**
 * Reads files in processes of their own, one by one, with a limit on time and memory. The first
 * file starts the first process; it then stays warm.
 */
export function createReaderPool(
  limits: PoolLimits = poolLimits,
  onUsage: (usage: Usage) => void = () => {},
): ReaderPool {
  const readers = new Set<Reader>();
  const queue: Waiting[] = [];

  function startReader(): Reader {
    const child = fork(fileURLToPath(new URL('./reader-process.ts', import.meta.url)), {
      serialization: 'advanced',
      // What takes files apart knows none of the program's settings.
      env: { MALLOC_ARENA_MAX: '2' },
      execArgv: [
        `--max-old-space-size=${heapMaxMb}`,
        '--max-semi-space-size=2',
        '--optimize-for-size',
      ],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const reader: Reader = { process: child, finish: null, idle: undefined };
    readers.add(reader);
    // Somebody in danger who writes must not wait for pictures.
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    child.on('message', ({ reading, usage }: Done) => {
      onUsage(usage);
      reader.finish?.(reading);
    });
    const gone = () => {
      clearTimeout(reader.idle);
      readers.delete(reader);
      reader.finish?.(refuse('damaged'));
      work();
    };
    child.once('error', gone);
    child.once('exit', gone);
    return reader;
  }

  function work(): void {
    while (queue.length > 0) {
      const free = [...readers].find((r) => r.finish === null && r.process.connected);
      const mayStart =
        readers.size === 0 || (readers.size < processesMax && queue.length >= limits.backlogMin);
      if (!free && !mayStart) return;
      give(free ?? startReader(), queue.shift()!);
    }
  }

  function retire(reader: Reader): void {
    reader.process.kill('SIGKILL');
    readers.delete(reader);
  }

  function give(reader: Reader, { type, bytes, resolve }: Waiting): void {
    clearTimeout(reader.idle);
    const giveUp = (reason: 'too-slow' | 'too-large') => {
      retire(reader);
      finish(refuse(reason));
    };
    const timer = setTimeout(giveUp, limits.readTimeoutMs, 'too-slow');
    const watch = setInterval(() => {
      if (residentBytes(reader.process.pid) > limits.memoryMaxBytes) giveUp('too-large');
    }, memoryCheckMs);
    function finish(reading: MediaReading): void {
      clearTimeout(timer);
      clearInterval(watch);
      if (reader.finish === null) return;
      reader.finish = null;
      // Memory that a large page took is not given back by its reader: a fresh one is smaller.
      if (residentBytes(reader.process.pid) > limits.recycleBytes) retire(reader);
      reader.idle = setTimeout(() => reader.process.kill('SIGKILL'), limits.idleMs);
      reader.idle.unref();
      resolve(reading);
      work();
    }
    reader.finish = finish;
    reader.process.send({ type, bytes } satisfies Job, (error) => {
      if (error) finish(refuse('damaged'));
    });
  }

  return {
    read(type, bytes) {
      if (queue.length >= limits.queueMax) return Promise.resolve(refuse('busy'));
      return new Promise((resolve) => {
        queue.push({ type, bytes, resolve });
        work();
      });
    },
    stop() {
      for (const { resolve } of queue.splice(0)) resolve(refuse('busy'));
      for (const { process: child } of readers) child.kill('SIGKILL');
    },
  };
}

/** Resident memory of a process; 0 where the system does not tell (only Linux does). */
function residentBytes(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
  } catch {
    return 0;
  }
}
