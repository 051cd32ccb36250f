import { pino } from 'pino';
import type { Log } from '#domain/log.ts';

export const logLevels = ['info', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Writes events of the closed list as JSON lines on standard output. */
export function createLog(level: LogLevel): Log {
  const logger = pino({
    level,
    base: null,
    // A second belt only: the types leave no place for these.
    redact: ['text', 'message', 'chat', '*.text', '*.message', '*.chat'],
  });
  return ({ event, ...fields }) => {
    if ('error' in fields) logger.error(fields, event);
    else logger.info(fields, event);
  };
}
