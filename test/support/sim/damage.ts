import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import type { Chance } from '../chance.ts';

const pageBytes = 4_096;
export type Damage = 'cut' | 'flip' | 'zero';

/** Damages a write-ahead log as a broken disk or a loss of power may. */
export function damageLog(file: string, how: Damage, chance: Chance): void {
  if (!existsSync(file)) return;
  const bytes = readFileSync(file);
  if (bytes.length === 0) return;
  const at = chance.below(bytes.length);
  if (how === 'cut') {
    truncateSync(file, at);
    return;
  }
  if (how === 'flip') bytes[at]! ^= 1 << chance.below(8);
  else
    bytes.fill(0, at - (at % pageBytes), Math.min(bytes.length, at - (at % pageBytes) + pageBytes));
  writeFileSync(file, bytes);
}
