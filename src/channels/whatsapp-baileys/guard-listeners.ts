import type { EventEmitter } from 'node:events';

type Listener = (...args: unknown[]) => unknown;

/**
 * Catches what Baileys' own listeners reject with: many answer the server without a catch, and a
 * cable cut at that moment would end the process. The close of the connection is told elsewhere.
 */
export function guardListeners(emitter: EventEmitter): void {
  for (const name of emitter.eventNames()) {
    const listeners = emitter.listeners(name) as Listener[];
    emitter.removeAllListeners(name);
    for (const listener of listeners)
      emitter.on(name, (...args) => {
        const result = listener.apply(emitter, args);
        if (result instanceof Promise) result.catch(() => {});
      });
  }
}
