import { pino } from 'pino';
import type { Log } from '#domain/log.ts';

export const logLevels = ['info', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Writes events of the closed list as JSON lines on standard output. */
export function createLog(level: LogLevel): Log {
  const options = {
    level,
    base: null,
    // A second belt only: the types leave no place for these.
    redact: ['text', 'message', 'chat', '*.text', '*.message', '*.chat'],
  };
  // Not pino's own file writer: at the exit it tries for ever where nobody reads any more, and a
  // program that neither answers nor ends is not started anew by anybody.
  const logger = pino(options, process.stdout);
  return ({ event, ...fields }) => {
    if ('error' in fields) logger.error(fields, event);
    else logger.info(fields, event);
  };
}
